package io.shallows.spark.table;

import io.shallows.problem.CellText;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A first line that counts the rows and inputs below it, as in files that come with scikit-learn:
 * {@code 150,4,setosa,versicolor,virginica}. It is neither names nor data.
 *
 * <p>It is one if it counts exactly: its first cell is the number of rows, at least {@value
 * #FEWEST_ROWS}, with a line of names, none of them a number, below it or without; its second is
 * the number of cells of line 2 less one; the others are empty, or texts that name two or more
 * classes, and then the last column holds their numbers 0, 1, ..., each of them and nothing else. A
 * line that counts the rows but whose classes are not those of the last column is refused. A line
 * of numbers as long as the one below is a row. Cost: one more reading of a file whose first line
 * begins with two whole numbers.
 *
 * @param rows below it
 * @param inputs of each row
 * @param classes their names, by number; empty where it gives none
 * @param hasNames whether the line below holds names of columns
 */
record CountsLine(int rows, int inputs, List<String> classes, boolean hasNames) {
  /** Fewer rows are not taken for counted. */
  private static final int FEWEST_ROWS = 10;

  private static final int SHOWN = 6;

  CountsLine {
    classes = List.copyOf(classes);
  }

  /** Whether a first line, given the second, may be one. */
  static boolean isLikely(String[] first, String[] second) {
    return first != null
        && second != null
        && first.length >= 2
        && first[0].matches("[0-9]{1,9}")
        && first[1].matches("[0-9]{1,6}")
        && second.length == Integer.parseInt(first[1]) + 1
        && !(first.length == second.length && Arrays.stream(first).allMatch(CountsLine::isNumber))
        && !Arrays.stream(first).skip(2).anyMatch(CountsLine::isNumber);
  }

  private static boolean isNumber(String cell) {
    return !Double.isNaN(CellText.number(cell, '.'));
  }

  /**
   * The line of a file that has one.
   *
   * @throws io.shallows.spec.SpecException if it counts the rows, but its classes are not those of
   *     the last column
   */
  static Optional<CountsLine> of(Content file, Settings settings) {
    CsvRecords records =
        new CsvRecords(
            file,
            file.text(),
            CsvTable.DELIMITERS.get(settings.get(TableProblem.DELIMITER)),
            settings.get(TableProblem.COMMENT));
    String[] first = records.next();
    String[] second = records.next();
    if (!isLikely(first, second)) {
      return Optional.empty();
    }
    int counted = Integer.parseInt(first[0]);
    int below = 1;
    Set<Double> labels = new HashSet<>();
    for (String[] row = records.next(); row != null; row = records.next()) {
      below++;
      labels.add(CellText.number(row[row.length - 1], '.'));
    }
    boolean hasNames =
        counted == below - 1 && Arrays.stream(second).noneMatch(CountsLine::isNumber);
    if (counted < FEWEST_ROWS || (counted != below && !hasNames)) {
      return Optional.empty();
    }
    if (!hasNames) {
      labels.add(CellText.number(second[second.length - 1], '.'));
    }
    List<String> named =
        Arrays.stream(first).skip(2).filter(cell -> !cell.isEmpty()).collect(Collectors.toList());
    CountsLine line = new CountsLine(counted, second.length - 1, named, hasNames);
    if (!named.isEmpty() && !line.namesAll(first, labels)) {
      throw file.damaged(
          "counts its rows and inputs at line 1 ("
              + first[0]
              + ", "
              + first[1]
              + ") as files of scikit-learn do, but the classes that it names are not 0, 1, ... in"
              + " the last column",
          "delete that line if it is neither names nor data");
    }
    return Optional.of(line);
  }

  private boolean namesAll(String[] first, Set<Double> labels) {
    Set<Double> numbers =
        IntStream.range(0, classes.size()).mapToObj(k -> (double) k).collect(Collectors.toSet());
    return classes.size() >= 2
        && first.length == classes.size() + 2
        && new HashSet<>(classes).size() == classes.size()
        && labels.equals(numbers);
  }

  /** What it says, in words. */
  String remark() {
    List<String> meanings = new ArrayList<>();
    for (int k = 0; k < Math.min(SHOWN, classes.size()); k++) {
      meanings.add(k + " is " + CsvTable.shown(classes.get(k)));
    }
    if (classes.size() > SHOWN) {
      meanings.add("...");
    }
    return "line 1 counts "
        + rows
        + " rows and "
        + inputs
        + " inputs and is none of them"
        + (meanings.isEmpty() ? "" : " (" + String.join(", ", meanings) + ")");
  }
}
