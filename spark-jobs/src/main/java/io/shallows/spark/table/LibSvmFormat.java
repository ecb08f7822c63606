package io.shallows.spark.table;

import io.shallows.problem.CellText;
import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.problem.TableReading;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * LibSVM's text format: {@code label index:value ...}, indices from 1 and rising, numbers that are
 * left out are 0; what follows a # is a comment. The number of inputs is the largest index, or what
 * the grid says above it.
 */
final class LibSvmFormat implements TableFormat {
  private static final int MAX_INDEX = 1_000_000;
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
  private static final Pattern LINE = Pattern.compile("\r\n|\r|\n");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    NumberTable table = new NumberTable(features.get(0).name(), "line", true);
    Map<String, Integer> missing = new TreeMap<>();
    boolean drop = settings.get(TableProblem.MISSING).equals("drop");
    int rows = 0;
    for (Content file : features) {
      table.startFile(file.name());
      int number = 0;
      for (String line : LINE.split(file.text(), -1)) {
        number++;
        int comment = line.indexOf('#');
        String row = CellText.stripped(comment < 0 ? line : line.substring(0, comment));
        if (!row.isEmpty()) {
          rows++;
          add(table, file, number, SPACES.split(row, -1), drop, missing);
        }
      }
    }
    if (table.rows() == 0) {
      throw features.get(0).damaged("has no rows", "give a file with rows");
    }
    return table.finished(
        new TableReading(List.of(), "", List.of(), List.of(), rows, missing, List.of()));
  }

  private static void add(
      NumberTable table,
      Content file,
      int line,
      String[] parts,
      boolean drop,
      Map<String, Integer> missing) {
    boolean whole = !isHole(file, line, "label", parts[0], drop, missing);
    double label = CellText.number(parts[0]);
    if (whole && Double.isNaN(label)) {
      throw wrong(file, line, "the label " + parts[0] + ", not a number");
    }
    double[] row = new double[0];
    int last = 0;
    for (int k = 1; k < parts.length; k++) {
      int colon = parts[k].indexOf(':');
      String index = colon < 0 ? "" : parts[k].substring(0, colon);
      String value = parts[k].substring(colon + 1);
      double number = CellText.number(value);
      boolean hole =
          INDEX.matcher(index).matches()
              && !value.isEmpty()
              && isHole(file, line, "index " + index, value, drop, missing);
      if (!INDEX.matcher(index).matches() || (Double.isNaN(number) && !hole)) {
        throw wrong(file, line, CsvTable.shown(parts[k]) + ", not index:value");
      }
      int at = Integer.parseInt(index);
      if (at == 0) {
        throw file.damaged(
            "has at line " + line + " index 0, but indices count from 1",
            "write it with indices from 1 (scikit-learn: zero_based=False)");
      }
      if (at <= last) {
        throw wrong(file, line, "index " + at + " after " + last + ", which does not rise");
      }
      if (at > MAX_INDEX) {
        throw wrong(file, line, "index " + at + ", which is above " + MAX_INDEX);
      }
      if (at > row.length) {
        row = Arrays.copyOf(row, at);
      }
      row[at - 1] = number;
      whole &= !hole;
      last = at;
    }
    if (whole) {
      table.add(row, Cells.label(label), line);
    }
  }

  private static boolean isHole(
      Content file,
      int line,
      String what,
      String cell,
      boolean drop,
      Map<String, Integer> missing) {
    if (!CellText.isMissing(cell)) {
      return false;
    }
    if (!drop) {
      throw file.damaged(
          "has at line " + line + " " + cell + " for its " + what + ", a missing number",
          "missing: drop leaves such rows out, or mend it");
    }
    missing.merge(what, 1, Integer::sum);
    return true;
  }

  private static SpecException wrong(Content file, int line, String what) {
    return file.damaged("has at line " + line + " " + what, "mend it, or check problem.format");
  }
}
