package io.shallows.spark.store;

/**
 * One published Parquet file.
 *
 * @param table the table whose rows it holds
 * @param name its name relative to the store: one file in the table's folder
 * @param rows number of rows
 * @param bytes its length
 * @param sha256 SHA-256 of its bytes in hexadecimal
 */
public record StoredFile(String table, String name, long rows, long bytes, String sha256) {
  public StoredFile {
    if (table == null || name == null || sha256 == null || !StoreNames.isTableFile(table, name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no file of a table '" + table + "' of a store");
    }
    table = table.intern();
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException(name + " has " + rows + " rows and " + bytes + " bytes");
    }
  }
}
