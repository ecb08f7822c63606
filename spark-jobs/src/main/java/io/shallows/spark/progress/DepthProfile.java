package io.shallows.spark.progress;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The depth profile: how far the minima of a family must climb to lose a share of their loss, for
 * every share (drop) that target own was asked for.
 *
 * <p>Of every drop the median and the .9 quantile of depth_upper over the covered minima: the least
 * value that at least that share of them does not exceed; a depth that rounding hides counts as 0,
 * one without a path as infinite. Both rise with the drop. Holds two numbers per row.
 */
public final class DepthProfile {

  private static final double HIGH = 0.9;

  /** The depths to one drop. */
  private static final class Tally {
    private final List<Double> uppers = new ArrayList<>();
    private long known;
  }

  /**
   * One drop of one family.
   *
   * @param minima covered minima with a row
   * @param flat those whose depth is 0, or hidden by rounding
   * @param known those whose depth is known from both sides, up to rounding
   * @param median of depth_upper; infinite if half have no path
   * @param high the .9 quantile
   */
  public record Step(
      String family, double drop, long minima, long flat, long known, double median, double high) {}

  private final Map<String, Map<Double, Tally>> families = new TreeMap<>();

  /** Takes a row of depths into account; only covered minima and target own count. */
  public void add(Record row) {
    if (!row.get(DepthsTable.TARGET).equals(TargetKind.OWN.label())
        || !row.get(DepthsTable.COVERED)
        || row.find(DepthsTable.DROP).isEmpty()) {
      return;
    }
    double upper = row.find(DepthsTable.DEPTH_UPPER).orElse(Double.POSITIVE_INFINITY);
    double floor = row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    Tally tally =
        families
            .computeIfAbsent(row.get(LeadingColumns.FAMILY), family -> new TreeMap<>())
            .computeIfAbsent(row.get(DepthsTable.DROP), drop -> new Tally());
    tally.uppers.add(upper <= floor ? 0 : upper);
    boolean exact =
        DepthMeasurement.isExact(
            row.find(DepthsTable.DEPTH_LOWER).orElse(0.0),
            row.find(DepthsTable.DEPTH_UPPER).orElse(Double.NaN),
            floor);
    tally.known += exact ? 1 : 0;
  }

  /** The steps by family and drop. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    families.forEach(
        (family, drops) -> drops.forEach((drop, tally) -> steps.add(step(family, drop, tally))));
    return steps;
  }

  private static Step step(String family, double drop, Tally tally) {
    double[] sorted = tally.uppers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Step(
        family,
        drop,
        sorted.length,
        tally.uppers.stream().filter(upper -> upper == 0).count(),
        tally.known,
        quantile(sorted, 0.5),
        quantile(sorted, HIGH));
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /** A sentence per family with more than one drop; none where there is no profile. */
  public List<String> sentences() {
    return families.keySet().stream()
        .filter(family -> families.get(family).size() > 1)
        .map(this::sentence)
        .toList();
  }

  private String sentence(String family) {
    List<Step> steps = steps().stream().filter(step -> step.family().equals(family)).toList();
    String climbs =
        steps.stream()
            .map(
                step ->
                    BigDecimal.valueOf(step.drop()).stripTrailingZeros().toPlainString()
                        + ": "
                        + number(step.median())
                        + " and "
                        + number(step.high())
                        + " ("
                        + Math.round(100.0 * step.known() / step.minima())
                        + "%)")
            .collect(Collectors.joining(", "));
    return "Depth profile of "
        + steps.get(0).minima()
        + " "
        + family
        + " minima, by the share of its loss that a minimum is to lose, median and .9 quantile of"
        + " the climb (share known from both sides): "
        + climbs
        + ".";
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "no path";
    }
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
  }
}
