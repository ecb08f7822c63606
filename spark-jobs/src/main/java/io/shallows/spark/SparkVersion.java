package io.shallows.spark;

import java.util.Optional;

/** Whether this Spark is one with which Shallows works. */
final class SparkVersion {

  private SparkVersion() {}

  /** Why the Spark of this process is not used; empty if it is. Looks at nothing else of it. */
  static Optional<String> refusal() {
    return refusal(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  static Optional<String> refusal(String version) {
    return version.matches("4\\.[12]([.-].*)?")
        ? Optional.empty()
        : Optional.of(
            "this is Spark "
                + version
                + "; Shallows works with 4.1 and 4.2, built for Scala 2.13; set SPARK_HOME to one of"
                + " them");
  }
}
