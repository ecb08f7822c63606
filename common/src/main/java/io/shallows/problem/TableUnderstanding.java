package io.shallows.problem;

import io.shallows.spec.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a table was understood to be, in three lines: inputs, target and rows. */
final class TableUnderstanding {
  private static final int NAMES = 8;
  private static final int CLASSES = 6;

  private final Settings settings;
  private final TableData table;
  private final TableReading reading;

  /**
   * @param settings resolved
   */
  TableUnderstanding(Settings settings, TableData table) {
    this.settings = settings;
    this.table = table;
    this.reading = table.reading();
  }

  List<String> lines() {
    return List.of(clean(inputs()), clean(target()), clean(rows()));
  }

  private String inputs() {
    List<String> parts = new ArrayList<>();
    parts.add(
        reading.inputs().isEmpty()
            ? table.features() + " numbers per row"
            : reading.inputs().size() + " (" + some(reading.inputs(), NAMES) + ")");
    parts.add(
        switch (settings.get(TableProblem.NORMALIZATION)) {
          case "standard" -> "each to mean 0 and variance 1";
          case "global" -> "all together to mean 0 and variance 1";
          default -> "as they are";
        });
    List<String> constant = TableChecks.constantInputs(table);
    if (!constant.isEmpty()) {
      parts.add("constant: " + some(constant, NAMES));
    }
    if (!reading.leftOut().isEmpty()) {
      parts.add(
          "left out: "
              + some(
                  reading.leftOut().stream()
                      .map(name -> name + (reading.indexes().contains(name) ? " (an index)" : ""))
                      .toList(),
                  NAMES));
    }
    parts.addAll(reading.doubts());
    return "inputs: " + String.join("; ", parts);
  }

  private String target() {
    String name = reading.target().isEmpty() ? "" : reading.target() + ", ";
    if (settings.get(TableProblem.TARGETS).equals("classes")) {
      List<String> names = settings.get(TableProblem.CLASSES);
      List<Integer> counts = TableClasses.counts(names, table);
      List<String> parts = new ArrayList<>();
      for (int k = 0; k < names.size(); k++) {
        parts.add(names.get(k) + " x " + counts.get(k));
      }
      return "target: " + name + names.size() + " classes (" + some(parts, CLASSES) + ")";
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double[] values = new double[table.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = Double.parseDouble(table.label(row));
      low = Math.min(low, values[row]);
      high = Math.max(high, values[row]);
    }
    ColumnScale scale = ColumnScale.of(values, 0, 1, 1);
    boolean standard = settings.get(TableProblem.TARGET_NORMALIZATION).equals("standard");
    return "target: "
        + name
        + "values from "
        + digits(low)
        + " to "
        + digits(high)
        + ", deviation "
        + digits(Math.scalb(scale.deviation(), scale.exponent()))
        + (standard
            ? "; to mean 0 and variance 1"
            : "; as they are, so losses, depths and tolerances are in its unit squared"
                + " (targetNormalization: standard frees them of it)");
  }

  private String rows() {
    int kept = TableProblem.kept(settings, table).length;
    int samples = settings.get(TableProblem.SAMPLES);
    List<String> parts = new ArrayList<>();
    int dropped = reading.rows() - table.rows();
    if (dropped > 0) {
      String where =
          reading.missing().entrySet().stream()
              .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
              .limit(NAMES)
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      parts.add(dropped + " dropped for missing cells (" + where + ")");
    }
    if (kept < table.rows()) {
      parts.add(table.rows() - kept + " of other classes");
    }
    parts.add(
        samples < kept ? samples + " of " + kept + " drawn for each problem" : kept + " used");
    return "rows: " + reading.rows() + " in " + table.name() + "; " + String.join("; ", parts);
  }

  private static String some(List<String> names, int most) {
    return String.join(", ", names.subList(0, Math.min(most, names.size())))
        + (names.size() > most ? ", ... " + (names.size() - most) + " more" : "");
  }

  private static String digits(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String clean(String line) {
    return line.replaceAll("\\p{Cntrl}", " ");
  }
}
