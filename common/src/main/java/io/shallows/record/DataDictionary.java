package io.shallows.record;

import java.util.List;

/** Renders the definitions of all columns for people to read. */
public final class DataDictionary {

  private DataDictionary() {}

  /** Plain text: one paragraph per column. */
  public static String text(List<Table> tables) {
    StringBuilder text = new StringBuilder();
    for (Table table : tables) {
      text.append(table.name()).append(": ").append(table.definition()).append("\n\n");
      for (Column<?> column : table.columns()) {
        text.append("  ").append(column.name()).append(" (").append(kind(column)).append(")\n");
        text.append("      ").append(column.definition()).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Markdown: one table per table of the store. */
  public static String markdown(List<Table> tables) {
    StringBuilder text = new StringBuilder("# Data dictionary\n");
    for (Table table : tables) {
      text.append("\n## ").append(table.name()).append("\n\n").append(table.definition());
      text.append("\n\n| column | type | unit | null | definition |\n|---|---|---|---|---|\n");
      for (Column<?> column : table.columns()) {
        text.append("| `").append(column.name()).append("` | ").append(column.type().label());
        text.append(" | ").append(column.unit()).append(" | ");
        text.append(column.nullable() ? "yes" : "").append(" | ");
        text.append(column.definition().replace("|", "\\|")).append(" |\n");
      }
    }
    return text.toString();
  }

  private static String kind(Column<?> column) {
    return column.type().label()
        + (column.unit().isEmpty() ? "" : ", unit " + column.unit())
        + (column.nullable() ? ", may be null" : "");
  }
}
