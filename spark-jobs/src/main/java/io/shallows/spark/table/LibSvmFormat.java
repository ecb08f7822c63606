package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * LibSVM's text format: {@code label index:value ...}, indices from 1 and rising, numbers that are
 * left out are 0; what follows a # is a comment. The number of inputs is the largest index, or what
 * the grid says above it.
 */
final class LibSvmFormat implements TableFormat {
  private static final int MAX_INDEX = 1_000_000;
  private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,8}");

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    NumberTable table = new NumberTable(features.get(0).name(), true);
    for (Content file : features) {
      int number = 0;
      for (String line : file.text().split("\n", -1)) {
        number++;
        int comment = line.indexOf('#');
        String row = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!row.isEmpty()) {
          add(table, file, number, row.split("\\s+", -1));
        }
      }
    }
    if (table.rows() == 0) {
      throw features.get(0).damaged("has no rows", "give a file with rows");
    }
    return table;
  }

  private static void add(NumberTable table, Content file, int line, String[] parts) {
    if (!Cells.isNumber(parts[0])) {
      throw wrong(file, line, "the label " + parts[0] + ", not a number");
    }
    double[] row = new double[0];
    int last = 0;
    for (int k = 1; k < parts.length; k++) {
      int colon = parts[k].indexOf(':');
      String index = colon < 0 ? "" : parts[k].substring(0, colon);
      String value = parts[k].substring(colon + 1);
      if (!INDEX.matcher(index).matches() || !Cells.isNumber(value)) {
        throw wrong(file, line, parts[k] + ", not index:value");
      }
      int at = Integer.parseInt(index);
      if (at <= last) {
        throw wrong(file, line, "index " + at + " after " + last + ", which does not rise");
      }
      if (at > MAX_INDEX) {
        throw wrong(file, line, "index " + at + ", which is above " + MAX_INDEX);
      }
      if (at > row.length) {
        row = Arrays.copyOf(row, at);
      }
      row[at - 1] = Double.parseDouble(value);
      last = at;
    }
    table.add(row, Cells.label(Double.parseDouble(parts[0])));
  }

  private static SpecException wrong(Content file, int line, String what) {
    return file.damaged("has at line " + line + " " + what, "mend it, or check problem.format");
  }
}
