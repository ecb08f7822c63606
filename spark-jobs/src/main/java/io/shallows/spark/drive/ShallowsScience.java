package io.shallows.spark.drive;

import io.shallows.problem.TableSource;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** The science of this project. */
public final class ShallowsScience implements Science {

  private static final long serialVersionUID = 1L;

  private static final String HADOOP = "spark.hadoop.";

  /** The user's settings of Hadoop, which travel to executors with the task. */
  private final HashMap<String, String> hadoop = new HashMap<>();

  /** What stands for the places of data that a spec names; null if the spec's own word counts. */
  private final NamedData named;

  /** For specs whose data are not in files, or in files that need no settings. */
  public ShallowsScience() {
    this(new SparkConf(false));
  }

  /**
   * Opens files of data with the {@code spark.hadoop.*} settings of a configuration.
   *
   * @param conf Spark's
   */
  public ShallowsScience(SparkConf conf) {
    this(conf, null);
  }

  private ShallowsScience(SparkConf conf, NamedData named) {
    this.named = named;
    Arrays.stream(conf.getAllWithPrefix(HADOOP))
        .forEach((Tuple2<String, String> entry) -> hadoop.put(HADOOP + entry._1(), entry._2()));
  }

  /**
   * For the spec of a store, whose files of data are those that the user names.
   *
   * @param conf Spark's
   */
  public static ShallowsScience ofStore(SparkConf conf, NamedData named) {
    return new ShallowsScience(conf, named);
  }

  @Override
  public SweepSpec spec(String resolved) {
    return SweepVocabulary.reader().read(resolved, "spec.yaml");
  }

  @Override
  public SweepSpec resolve(SweepSpec spec) {
    return TableFiles.isTable(spec) ? TableFiles.resolve(spec, configuration()) : spec;
  }

  @Override
  public void prepare(SweepSpec spec) {
    if (TableFiles.isTable(spec)) {
      TableFiles.table(spec.problem().settings(), configuration());
    }
  }

  @Override
  public TrialRunner runner(SweepSpec spec) {
    return TrialRunner.of(spec, tables());
  }

  /** The tables that resolved specs name. */
  public TableSource tables() {
    return settings ->
        TableFiles.table(named == null ? settings : named.applied(settings), configuration());
  }

  private Configuration configuration() {
    SparkConf conf = new SparkConf(false);
    for (Map.Entry<String, String> entry : hadoop.entrySet()) {
      conf.set(entry.getKey(), entry.getValue());
    }
    return SparkSettings.hadoop(conf);
  }
}
