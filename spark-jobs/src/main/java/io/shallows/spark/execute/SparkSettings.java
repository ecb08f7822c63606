package io.shallows.spark.execute;

import io.shallows.spark.serialization.TextOnlyRegistrator;
import io.shallows.spark.store.RecordFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.Utils;

/**
 * Spark's configuration in three layers: what the rows depend on is mandatory, what suits this work
 * is set if nobody else set it, and everything else is the user's.
 */
public final class SparkSettings {

  /** Tries of a task before its shard is split: as Spark's own default on clusters. */
  public static final int TASK_TRIES = 4;

  private static final String MASTER = "spark.master";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String WHEN_HEAP_IS_FULL = "-XX:OnOutOfMemoryError";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)])?");

  private static final Map<String, String> MANDATORY = new LinkedHashMap<>();
  private static final Map<String, String> SET_IF_MISSING = new LinkedHashMap<>();

  static {
    // Only texts cross Spark's boundaries; anything else is an error of ours and must show.
    MANDATORY.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    MANDATORY.put("spark.kryo.registrationRequired", "true");
    MANDATORY.put("spark.kryo.registrator", TextOnlyRegistrator.class.getName());
    // Executors that a bad trial kills are replaced, however many there are.
    MANDATORY.put("spark.deploy.maxExecutorRetries", "-1");
    MANDATORY.put("spark.executor.maxNumFailures", Integer.toString(Integer.MAX_VALUE));

    SET_IF_MISSING.put(MASTER, "local[*]");
    SET_IF_MISSING.put("spark.app.name", "shallows");
    SET_IF_MISSING.put("spark.ui.showConsoleProgress", "false");
    SET_IF_MISSING.put("spark.task.maxFailures", Integer.toString(TASK_TRIES));
    SET_IF_MISSING.put("spark.log.level", "WARN");
    // One task slot is one core: libraries must not start threads of their own.
    SET_IF_MISSING.put("spark.executorEnv.OMP_NUM_THREADS", "1");
    SET_IF_MISSING.put("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    // A slot waits for data from nowhere: shards read a few small files.
    SET_IF_MISSING.put("spark.locality.wait", "0s");
    SET_IF_MISSING.put("spark.scheduler.mode", "FIFO");
  }

  private SparkSettings() {}

  /**
   * The configuration of a run.
   *
   * @param base what spark-submit and system properties gave
   * @param master {@code --master}
   * @param user {@code --conf}
   */
  public static SparkConf of(SparkConf base, Optional<String> master, Map<String, String> user) {
    SparkConf conf = base.clone();
    master.ifPresent(conf::setMaster);
    user.forEach(conf::set);
    SET_IF_MISSING.forEach(conf::setIfMissing);
    conf.setMaster(withRetries(conf.get(MASTER)));
    if (conf.get(MASTER).startsWith("local[")) {
      // Nobody looks at the page of a run that ends in minutes; it costs a second and a port.
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    MANDATORY.forEach(conf::set);
    survivingFullHeaps(conf);
    return conf;
  }

  /**
   * A trial that fills the heap is a row of failures. On YARN Spark would have the executor kill
   * itself at that, by the signal by which machines are taken away, unless its options say what
   * else is done.
   */
  private static void survivingFullHeaps(SparkConf conf) {
    String options = conf.get(EXECUTOR_OPTIONS, "");
    if (!options.contains(WHEN_HEAP_IS_FULL)) {
      conf.set(EXECUTOR_OPTIONS, (options + " " + WHEN_HEAP_IS_FULL + "=true").strip());
    }
  }

  /** Hadoop's configuration with the {@code spark.hadoop.*} settings of Spark's. */
  public static Configuration hadoop(SparkConf conf) {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    scratch(conf).ifPresent(folder -> hadoop.set(RecordFiles.SCRATCH, folder));
    return hadoop;
  }

  /** Where files are made before they are published: Spark's own folder, once there is one. */
  private static Optional<String> scratch(SparkConf conf) {
    return SparkEnv.get() == null
        ? Optional.ofNullable(conf.get("spark.local.dir", null))
        : Optional.of(Utils.getLocalDir(SparkEnv.get().conf()));
  }

  /** Plain local[N] would end the job at the first failed task. */
  private static String withRetries(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return master;
    }
    String slots = local.group(1) == null ? "1" : local.group(1);
    return "local[" + slots + "," + TASK_TRIES + "]";
  }
}
