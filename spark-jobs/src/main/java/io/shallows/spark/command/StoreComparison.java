package io.shallows.spark.command;

import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.TerminalWidth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * What two stores have in common: rows of the same trial and measurement, equal in every column but
 * times and places or not, and medians of what both have of the same family, L, n and width.
 */
final class StoreComparison {

  /** Prefixes of the tables of both. */
  static final String A = "a_";

  static final String B = "b_";

  private static final int DIGITS = 3;

  private final StoreQuery query;

  StoreComparison(StoreQuery query) {
    this.query = query;
  }

  /** The comparison. */
  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    lines.addAll(rows(TrialsTable.TABLE, List.of(LeadingColumns.TRIAL_ID), width));
    lines.addAll(
        rows(
            DepthsTable.TABLE,
            List.of(
                LeadingColumns.TRIAL_ID,
                DepthsTable.MEASUREMENT_ID,
                DepthsTable.TARGET,
                LeadingColumns.ETA,
                DepthsTable.DROP,
                DepthsTable.TARGET_TRIAL_ID),
            width));
    List<Row> medians = query.rows(medians());
    if (!medians.isEmpty()) {
      lines.add("medians by family, L, n and width:");
      lines.addAll(
          new AnswerText(
                  List.of(
                      "family",
                      "L",
                      "n",
                      "width",
                      "trials a",
                      "trials b",
                      "loss a",
                      "loss b",
                      "own a",
                      "own b"),
                  medians,
                  DIGITS)
              .lines(width));
      lines.add("own: depth_upper to the nearest own level");
    }
    return lines;
  }

  /** A sentence on the rows of a table. */
  private List<String> rows(Table table, List<Column<?>> keys, int width) {
    Map<Column<?>, String> differs = new LinkedHashMap<>();
    for (Column<?> column : table.columns()) {
      if (!keys.contains(column) && !column.isOfRun()) {
        differs.put(column, "NOT (a." + column.name() + " <=> b." + column.name() + ")");
      }
    }
    String join =
        keys.stream()
            .map(key -> "a." + key.name() + " <=> b." + key.name())
            .collect(Collectors.joining(" AND "));
    String both = "a.trial_id IS NOT NULL AND b.trial_id IS NOT NULL";
    List<String> counts = new ArrayList<>();
    counts.add(both);
    counts.add("b.trial_id IS NULL");
    counts.add("a.trial_id IS NULL");
    counts.add(both + " AND (" + String.join(" OR ", differs.values()) + ")");
    differs.values().forEach(condition -> counts.add(both + " AND " + condition));
    String sql =
        IntStream.range(0, counts.size())
                .mapToObj(i -> "count_if(" + counts.get(i) + ") AS count_" + i)
                .collect(Collectors.joining(", ", "SELECT ", " FROM "))
            + A
            + table.name()
            + " a FULL OUTER JOIN "
            + B
            + table.name()
            + " b ON "
            + join;
    Row row = query.rows(sql).get(0);
    String text = text(table, row, List.copyOf(differs.keySet()));
    return TerminalWidth.wrap(text, width, 2).lines().toList();
  }

  private static String text(Table table, Row row, List<Column<?>> columns) {
    StringBuilder text = new StringBuilder(table.name()).append(": ");
    text.append(row.getLong(0)).append(" rows in both, ");
    text.append(row.getLong(1)).append(" only in a, ");
    text.append(row.getLong(2)).append(" only in b");
    if (row.getLong(0) == 0) {
      return text.toString();
    }
    long different = row.getLong(3);
    if (different == 0) {
      return text.append("; those in both are equal, bit for bit").toString();
    }
    text.append("; ").append(different).append(" of those in both differ, in ");
    List<String> where = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (row.getLong(4 + i) > 0) {
        where.add(columns.get(i).name() + " " + row.getLong(4 + i));
      }
    }
    return text.append(where.stream().limit(5).collect(Collectors.joining(", ")))
        .append(where.size() > 5 ? ", ..." : "")
        .toString();
  }

  private static String medians() {
    return "SELECT family, network_depth, input_dimension, width, max(ta), max(tb), max(la),"
        + " max(lb), max(oa), max(ob) FROM ("
        + trials(A, "count(*) ta, NULL tb, median(loss) la, NULL lb, NULL oa, NULL ob")
        + " UNION ALL "
        + trials(B, "NULL, count(*), NULL, median(loss), NULL, NULL")
        + " UNION ALL "
        + own(A, "NULL, NULL, NULL, NULL, median(depth_upper), NULL")
        + " UNION ALL "
        + own(B, "NULL, NULL, NULL, NULL, NULL, median(depth_upper)")
        + ") GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
  }

  private static String trials(String store, String values) {
    return "SELECT family, network_depth, input_dimension, width, "
        + values
        + " FROM "
        + store
        + "trials GROUP BY 1, 2, 3, 4";
  }

  private static String own(String store, String values) {
    return "SELECT family, network_depth, input_dimension, width, "
        + values
        + " FROM "
        + store
        + "depths WHERE target = 'own' AND covered AND drop = (SELECT min(drop) FROM "
        + store
        + "depths WHERE target = 'own') GROUP BY 1, 2, 3, 4";
  }
}
