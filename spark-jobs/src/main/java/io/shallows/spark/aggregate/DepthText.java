package io.shallows.spark.aggregate;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.MeasuredDepth;
import java.util.Optional;

/**
 * What fits need of a row of depths, as text: a key for its group and a value for itself. Only
 * texts cross Spark's boundaries.
 */
public final class DepthText {

  private static final String SEPARATOR = "\t";

  private DepthText() {}

  /** Whether fits use the row: its target is a reference and its minimum is one. */
  public static boolean isUsed(Record depth, String measurementId) {
    return depth.get(DepthsTable.TARGET).equals(TargetKind.REFERENCE.label())
        && depth.get(DepthsTable.MEASUREMENT_ID).equals(measurementId)
        && MinimumKind.of(depth.get(DepthsTable.MINIMUM_KIND)).isMinimum();
  }

  /** The group of a row. */
  public static String group(Record depth) {
    return depth.get(LeadingColumns.NETWORK_DEPTH)
        + SEPARATOR
        + depth.get(LeadingColumns.INPUT_DIMENSION)
        + SEPARATOR
        + depth.get(LeadingColumns.ETA);
  }

  /** The group that {@link #group} named. */
  public static FitGroup readGroup(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new FitGroup(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
  }

  /** The row's share in the fits. */
  public static String write(Record depth) {
    return String.join(
        SEPARATOR,
        depth.get(LeadingColumns.PROBLEM_ID),
        depth.get(LeadingColumns.FAMILY),
        depth.get(LeadingColumns.WIDTH).toString(),
        depth.get(LeadingColumns.INITIALIZATION),
        depth.get(LeadingColumns.SEED).toString(),
        depth.get(LeadingColumns.PARAMETER_COUNT).toString(),
        depth.get(DepthsTable.COVERED).toString(),
        real(depth.find(DepthsTable.DEPTH_UPPER)),
        real(depth.find(DepthsTable.DEPTH_LOWER).or(() -> Optional.of(0.0))),
        Boolean.toString(
            depth.find(DepthsTable.ZERO_REASON).filter(ExactZero::isOfAllMinima).isPresent()),
        real(depth.find(DepthsTable.DEPTH_FLOOR).or(() -> Optional.of(0.0))),
        depth.get(DepthsTable.BOUND_APPLIES).toString(),
        real(depth.find(DepthsTable.BOUND_EXPLICIT)));
  }

  /** The depth that {@link #write} wrote. */
  public static MeasuredDepth read(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new MeasuredDepth(
        parts[0],
        parts[1],
        Integer.parseInt(parts[2]),
        parts[3],
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Boolean.parseBoolean(parts[6]),
        Double.parseDouble(parts[7]),
        Double.parseDouble(parts[8]),
        Boolean.parseBoolean(parts[9]),
        Double.parseDouble(parts[10]),
        Boolean.parseBoolean(parts[11]),
        Double.parseDouble(parts[12]));
  }

  private static String real(Optional<Double> value) {
    return value.orElse(Double.NaN).toString();
  }
}
