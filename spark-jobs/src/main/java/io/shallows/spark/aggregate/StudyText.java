package io.shallows.spark.aggregate;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.StudiedTrial;
import io.shallows.statistics.StudyGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the study of singularities needs of trials and depths, as text: a key for the group and a
 * value that is a trial or the depth of one. Only texts cross Spark's boundaries.
 */
public final class StudyText {

  private static final String SEPARATOR = "\t";
  private static final String TRIAL = "trial";
  private static final String DEPTH = "depth";

  private StudyText() {}

  /** The group of a row of trials or depths. */
  public static String group(Record row) {
    return row.get(LeadingColumns.NETWORK_DEPTH)
        + SEPARATOR
        + row.get(LeadingColumns.INPUT_DIMENSION);
  }

  /** The group that {@link #group} named. */
  public static StudyGroup readGroup(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new StudyGroup(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** A row of trials. */
  public static String trial(Record row) {
    StudiedTrial trial = StudiedTrial.of(row);
    return String.join(
        SEPARATOR,
        TRIAL,
        row.get(LeadingColumns.TRIAL_ID),
        trial.problem(),
        trial.family(),
        Integer.toString(trial.width()),
        trial.initialization(),
        Long.toString(trial.seed()),
        Long.toString(trial.parameterCount()),
        trial.values().mapToObj(String::valueOf).collect(Collectors.joining(",")));
  }

  /** Whether a row of depths says how deep a minimum is below no certain reference. */
  public static boolean isUsed(Record depth, String measurementId) {
    return depth.get(DepthsTable.TARGET).equals(TargetKind.CELL_BEST.label())
        && depth.get(DepthsTable.MEASUREMENT_ID).equals(measurementId)
        && depth.find(DepthsTable.DEPTH_UPPER).isPresent();
  }

  /** A row of depths; one that rounding hides has the lowest rank, that of 0. */
  public static String depth(Record row) {
    double upper = row.get(DepthsTable.DEPTH_UPPER);
    boolean censored = upper <= row.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    return String.join(
        SEPARATOR, DEPTH, row.get(LeadingColumns.TRIAL_ID), Double.toString(censored ? 0 : upper));
  }

  /** The trials of a group with their depths, in the order of their texts. */
  public static List<StudiedTrial> read(Iterable<String> texts) {
    Map<String, Double> depths = new HashMap<>();
    for (String text : texts) {
      if (text.startsWith(DEPTH)) {
        String[] parts = text.split(SEPARATOR, -1);
        depths.put(parts[1], Double.valueOf(parts[2]));
      }
    }
    // Many trials share few words.
    Map<String, String> words = new HashMap<>();
    List<StudiedTrial> trials = new ArrayList<>();
    for (String text : texts) {
      if (text.startsWith(TRIAL)) {
        String[] parts = text.split(SEPARATOR, -1);
        StudiedTrial trial = trial(parts, words);
        Double depth = depths.get(parts[1]);
        trials.add(depth == null ? trial : trial.withDepth(depth));
      }
    }
    return trials;
  }

  private static StudiedTrial trial(String[] parts, Map<String, String> words) {
    return new StudiedTrial(
        words.computeIfAbsent(parts[2], word -> word),
        words.computeIfAbsent(parts[3], word -> word),
        Integer.parseInt(parts[4]),
        words.computeIfAbsent(parts[5], word -> word),
        Long.parseLong(parts[6]),
        Long.parseLong(parts[7]),
        Arrays.stream(parts[8].split(",", -1)).mapToDouble(Double::parseDouble));
  }
}
