package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableReading;
import java.util.List;
import java.util.Map;

/** Some rows of a table without names. */
final class KeptRows implements TableData {

  private final TableData table;
  private final int[] kept;

  private KeptRows(TableData table, int[] kept) {
    this.table = table;
    this.kept = kept.clone();
  }

  /** The rows that are whole. */
  static TableData of(TableData table, int[] whole) {
    return whole.length == table.rows() ? table : new KeptRows(table, whole);
  }

  @Override
  public TableReading reading() {
    return new TableReading(
        List.of(),
        "",
        List.of(),
        List.of(),
        table.rows(),
        Map.of("NaN", table.rows() - kept.length),
        List.of());
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public int rows() {
    return kept.length;
  }

  @Override
  public int features() {
    return table.features();
  }

  @Override
  public double feature(int row, int column) {
    return table.feature(kept[row], column);
  }

  @Override
  public String label(int row) {
    return table.label(kept[row]);
  }

  @Override
  public String place(int row) {
    return table.place(kept[row]);
  }

  @Override
  public boolean isSparse() {
    return table.isSparse();
  }
}
