package io.shallows.statistics;

import io.shallows.random.RandomStreams;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.estimate.ClusteredEstimate;
import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.ShareInterval;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A row of table annihilations from rows of table nested: what becomes of plain minima once their
 * networks have skips, of one family and to one level.
 *
 * <p>Estimands: P(D_skip = 0 | D_plain > 0) and the median of D_skip / D_plain over covered plain
 * minima, without a second training. What is known of both depths is a bracket each, so there are
 * two denominators: minima with a depth above 0 for certain, and minima without a known way out
 * that does not climb. The numerator is the same: D_skip = 0 by an argument. So each share is no
 * more than the same share of depths that are 0. Ratios are of upper ends.
 *
 * <p>Estimator: shares by {@link ShareInterval}, the median by {@link QuantileInterval}, both with
 * problems as units. Rows do not depend on the order of what they are made of.
 */
public final class Annihilations {

  private static final double LEVEL = QuantileInterval.LEVEL;

  private final RandomStreams streams;

  /**
   * @param streams keyed by the sweep's root seed
   */
  public Annihilations(RandomStreams streams) {
    this.streams = streams;
  }

  /**
   * What rows that are put together have in common.
   *
   * @param family nested_family
   * @param measurementId identity of the measurement settings
   * @param target the level
   * @param eta its exponent, if it has one
   * @param drop its drop, if it has one
   */
  public record Level(
      String family,
      String measurementId,
      String target,
      Optional<Double> eta,
      Optional<Double> drop) {

    private static final String SEPARATOR = "/";

    /** The level of a row of table nested. */
    public static Level of(Record nested) {
      return new Level(
          nested.get(NestedTable.NESTED_FAMILY),
          nested.get(NestedTable.MEASUREMENT_ID),
          nested.get(NestedTable.TARGET),
          nested.find(LeadingColumns.ETA),
          nested.find(NestedTable.DROP));
    }

    /** Name that keys the random stream. */
    String name() {
      return family
          + ' '
          + target
          + eta.map(number -> " eta=" + number).orElse("")
          + drop.map(number -> " drop=" + number).orElse("");
    }

    /** The level as text. */
    public String toText() {
      return String.join(
          SEPARATOR,
          family,
          measurementId,
          target,
          eta.map(String::valueOf).orElse(""),
          drop.map(String::valueOf).orElse(""));
    }

    /** The level that {@link #toText} wrote. */
    public static Level read(String text) {
      String[] parts = text.split(SEPARATOR, -1);
      return new Level(parts[0], parts[1], parts[2], number(parts[3]), number(parts[4]));
    }

    private static Optional<Double> number(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(text));
    }
  }

  /**
   * What became of one plain minimum: all that a summary needs of a row.
   *
   * @param problem id of its problem
   * @param trial id of its trial
   * @param certain whether the depth without skips is above 0 for certain
   * @param seen whether it is above 0 as far as paths are known
   * @param zero whether the depth with skips is 0 for certain
   * @param kept whether it is above 0 for certain
   * @param hidden whether it is above 0 and within its floor
   * @param ratio of the depths, 0 where hidden, NaN where not seen
   */
  public record Outcome(
      String problem,
      String trial,
      boolean certain,
      boolean seen,
      boolean zero,
      boolean kept,
      boolean hidden,
      double ratio) {

    /** The outcome of a row of table nested. */
    public static Outcome of(Record nested) {
      return new Outcome(
          nested.get(LeadingColumns.PROBLEM_ID),
          nested.get(LeadingColumns.TRIAL_ID),
          isCertain(nested),
          isSeen(nested),
          isZero(nested),
          isKept(nested),
          isHidden(nested),
          isSeen(nested) ? Annihilations.ratio(nested) : Double.NaN);
    }
  }

  /** The row of a group, whose rows are given in any order; one at least. */
  public Record summary(List<Record> nested) {
    return summary(Level.of(nested.get(0)), nested.stream().map(Outcome::of).toList());
  }

  /** The row of a level, whose outcomes are given in any order; one at least. */
  public Record summary(Level level, List<Outcome> outcomes) {
    List<Outcome> rows =
        outcomes.stream()
            .sorted(Comparator.comparing(Outcome::problem).thenComparing(Outcome::trial))
            .toList();
    List<Outcome> certain = rows.stream().filter(Outcome::certain).toList();
    List<Outcome> seen = rows.stream().filter(Outcome::seen).toList();
    Record.Builder summary =
        Record.of(AnnihilationsTable.TABLE)
            .set(NestedTable.NESTED_FAMILY, level.family())
            .set(AnnihilationsTable.MEASUREMENT_ID, level.measurementId())
            .set(AnnihilationsTable.TARGET, level.target())
            .set(AnnihilationsTable.ETA, level.eta().orElse(null))
            .set(AnnihilationsTable.DROP, level.drop().orElse(null))
            .set(AnnihilationsTable.PAIRS, rows.size())
            .set(AnnihilationsTable.CERTAIN, certain.size())
            .set(AnnihilationsTable.CERTAIN_PROBLEMS, problems(certain))
            .set(AnnihilationsTable.CERTAIN_ANNIHILATED, count(certain, Outcome::zero))
            .set(AnnihilationsTable.CERTAIN_KEPT, count(certain, Outcome::kept))
            .set(AnnihilationsTable.SEEN, seen.size())
            .set(AnnihilationsTable.SEEN_PROBLEMS, problems(seen))
            .set(AnnihilationsTable.SEEN_ANNIHILATED, count(seen, Outcome::zero))
            .set(AnnihilationsTable.SEEN_HIDDEN, count(seen, Outcome::hidden));
    setShare(
        summary,
        certain,
        AnnihilationsTable.CERTAIN_SHARE,
        AnnihilationsTable.CERTAIN_SHARE_LOW,
        AnnihilationsTable.CERTAIN_SHARE_HIGH);
    setShare(
        summary,
        seen,
        AnnihilationsTable.SEEN_SHARE,
        AnnihilationsTable.SEEN_SHARE_LOW,
        AnnihilationsTable.SEEN_SHARE_HIGH);
    if (!seen.isEmpty()) {
      QuantileInterval ratio =
          QuantileInterval.of(
              ClusteredEstimate.indices(names(seen)),
              seen.stream().mapToDouble(Outcome::ratio).toArray(),
              new double[] {0.5},
              BootstrapEstimate.LEAST_RESAMPLES,
              streams.uniform(level.name(), "annihilation-bootstrap"))[0];
      summary.set(AnnihilationsTable.RATIO_MEDIAN, (Double) ratio.value());
      if (seen.size() > 1) {
        summary
            .setFinite(AnnihilationsTable.RATIO_LOW, ratio.low())
            .setFinite(AnnihilationsTable.RATIO_HIGH, ratio.high());
      }
    }
    return summary.build();
  }

  private static void setShare(
      Record.Builder summary,
      List<Outcome> of,
      Column<Double> value,
      Column<Double> low,
      Column<Double> high) {
    if (of.isEmpty()) {
      return;
    }
    boolean[] zeros = new boolean[of.size()];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = of.get(i).zero();
    }
    ShareInterval share = ShareInterval.of(names(of), zeros, LEVEL);
    summary
        .set(value, (Double) share.value())
        .set(low, (Double) share.low())
        .set(high, (Double) share.high());
  }

  private static List<String> names(List<Outcome> rows) {
    return rows.stream().map(Outcome::problem).toList();
  }

  private static int problems(List<Outcome> rows) {
    return Math.toIntExact(names(rows).stream().distinct().count());
  }

  private static int count(List<Outcome> rows, Predicate<Outcome> those) {
    return Math.toIntExact(rows.stream().filter(those).count());
  }

  /** Whether the depth without skips is above 0 for certain: D_plain >= D_skip, so by either. */
  private static boolean isCertain(Record row) {
    return row.find(NestedTable.DEPTH_LOWER).orElse(0.0) > 0 || isKept(row);
  }

  /** Whether the depth without skips is above 0 as far as paths are known. */
  private static boolean isSeen(Record row) {
    return row.find(NestedTable.RATIO).isPresent();
  }

  private static boolean isZero(Record row) {
    return row.get(NestedTable.ANNIHILATED);
  }

  private static boolean isKept(Record row) {
    return row.find(NestedTable.NESTED_LOWER).orElse(0.0) > 0;
  }

  private static boolean isHidden(Record row) {
    double upper = row.find(NestedTable.NESTED_UPPER).orElse(0.0);
    return upper > 0 && upper <= row.find(NestedTable.NESTED_FLOOR).orElse(0.0);
  }

  private static double ratio(Record row) {
    return isHidden(row) ? 0 : row.get(NestedTable.RATIO);
  }
}
