package io.shallows.spark.drive;

import io.shallows.spark.cli.Mistake;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark; what it cannot start with is a mistake in its settings. */
final class SparkStart {

  private SparkStart() {}

  /**
   * Spark with this configuration.
   *
   * @throws Mistake if it does not start: a master that cannot be reached or is none, a value that
   *     is refused, a port in use
   */
  static JavaSparkContext context(SparkConf conf) {
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) { // scala throws checked ones undeclared
      throw new Mistake(
          "Spark does not start with --master "
              + conf.get("spark.master", "")
              + ": "
              + reason(e)
              + "\ncheck --master, --conf and spark-defaults.conf");
    }
  }

  /**
   * Makes sure that Spark goes on: of a standalone master that never answers it only learns after
   * it has started, and then stops by itself.
   *
   * @throws Mistake if it has stopped
   */
  static void requireMaster(JavaSparkContext spark) {
    if (spark.sc().isStopped()) {
      throw new Mistake(
          "--master: "
              + spark.getConf().get("spark.master", "")
              + " does not answer; check its address and that it runs");
    }
  }

  private static String reason(Throwable failure) {
    Throwable told = failure;
    while (told.getCause() != null && told.getCause().getMessage() != null) {
      told = told.getCause();
    }
    String message = told.getMessage();
    return message == null
        ? told.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
