package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PairsTable;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of table pairs from the depths of one group: how each problem's networks with skips compare
 * with its plain ones of the same width, initialization and seed.
 *
 * <p>Counts only, so that rows of groups add up. They do not depend on the order of the depths.
 */
public final class SkipPairs {

  private static final List<Column<Long>> COUNTS =
      List.of(
          PairsTable.PAIRS,
          PairsTable.COVERED_BOTH,
          PairsTable.COVERED_ONLY_PLAIN,
          PairsTable.COVERED_ONLY_SKIP,
          PairsTable.DEEP_ONLY_PLAIN,
          PairsTable.DEEP_ONLY_SKIP,
          PairsTable.CLIMB_LOWER,
          PairsTable.CLIMB_HIGHER,
          PairsTable.DEPTH_LOWER,
          PairsTable.DEPTH_HIGHER);

  private final String measurementId;

  /**
   * @param measurementId identity of the measurement settings
   */
  public SkipPairs(String measurementId) {
    this.measurementId = measurementId;
  }

  /** The rows of a group whose depths, of all its families, are given in any order. */
  public List<Record> count(FitGroup group, List<MeasuredDepth> depths) {
    Map<String, MeasuredDepth> plain =
        depths.stream()
            .filter(depth -> depth.family().equals(SkipComparisons.PLAIN))
            .filter(SkipPairs::isKnown)
            .collect(Collectors.toMap(SkipPairs::key, depth -> depth));
    Map<String, Map<String, List<MeasuredDepth>>> skips =
        depths.stream()
            .filter(depth -> !depth.family().equals(SkipComparisons.PLAIN))
            .filter(SkipPairs::isKnown)
            .filter(depth -> plain.containsKey(key(depth)))
            .collect(
                Collectors.groupingBy(
                    MeasuredDepth::family,
                    TreeMap::new,
                    Collectors.groupingBy(
                        MeasuredDepth::problem, TreeMap::new, Collectors.toList())));
    List<Record> rows = new ArrayList<>();
    skips.forEach(
        (family, problems) ->
            problems.forEach(
                (problem, ofProblem) -> {
                  Counts counts = new Counts();
                  ofProblem.forEach(skip -> counts.add(skip, plain.get(key(skip))));
                  rows.add(row(group, family, problem, counts));
                }));
    return rows;
  }

  /** Rows of one problem and family put together, such as those of its widths; one at least. */
  public static Record sum(List<Record> rows) {
    Record.Builder sum = rows.get(0).toBuilder();
    for (Column<Long> count : COUNTS) {
      sum.set(count, (Long) rows.stream().mapToLong(row -> row.get(count)).sum());
    }
    return sum.build();
  }

  private static boolean isKnown(MeasuredDepth depth) {
    return !depth.covered() || !Double.isNaN(depth.depthUpper());
  }

  private static String key(MeasuredDepth depth) {
    return depth.problem()
        + ' '
        + depth.width()
        + ' '
        + depth.initialization()
        + ' '
        + depth.seed();
  }

  private Record row(FitGroup group, String family, String problem, Counts counts) {
    return Record.of(PairsTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, problem)
        .set(LeadingColumns.FAMILY, family)
        .set(LeadingColumns.NETWORK_DEPTH, group.networkDepth())
        .set(LeadingColumns.INPUT_DIMENSION, group.inputDimension())
        .set(LeadingColumns.ETA, (Double) group.eta())
        .set(PairsTable.MEASUREMENT_ID, measurementId)
        .set(PairsTable.PAIRS, counts.pairs)
        .set(PairsTable.COVERED_BOTH, counts.coveredBoth)
        .set(PairsTable.COVERED_ONLY_PLAIN, counts.coveredOnlyPlain)
        .set(PairsTable.COVERED_ONLY_SKIP, counts.coveredOnlySkip)
        .set(PairsTable.DEEP_ONLY_PLAIN, counts.deepOnlyPlain)
        .set(PairsTable.DEEP_ONLY_SKIP, counts.deepOnlySkip)
        .set(PairsTable.CLIMB_LOWER, counts.climbLower)
        .set(PairsTable.CLIMB_HIGHER, counts.climbHigher)
        .set(PairsTable.DEPTH_LOWER, counts.depthLower)
        .set(PairsTable.DEPTH_HIGHER, counts.depthHigher)
        .build();
  }

  private static final class Counts {
    private long pairs;
    private long coveredBoth;
    private long coveredOnlyPlain;
    private long coveredOnlySkip;
    private long deepOnlyPlain;
    private long deepOnlySkip;
    private long climbLower;
    private long climbHigher;
    private long depthLower;
    private long depthHigher;

    void add(MeasuredDepth skip, MeasuredDepth plain) {
      pairs++;
      coveredBoth += count(skip.covered() && plain.covered());
      coveredOnlyPlain += count(plain.covered() && !skip.covered());
      coveredOnlySkip += count(skip.covered() && !plain.covered());
      deepOnlyPlain += count(isDeep(plain) && !isDeep(skip));
      deepOnlySkip += count(isDeep(skip) && !isDeep(plain));
      if (skip.covered() && plain.covered()) {
        climbLower += count(skip.depthOrZero() < plain.depthOrZero());
        climbHigher += count(skip.depthOrZero() > plain.depthOrZero());
        depthLower += count(skip.depthUpper() < plain.depthLower());
        depthHigher += count(skip.depthLower() > plain.depthUpper());
      }
    }

    private static boolean isDeep(MeasuredDepth depth) {
      return depth.depthOrZero() > SkipComparisons.TOLERANCE;
    }

    private static long count(boolean is) {
      return is ? 1 : 0;
    }
  }
}
