package io.shallows.spark.table;

import java.util.Map;

/** The registry of formats, by the word after {@code problem.format}. */
final class TableFormats {
  private static final Map<String, TableFormat> ALL =
      Map.of(
          "csv", new CsvFormat(),
          "parquet", new ParquetFormat(),
          "libsvm", new LibSvmFormat(),
          "idx", new IdxFormat(),
          "cifar-10", CifarFormat.TEN,
          "cifar-100", CifarFormat.HUNDRED);

  private TableFormats() {}

  static TableFormat named(String word) {
    TableFormat format = ALL.get(word);
    if (format == null) {
      throw new IllegalArgumentException("problem.format: " + word + " is not registered");
    }
    return format;
  }
}
