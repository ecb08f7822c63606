package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.spec.Settings;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 writes them: one sample per record, one column is the label,
 * the inputs are numbers. Several files have the same header.
 */
final class CsvFormat implements TableFormat {

  @Override
  public TableData parse(List<Content> features, List<Content> labels, Settings settings) {
    TableAssembly assembly = new TableAssembly(settings, "line", features.get(0).name());
    for (Content file : features) {
      assembly.add(file, new CsvTable(file, settings));
    }
    return assembly.build();
  }
}
