package io.shallows.spark.drive;

import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/**
 * Why a stage ended before its work, in the class that decides the exit code: only what may pass by
 * itself says that it is to be run again.
 *
 * <p>Of what a task threw Spark hands over the text alone.
 */
final class StageFailure {

  /** How Spark tells that a task ended with a mistake of the user. */
  private static final Pattern MISTAKE =
      Pattern.compile(Pattern.quote(SpecException.class.getName()) + ": (.+)");

  /** A file of the store is damaged, and would be found so again. */
  private static final Pattern CORRUPTED =
      Pattern.compile(Pattern.quote(StoreException.Corrupted.class.getName()) + ": (.+)");

  private static final Pattern LINKAGE =
      Pattern.compile(
          "java\\.lang\\.(UnsatisfiedLinkError|NoClassDefFoundError|ExceptionInInitializerError)\\b.*");

  /**
   * What programs throw where they are wrong: the same task would throw it each time. Illegal
   * states are not among them, for tasks that are told to stop end with one.
   */
  private static final Pattern DEFECT =
      Pattern.compile(
          "\\): java\\.(?:lang|util)\\.(?:Arithmetic|ArrayIndexOutOfBounds|ArrayStore|ClassCast|IllegalArgument"
              + "|IndexOutOfBounds|NegativeArraySize|NoSuchElement|NullPointer|NumberFormat|StringIndexOutOfBounds"
              + "|UnsupportedOperation)Exception\\b.*");

  private StageFailure() {}

  /** What spec, data or machine decide is not mended by running again, and does not say so. */
  static RuntimeException of(Stage stage, Throwable reason) {
    String told = firstLine(reason);
    if (reason instanceof IllegalArgumentException) {
      // Spark's word for a setting that it finds wrong only when it uses it.
      return new StoreException(
          "stage "
              + stage.label()
              + " cannot start: "
              + told
              + "\ncheck --conf and spark-defaults.conf",
          reason);
    }
    String stopped = "stage " + stage.label() + " stopped: ";
    Matcher linkage = LINKAGE.matcher(told);
    if (linkage.find()) {
      return new StoreException(
          stopped
              + linkage.group()
              + "\n"
              + "a worker cannot load native code: its temporary folder or home is full, missing or"
              + " forbids programs; mend it, or set -Djava.io.tmpdir and"
              + " -Dorg.bytedeco.javacpp.cachedir by spark.executor.extraJavaOptions",
          reason);
    }
    return ofTask(stopped, reason);
  }

  /**
   * Of a stage that is driven by jobs of its own. Spark's exception is a checked one that no method
   * declares.
   *
   * @throws InterruptedException if that is what was thrown
   */
  static RuntimeException ofDriver(Stage stage, Exception reason) throws InterruptedException {
    if (reason instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (reason instanceof SparkException) {
      return of(stage, reason);
    }
    return reason instanceof RuntimeException own ? own : new IllegalStateException(reason);
  }

  /**
   * Of a task of any job.
   *
   * @param stopped what ended, before the reason
   */
  static RuntimeException ofTask(String stopped, Throwable reason) {
    String told = firstLine(reason);
    Matcher mistake = MISTAKE.matcher(told);
    if (mistake.find()) {
      return new SpecException(mistake.group(1));
    }
    Matcher corrupted = CORRUPTED.matcher(told);
    if (corrupted.find()) {
      return new StoreException.Corrupted(corrupted.group(1), reason);
    }
    if (DEFECT.matcher(told).find()) {
      return new IllegalStateException(stopped + told, reason);
    }
    return new StoreException.Stopped(stopped + told + "; run again to continue", reason);
  }

  static String firstLine(Throwable reason) {
    return String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
  }
}
