package io.shallows.spark.command;

import io.shallows.spark.drive.NamedData;
import io.shallows.spark.drive.ShallowsScience;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Where the data of a store's spec lie, for commands that compute with them again. */
final class DataArguments {

  @Option(
      names = "--data",
      paramLabel = "URI",
      defaultValue = "",
      description =
          "for sweeps over a table: its file, which the store's spec names but nobody opens for it")
  private String data;

  @Option(
      names = "--labels",
      paramLabel = "URI",
      defaultValue = "",
      description = "likewise the file of labels, for formats with one")
  private String labels;

  /** The science of a stored spec. */
  ShallowsScience science(SparkConf conf) {
    return ShallowsScience.ofStore(conf, new NamedData(data, labels));
  }
}
