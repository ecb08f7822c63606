package io.shallows.spark.command;

import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which store is read. */
public final class StoreArguments {

  /** What the argument is called in messages, as in usage texts. */
  private static final String LABEL = "URI";

  @Parameters(
      index = "0",
      paramLabel = LABEL,
      description = "the store's folder, local or on any file system that Hadoop knows")
  private String uri;

  @Option(
      names = "--conf",
      paramLabel = "key=value",
      description = "a setting of Hadoop with the prefix spark.hadoop.; repeatable")
  private Map<String, String> conf = new LinkedHashMap<>();

  /** The store's folder as given. */
  public String uri() {
    return uri;
  }

  /**
   * Opens the store for reading.
   *
   * @throws io.shallows.spark.store.StoreException if there is none
   */
  public Store open() {
    return Store.open(LABEL, uri, SparkSettings.hadoop(spark()));
  }

  /**
   * Opens the store at a commit whose files are all in their tables.
   *
   * @throws io.shallows.spark.store.StoreException if there is none
   */
  public Store openSettled() {
    return Store.openSettled(LABEL, uri, SparkSettings.hadoop(spark()));
  }

  /** The settings with which files are opened. */
  public SparkConf spark() {
    return SparkSettings.of(new SparkConf(), Optional.empty(), conf);
  }
}
