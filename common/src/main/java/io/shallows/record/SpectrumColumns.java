package io.shallows.record;

import io.shallows.record.SingularityColumns.Moment;
import io.shallows.spectrum.HessianSpectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The columns of the Hessian's spectrum, at the end and at the start of training. */
public final class SpectrumColumns {

  private static final String OF_TAU =
      "|lambda| <= "
          + HessianSpectrum.TAU
          + " lambda_max, lambda_max the largest |lambda| that remains";
  private static final String OF_TAUS =
      "|lambda| <= tau lambda_max for tau = " + HessianSpectrum.TAUS;

  /** A column and how it follows from a spectrum. */
  private record Entry<T>(
      Moment moment, Column<T> column, Function<HessianSpectrum, Optional<T>> value) {
    private void set(Record.Builder row, HessianSpectrum spectrum) {
      value.apply(spectrum).ifPresent(known -> row.set(column, known));
    }
  }

  private static final List<Entry<?>> ENTRIES = entries();

  private SpectrumColumns() {}

  /** The columns of some moments, in order. */
  static List<Column<?>> all(Moment... moments) {
    List<Column<?>> columns = new ArrayList<>();
    for (Entry<?> entry : ENTRIES) {
      if (List.of(moments).contains(entry.moment())) {
        columns.add(entry.column());
      }
    }
    return columns;
  }

  /** The shares of degenerate and of negative eigenvalues at a moment. */
  static List<Column<?>> shares(Moment moment) {
    List<String> names =
        List.of("degenerate_share" + moment.suffix(), "negative_share" + moment.suffix());
    return ENTRIES.stream()
        .filter(entry -> entry.moment() == moment)
        .<Column<?>>map(Entry::column)
        .filter(column -> names.contains(column.name()))
        .toList();
  }

  /** Sets all columns of {@code moment}. */
  public static void set(Record.Builder row, Moment moment, HessianSpectrum spectrum) {
    for (Entry<?> entry : ENTRIES) {
      if (entry.moment() == moment) {
        entry.set(row, spectrum);
      }
    }
  }

  private static List<Entry<?>> entries() {
    List<Entry<?>> all = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      real(
          all,
          moment,
          "degenerate_share",
          "Share of Hessian eigenvalues with " + OF_TAU + ", the rescaling symmetry removed",
          spectrum -> Optional.of(spectrum.degenerateShare(HessianSpectrum.TAU)));
      real(
          all,
          moment,
          "degenerate_share_error",
          "How far degenerate_share may be off: 0 where the spectrum is exact, a bound plus the"
              + " probes' standard error where it is estimated",
          spectrum -> Optional.of(spectrum.degenerateShareError(HessianSpectrum.TAU)));
      reals(
          all,
          moment,
          "degenerate_shares",
          "Shares of Hessian eigenvalues with " + OF_TAUS + ", the rescaling symmetry removed",
          spectrum -> Optional.of(atTaus(spectrum::degenerateShare)));
      reals(
          all,
          moment,
          "degenerate_shares_raw",
          "Shares of Hessian eigenvalues with "
              + OF_TAUS
              + ", nothing removed (null away from stationary points unless measurement.spectrumDetail is set)",
          spectrum ->
              spectrum.rawDegenerateShare(HessianSpectrum.TAU).isEmpty()
                  ? Optional.empty()
                  : Optional.of(atTaus(tau -> spectrum.rawDegenerateShare(tau).orElseThrow())));
      reals(
          all,
          moment,
          "degenerate_share_layers",
          "Share of the eigenvalues with |lambda| <= "
              + HessianSpectrum.TAU
              + " times its largest one in the diagonal block of each dense layer, in the order of"
              + " the parameters",
          spectrum ->
              Optional.of(spectrum.layerDegenerateShares(HessianSpectrum.TAU))
                  .filter(shares -> shares.length > 0));
      count(
          all,
          moment,
          "degenerate_count_raw",
          "Number of Hessian eigenvalues with "
              + OF_TAU
              + ", nothing removed (null away from stationary points unless measurement.spectrumDetail is set)",
          spectrum -> spectrum.rawDegenerateCount(HessianSpectrum.TAU));
      real(
          all,
          moment,
          "negative_share",
          "Share of Hessian eigenvalues below -"
              + HessianSpectrum.TAU
              + " lambda_max, the rescaling symmetry removed",
          spectrum -> Optional.of(spectrum.negativeShare(HessianSpectrum.TAU)));
      count(
          all,
          moment,
          "symmetry_nullity",
          "Number of independent directions in which hidden units are rescaled and no output"
              + " changes",
          spectrum -> Optional.of((long) spectrum.nullity()));
      add(
          all,
          moment,
          Column.real(
              "hessian_radius" + moment.suffix(),
              Column.LOSS,
              "lambda_max, the largest |lambda| of the Hessian, the rescaling symmetry removed, "
                  + moment.words()
                  + "."),
          spectrum -> Optional.of(spectrum.radius()));
      add(
          all,
          moment,
          Column.flag(
              "spectrum_exact" + moment.suffix(),
              "Whether all eigenvalues were computed (up to "
                  + HessianSpectrum.EXACT_LIMIT
                  + " parameters) or estimated by stochastic Lanczos quadrature, "
                  + moment.words()
                  + "."),
          spectrum -> Optional.of(spectrum.isExact()));
    }
    return List.copyOf(all);
  }

  private static double[] atTaus(Function<Double, Double> share) {
    return HessianSpectrum.TAUS.stream().mapToDouble(share::apply).toArray();
  }

  private static void real(
      List<Entry<?>> all,
      Moment moment,
      String name,
      String definition,
      Function<HessianSpectrum, Optional<Double>> value) {
    String sentence = definition + ", " + moment.words() + ".";
    add(all, moment, Column.real(name + moment.suffix(), Column.ONE, sentence), value);
  }

  private static void reals(
      List<Entry<?>> all,
      Moment moment,
      String name,
      String definition,
      Function<HessianSpectrum, Optional<double[]>> value) {
    String sentence = definition + ", " + moment.words() + ".";
    add(all, moment, Column.reals(name + moment.suffix(), Column.ONE, sentence), value);
  }

  private static void count(
      List<Entry<?>> all,
      Moment moment,
      String name,
      String definition,
      Function<HessianSpectrum, Optional<Long>> value) {
    String sentence = definition + ", " + moment.words() + ".";
    add(all, moment, Column.integer(name + moment.suffix(), sentence), value);
  }

  private static <T> void add(
      List<Entry<?>> all,
      Moment moment,
      Column<T> column,
      Function<HessianSpectrum, Optional<T>> value) {
    all.add(new Entry<>(moment, column.orNull(), value));
  }
}
