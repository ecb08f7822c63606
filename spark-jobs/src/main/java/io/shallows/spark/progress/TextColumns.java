package io.shallows.spark.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A table for people: where it is too wide for the terminal, columns that matter least are left
 * out.
 */
final class TextColumns {

  /**
   * A column.
   *
   * @param left whether its words stand at its left
   * @param rank the higher, the sooner it is left out; 0 for never
   */
  record Column(String name, int width, boolean left, int rank) {}

  private final List<Column> columns;
  private final boolean[] shown;

  TextColumns(int width, List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.shown = new boolean[columns.size()];
    List<Column> kept = new ArrayList<>(columns);
    while (kept.stream().mapToInt(column -> column.width() + 1).sum() - 1 > width) {
      Column least = kept.stream().max(Comparator.comparingInt(Column::rank)).orElseThrow();
      if (least.rank() == 0) {
        break;
      }
      kept.remove(least);
    }
    for (int i = 0; i < shown.length; i++) {
      shown[i] = kept.contains(columns.get(i));
    }
  }

  /** The line of names. */
  String head() {
    return line(columns.stream().map(Column::name).toArray());
  }

  /** A line with a value for each column. */
  String line(Object... values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      if (shown[i]) {
        String word = String.valueOf(values[i]);
        String blanks = " ".repeat(Math.max(0, columns.get(i).width() - word.length()));
        line.append(line.isEmpty() ? "" : " ");
        line.append(columns.get(i).left() ? word + blanks : blanks + word);
      }
    }
    return line.append('\n').toString();
  }
}
