package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.spec.Settings;
import java.util.List;

/**
 * Parquet with flat columns: inputs are numbers or flags, the label may be a text too. Rows come in
 * the order of the file.
 */
final class ParquetFormat implements TableFormat {

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    TableAssembly assembly = new TableAssembly(settings, "row", features.get(0).name());
    for (Content file : features) {
      try (ParquetTable table = new ParquetTable(file)) {
        assembly.add(file, table);
      }
    }
    return assembly.build();
  }
}
