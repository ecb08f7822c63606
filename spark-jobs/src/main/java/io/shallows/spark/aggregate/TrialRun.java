package io.shallows.spark.aggregate;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import io.shallows.statistics.StudiedTrial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What the study of singularities needs of the trials of one group, family, width and problem, and
 * of the depths of their minima, as bytes: values that are missing take none.
 */
public final class TrialRun {

  private TrialRun() {}

  /**
   * A trial with its id, by which its depth is found.
   *
   * @param id id of the trial
   * @param trial what is known of it
   */
  public record Known(String id, StudiedTrial trial) {

    /** A row of table trials. */
    public static Known of(Record row) {
      return new Known(row.get(LeadingColumns.TRIAL_ID), StudiedTrial.of(row));
    }
  }

  /**
   * The depth of a minimum.
   *
   * @param id id of its trial
   * @param depth depth_upper; one that rounding hides has the lowest rank, that of 0
   */
  public record Depth(String id, double depth) {

    /** A row of table depths. */
    public static Depth of(Record row) {
      double upper = row.get(DepthsTable.DEPTH_UPPER);
      boolean censored = upper <= row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
      return new Depth(row.get(LeadingColumns.TRIAL_ID), censored ? 0 : upper);
    }
  }

  /** Whether a row of depths says how deep a minimum is below no certain reference. */
  public static boolean isUsed(Record depth, String measurementId) {
    return depth.get(DepthsTable.TARGET).equals(TargetKind.CELL_BEST.label())
        && depth.get(DepthsTable.MEASUREMENT_ID).equals(measurementId)
        && depth.find(DepthsTable.DEPTH_UPPER).isPresent();
  }

  /** The address of a row of trials. */
  public static CellAddress ofTrial(Record row) {
    return CellAddress.ofStudy(CellAddress.Kind.TRIALS, row);
  }

  /** The address of a row of depths. */
  public static CellAddress ofDepth(Record row) {
    return CellAddress.ofStudy(CellAddress.Kind.CELL_BEST, row);
  }

  /** Trials of one address as bytes. */
  public static byte[] write(List<Known> trials) {
    return ByteColumns.write(
        out -> {
          out.writeInt(trials.size());
          ByteColumns.writeWords(out, trials, known -> known.trial().initialization());
          for (Known known : trials) {
            StudiedTrial trial = known.trial();
            out.writeUTF(known.id());
            out.writeLong(trial.seed());
            out.writeLong(trial.parameterCount());
            byte[] columns = trial.columns().toByteArray();
            out.writeInt(columns.length);
            out.write(columns);
            for (double value : trial.values().filter(v -> !Double.isNaN(v)).toArray()) {
              out.writeDouble(value);
            }
          }
        });
  }

  /** Trials of one address with no more than these metrics. */
  public static byte[] withMetrics(CellAddress address, byte[] trials, List<Integer> metrics) {
    return write(
        read(address, trials).stream()
            .map(known -> new Known(known.id(), known.trial().withMetrics(metrics)))
            .toList());
  }

  /** The trials that {@link #write} wrote. */
  public static List<Known> read(CellAddress address, byte[] bytes) {
    return ByteColumns.read(
        bytes,
        in -> {
          int rows = in.readInt();
          List<String> initializations = ByteColumns.readWords(in, rows);
          List<Known> trials = new ArrayList<>(rows);
          for (int i = 0; i < rows; i++) {
            String id = in.readUTF();
            long seed = in.readLong();
            long parameters = in.readLong();
            BitSet columns = BitSet.valueOf(in.readNBytes(in.readInt()));
            double[] values = new double[StudyColumns.all().size()];
            for (int k = 0; k < values.length; k++) {
              values[k] = columns.get(k) ? in.readDouble() : Double.NaN;
            }
            trials.add(
                new Known(
                    id,
                    new StudiedTrial(
                        address.problem(),
                        address.family(),
                        address.width(),
                        initializations.get(i),
                        seed,
                        parameters,
                        DoubleStream.of(values))));
          }
          return trials;
        });
  }

  /** Depths as bytes. */
  public static byte[] writeDepths(List<Depth> depths) {
    return ByteColumns.write(
        out -> {
          out.writeInt(depths.size());
          for (Depth depth : depths) {
            out.writeUTF(depth.id());
            out.writeDouble(depth.depth());
          }
        });
  }

  /** The depths that {@link #writeDepths} wrote. */
  public static List<Depth> readDepths(byte[] bytes) {
    return ByteColumns.read(
        bytes,
        in -> {
          int rows = in.readInt();
          List<Depth> depths = new ArrayList<>(rows);
          for (int i = 0; i < rows; i++) {
            depths.add(new Depth(in.readUTF(), in.readDouble()));
          }
          return depths;
        });
  }

  /** The trials, with their depths where these are known. */
  public static List<StudiedTrial> join(Collection<Known> trials, Collection<Depth> depths) {
    Map<String, Double> known = new HashMap<>();
    depths.forEach(depth -> known.put(depth.id(), depth.depth()));
    List<StudiedTrial> joined = new ArrayList<>(trials.size());
    for (Known trial : trials) {
      Double depth = known.get(trial.id());
      joined.add(depth == null ? trial.trial() : trial.trial().withDepth(depth));
    }
    return joined;
  }
}
