package io.shallows.spark.store;

/**
 * One published Parquet file.
 *
 * @param table the table whose rows it holds
 * @param name its name relative to the store
 * @param rows number of rows
 * @param bytes its length
 * @param sha256 SHA-256 of its bytes in hexadecimal
 */
public record StoredFile(String table, String name, long rows, long bytes, String sha256) {}
