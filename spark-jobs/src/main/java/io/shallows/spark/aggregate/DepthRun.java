package io.shallows.spark.aggregate;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.MeasuredDepth;
import java.util.ArrayList;
import java.util.List;

/**
 * What fits need of the depths of one setting, family, width and problem, as bytes: 53 for each.
 * Runs of one address are put together by reading both.
 */
public final class DepthRun {

  private static final int COVERED = 1;
  private static final int ZERO_PROVEN = 2;
  private static final int BOUND_APPLIES = 4;

  private DepthRun() {}

  /** Whether fits use the row: its target is a reference and its minimum is one. */
  public static boolean isUsed(Record depth, String measurementId) {
    return depth.get(DepthsTable.TARGET).equals(TargetKind.REFERENCE.label())
        && depth.get(DepthsTable.MEASUREMENT_ID).equals(measurementId)
        && MinimumKind.of(depth.get(DepthsTable.MINIMUM_KIND)).isMinimum();
  }

  /** The address of a row. */
  public static CellAddress address(Record depth) {
    return CellAddress.ofFit(depth);
  }

  /** The row's share in the fits. */
  public static MeasuredDepth depth(Record depth) {
    return new MeasuredDepth(
        depth.get(LeadingColumns.PROBLEM_ID),
        depth.get(LeadingColumns.FAMILY),
        Math.toIntExact(depth.get(LeadingColumns.WIDTH)),
        depth.get(LeadingColumns.INITIALIZATION),
        depth.get(LeadingColumns.SEED),
        depth.get(LeadingColumns.PARAMETER_COUNT),
        depth.get(DepthsTable.COVERED),
        depth.find(DepthsTable.DEPTH_UPPER).orElse(Double.NaN),
        depth.find(DepthsTable.DEPTH_LOWER).orElse(0.0),
        depth.find(DepthsTable.ZERO_REASON).filter(ExactZero::isOfAllMinima).isPresent(),
        depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0),
        depth.get(DepthsTable.BOUND_APPLIES),
        depth.find(DepthsTable.BOUND_EXPLICIT).orElse(Double.NaN));
  }

  /** Depths of one address as bytes; reals keep every bit. */
  public static byte[] write(List<MeasuredDepth> depths) {
    return ByteColumns.write(
        out -> {
          out.writeInt(depths.size());
          ByteColumns.writeWords(out, depths, MeasuredDepth::initialization);
          for (MeasuredDepth depth : depths) {
            out.writeLong(depth.seed());
            out.writeLong(depth.parameterCount());
            out.writeByte(
                (depth.covered() ? COVERED : 0)
                    | (depth.zeroProven() ? ZERO_PROVEN : 0)
                    | (depth.boundApplies() ? BOUND_APPLIES : 0));
            out.writeDouble(depth.depthUpper());
            out.writeDouble(depth.depthLower());
            out.writeDouble(depth.floor());
            out.writeDouble(depth.bound());
          }
        });
  }

  /** The depths that {@link #write} wrote. */
  public static List<MeasuredDepth> read(CellAddress address, byte[] bytes) {
    return ByteColumns.read(
        bytes,
        in -> {
          int rows = in.readInt();
          List<String> initializations = ByteColumns.readWords(in, rows);
          List<MeasuredDepth> depths = new ArrayList<>(rows);
          for (int i = 0; i < rows; i++) {
            long seed = in.readLong();
            long parameters = in.readLong();
            int flags = in.readByte();
            double upper = in.readDouble();
            double lower = in.readDouble();
            double floor = in.readDouble();
            double bound = in.readDouble();
            depths.add(
                new MeasuredDepth(
                    address.problem(),
                    address.family(),
                    address.width(),
                    initializations.get(i),
                    seed,
                    parameters,
                    (flags & COVERED) != 0,
                    upper,
                    lower,
                    (flags & ZERO_PROVEN) != 0,
                    floor,
                    (flags & BOUND_APPLIES) != 0,
                    bound));
          }
          return depths;
        });
  }
}
