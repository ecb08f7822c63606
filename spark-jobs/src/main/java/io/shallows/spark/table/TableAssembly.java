package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.problem.TableReading;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the rows of files with named columns together, by the same rules for all formats: inputs are
 * numbers, or flags throughout a column; rows with missing cells are refused or dropped; columns
 * that number the rows are not taken for inputs. What is refused is refused once all was read, so
 * that the cure names every column.
 */
final class TableAssembly {

  private final Settings settings;
  private final boolean values;
  private final List<Content> files = new ArrayList<>();
  private final NumberTable table;
  private final Map<Integer, CellFaults> faults = new LinkedHashMap<>();
  private TableColumns columns;
  private List<String> names;
  private List<String> remarks = List.of();
  private int rows;

  /**
   * @param unit what rows are counted in: line or row
   */
  TableAssembly(Settings settings, String unit, String name) {
    this.settings = settings;
    this.values = settings.get(TableProblem.TARGETS).equals("values");
    this.table = new NumberTable(name, unit, false);
  }

  /** Adds the rows of a file. */
  void add(Content file, TableRecords records) {
    if (columns == null) {
      names = records.names();
      remarks = records.remarks();
      columns = new TableColumns(file, names, records.indexes(), settings);
      for (int j : columns.inputs()) {
        faults.put(j, new CellFaults());
      }
      faults.put(columns.target(), new CellFaults());
      if (records instanceof CsvTable csv && !columns.areChosen()) {
        csv.requireNames(columns.target());
      }
    } else if (!names.equals(records.names())) {
      throw file.damaged(
          "has another header than " + files.get(0).name(), "give files of one table");
    }
    files.add(file);
    table.startFile(file.name());
    int[] inputs = columns.inputs();
    Set<String> asked = Set.copyOf(settings.get(TableProblem.CLASSES));
    while (records.next()) {
      rows++;
      double[] row = new double[inputs.length];
      boolean whole = true;
      for (int k = 0; k < inputs.length; k++) {
        row[k] = number(records, inputs[k]);
        whole &= !Double.isNaN(row[k]);
      }
      String label;
      if (values) {
        double value = number(records, columns.target());
        whole &= !Double.isNaN(value);
        label = Double.toString(value);
      } else {
        label = label(records, asked);
        whole &= label != null;
      }
      if (whole) {
        table.add(row, label, records.position());
      }
    }
  }

  private double number(TableRecords records, int column) {
    double value = records.number(column);
    CellFaults fault = faults.get(column);
    if (!Double.isNaN(value)) {
      fault.number();
      return value;
    }
    return fault.other(records, column, files.size() - 1);
  }

  private String label(TableRecords records, Set<String> asked) {
    int target = columns.target();
    String label = records.label(target);
    boolean missing = records.kind(target) == TableRecords.Kind.MISSING;
    if (label != null && (!missing || asked.contains(label))) {
      return label;
    }
    faults.get(target).other(records, target, files.size() - 1);
    return null;
  }

  /** The table. */
  TableData build() {
    Content first = files.get(0);
    if (rows == 0) {
      throw first.damaged("has no rows below its names", "give a file with rows");
    }
    refuseText();
    refuseMixed();
    boolean drop = settings.get(TableProblem.MISSING).equals("drop");
    if (!drop) {
      refuseMissing();
    }
    Map<String, Integer> missing = new LinkedHashMap<>();
    faults.forEach(
        (column, fault) -> {
          if (fault.missing() > 0) {
            missing.put(columns.name(column), fault.missing());
          }
        });
    if (table.rows() == 0) {
      throw first.damaged(
          "has a missing cell in each of its " + rows + " rows " + missing,
          "leave the columns with most of them out by problem.ignore");
    }
    List<String> doubts = new ArrayList<>(remarks);
    doubts.addAll(new RowNumbers(first, columns, table).check());
    doubts.addAll(MissingCodes.doubts(columns, table));
    return table.finished(
        new TableReading(
            columns.inputNames(),
            columns.name(columns.target()),
            columns.leftOut(),
            columns.indexNames(),
            rows,
            missing,
            doubts));
  }

  private String place(CellFaults.Found found) {
    return (files.size() > 1 ? files.get(found.file()).name() + ", " : "")
        + table.unit()
        + " "
        + found.position();
  }

  private void refuseText() {
    CellFaults target = faults.get(columns.target());
    target
        .text()
        .ifPresent(
            found -> {
              throw new SpecException(
                  "problem.targets: "
                      + settings.get(TableProblem.TARGETS)
                      + ", but "
                      + files.get(0).name()
                      + " has "
                      + found.shown()
                      + " in the target "
                      + columns.name(columns.target())
                      + " at "
                      + place(found)
                      + (values ? ", not a number" : ", not a label")
                      + found.reasonInBrackets()
                      + "; "
                      + (values
                          ? "use targets: classes, or another target"
                          : "give another target"));
            });
    List<String> textual = new ArrayList<>();
    for (int j : columns.inputs()) {
      if (faults.get(j).text().isPresent()) {
        textual.add(columns.name(j));
      }
    }
    for (int j : columns.inputs()) {
      faults
          .get(j)
          .text()
          .ifPresent(
              found -> {
                boolean all = textual.size() == columns.inputs().length;
                throw files
                    .get(found.file())
                    .damaged(
                        "has "
                            + found.shown()
                            + " in column "
                            + columns.name(j)
                            + " at "
                            + table.unit()
                            + " "
                            + found.position()
                            + ", not a number"
                            + found.reasonInBrackets(),
                        all
                            ? "no input has numbers only: mend it, or check problem.delimiter,"
                                + " problem.header and problem.target"
                            : "mend it, or ignore: "
                                + TableColumns.list(textual)
                                + " leaves "
                                + (textual.size() > 1 ? "all such columns" : "the column")
                                + " out"
                                + (found.position() == 1 && table.unit().equals("line")
                                    ? " (header: true if line 1 holds names)"
                                    : ""));
              });
    }
  }

  private void refuseMixed() {
    faults.forEach(
        (column, fault) ->
            fault
                .flagAmongNumbers()
                .ifPresent(
                    found -> {
                      throw files
                          .get(found.file())
                          .damaged(
                              "has "
                                  + found.shown()
                                  + " among the numbers of column "
                                  + columns.name(column)
                                  + " at "
                                  + table.unit()
                                  + " "
                                  + found.position(),
                              "write flags or numbers, or leave the column out by problem.ignore");
                    }));
  }

  private void refuseMissing() {
    List<String> holed = new ArrayList<>();
    for (int j : columns.inputs()) {
      if (faults.get(j).missing() > 0) {
        holed.add(columns.name(j));
      }
    }
    int target = columns.target();
    for (Map.Entry<Integer, CellFaults> entry : faults.entrySet()) {
      int column = entry.getKey();
      entry
          .getValue()
          .hole()
          .ifPresent(
              found -> {
                throw files
                    .get(found.file())
                    .damaged(
                        "has "
                            + (found.shown().isEmpty() ? "nothing" : found.shown())
                            + (column == target ? " in the target " : " in column ")
                            + columns.name(column)
                            + " at "
                            + table.unit()
                            + " "
                            + found.position()
                            + ", a missing "
                            + (column == target && !values ? "label" : "number")
                            + " ("
                            + (rows - table.rows())
                            + " of "
                            + rows
                            + " rows have such cells)",
                        "missing: drop leaves these rows out"
                            + (column == target
                                ? values || found.shown().isEmpty()
                                    ? ""
                                    : ", or list it under problem.classes if it is a class"
                                : ", ignore: " + TableColumns.list(holed) + " the columns"));
              });
    }
  }
}
