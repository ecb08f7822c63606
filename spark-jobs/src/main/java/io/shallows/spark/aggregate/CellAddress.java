package io.shallows.spark.aggregate;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.StudyGroup;

/**
 * Where rows belong: what they are, their setting, family and width, and their problem.
 *
 * @param kind what the rows are
 * @param setting L and n, of depths to a reference also eta, as text
 * @param family network family
 * @param width hidden width m
 * @param problem id of the problem, or empty where all problems are meant
 */
public record CellAddress(Kind kind, String setting, String family, int width, String problem) {

  private static final String SEPARATOR = "\t";
  private static final String WITHIN = " ";

  /** What rows are. */
  public enum Kind {
    /** Depths to a reference. */
    DEPTHS("d"),
    /** Trials. */
    TRIALS("t"),
    /** Depths to the best minimum of the cell. */
    CELL_BEST("b"),
    /** Plain minima within networks with skips. */
    NESTED("n");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    private static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of rows: " + label);
    }
  }

  /** The address of a row of depths to a reference. */
  static CellAddress ofFit(Record row) {
    return of(Kind.DEPTHS, study(row) + WITHIN + row.get(LeadingColumns.ETA), row);
  }

  /** The address of a row of trials, or of a depth to the best minimum. */
  static CellAddress ofStudy(Kind kind, Record row) {
    return of(kind, study(row), row);
  }

  private static CellAddress of(Kind kind, String setting, Record row) {
    return new CellAddress(
        kind,
        setting,
        row.get(LeadingColumns.FAMILY),
        Math.toIntExact(row.get(LeadingColumns.WIDTH)),
        row.get(LeadingColumns.PROBLEM_ID));
  }

  private static String study(Record row) {
    return row.get(LeadingColumns.NETWORK_DEPTH) + WITHIN + row.get(LeadingColumns.INPUT_DIMENSION);
  }

  /** The same for all problems. */
  public CellAddress ofAllProblems() {
    return new CellAddress(kind, setting, family, width, "");
  }

  /** The setting of depths to a reference. */
  public static FitGroup fitGroup(String setting) {
    String[] parts = setting.split(WITHIN, -1);
    return new FitGroup(
        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
  }

  /** The group of trials. */
  public static StudyGroup studyGroup(String setting) {
    String[] parts = setting.split(WITHIN, -1);
    return new StudyGroup(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** The address as text. */
  public String toText() {
    return String.join(SEPARATOR, kind.label, setting, family, Integer.toString(width), problem);
  }

  /** The address that {@link #toText} wrote. */
  public static CellAddress read(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new CellAddress(
        Kind.of(parts[0]), parts[1], parts[2], Integer.parseInt(parts[3]), parts[4]);
  }
}
