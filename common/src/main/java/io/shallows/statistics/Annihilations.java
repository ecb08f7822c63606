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

  /** What rows that are put together have in common, as a text. */
  public static String group(Record nested) {
    return nested.get(NestedTable.NESTED_FAMILY)
        + ' '
        + nested.get(NestedTable.TARGET)
        + nested.find(LeadingColumns.ETA).map(eta -> " eta=" + eta).orElse("")
        + nested.find(NestedTable.DROP).map(drop -> " drop=" + drop).orElse("");
  }

  /** The row of a group, whose rows are given in any order; one at least. */
  public Record summary(List<Record> nested) {
    List<Record> rows =
        nested.stream()
            .sorted(
                Comparator.<Record, String>comparing(row -> row.get(LeadingColumns.PROBLEM_ID))
                    .thenComparing(row -> row.get(LeadingColumns.TRIAL_ID)))
            .toList();
    Record first = rows.get(0);
    List<Record> certain = rows.stream().filter(Annihilations::isCertain).toList();
    List<Record> seen = rows.stream().filter(Annihilations::isSeen).toList();
    Record.Builder summary =
        Record.of(AnnihilationsTable.TABLE)
            .setShared(first)
            .set(AnnihilationsTable.PAIRS, rows.size())
            .set(AnnihilationsTable.CERTAIN, certain.size())
            .set(AnnihilationsTable.CERTAIN_PROBLEMS, problems(certain))
            .set(AnnihilationsTable.CERTAIN_ANNIHILATED, count(certain, Annihilations::isZero))
            .set(AnnihilationsTable.CERTAIN_KEPT, count(certain, Annihilations::isKept))
            .set(AnnihilationsTable.SEEN, seen.size())
            .set(AnnihilationsTable.SEEN_PROBLEMS, problems(seen))
            .set(AnnihilationsTable.SEEN_ANNIHILATED, count(seen, Annihilations::isZero))
            .set(AnnihilationsTable.SEEN_HIDDEN, count(seen, Annihilations::isHidden));
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
              seen.stream().mapToDouble(Annihilations::ratio).toArray(),
              new double[] {0.5},
              BootstrapEstimate.LEAST_RESAMPLES,
              streams.uniform(group(first), "annihilation-bootstrap"))[0];
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
      List<Record> of,
      Column<Double> value,
      Column<Double> low,
      Column<Double> high) {
    if (of.isEmpty()) {
      return;
    }
    boolean[] zeros = new boolean[of.size()];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = isZero(of.get(i));
    }
    ShareInterval share = ShareInterval.of(names(of), zeros, LEVEL);
    summary
        .set(value, (Double) share.value())
        .set(low, (Double) share.low())
        .set(high, (Double) share.high());
  }

  private static List<String> names(List<Record> rows) {
    return rows.stream().map(row -> row.get(LeadingColumns.PROBLEM_ID)).toList();
  }

  private static int problems(List<Record> rows) {
    return Math.toIntExact(names(rows).stream().distinct().count());
  }

  private static int count(List<Record> rows, Predicate<Record> those) {
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
