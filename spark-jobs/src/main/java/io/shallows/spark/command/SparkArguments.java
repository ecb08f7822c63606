package io.shallows.spark.command;

import io.shallows.spark.cli.Mistake;
import io.shallows.spark.execute.SparkSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Where Spark runs and how. */
final class SparkArguments {
  private static final Pattern MASTER =
      Pattern.compile(
          "local|local\\[([1-9][0-9]{0,5}|\\*)(, *[1-9][0-9]{0,5})?]|local-cluster\\[.+]|yarn|(spark|k8s)://.+");

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master; without it, that of spark-submit, else all cores of this host")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "key=value",
      description = "a setting of Spark, or of Hadoop with the prefix spark.hadoop.; repeatable")
  private Map<String, String> conf = new LinkedHashMap<>();

  /** The settings that were given. */
  Map<String, String> settings() {
    return Map.copyOf(conf);
  }

  SparkConf conf() {
    if (master != null && !MASTER.matcher(master).matches()) {
      throw new Mistake(
          "--master: "
              + master
              + " is not a master; use local[N], spark://host:port, yarn or"
              + " k8s://https://host:port");
    }
    return SparkSettings.of(new SparkConf(), Optional.ofNullable(master), conf);
  }
}
