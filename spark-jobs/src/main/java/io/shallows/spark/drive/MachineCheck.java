package io.shallows.spark.drive;

import com.github.luben.zstd.util.Native;
import io.shallows.linalg.NativeLibraries;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.store.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What a machine and Spark's settings must offer to a run, looked at before the first task: no
 * number of repetitions mends a folder that forbids programs or a heap that is too small.
 *
 * <p>Cost: the native libraries are loaded, which the first trial would do otherwise.
 */
public final class MachineCheck {

  /** Spark refuses heaps below one and a half times what it reserves, 300 MiB. */
  static final long LEAST_HEAP = 450L << 20;

  private static final String SPARK = "spark.";

  private MachineCheck() {}

  /**
   * Does nothing where a run can begin.
   *
   * @throws Mistake if it cannot, with the cure
   */
  public static void require(SparkConf conf) {
    requireNames(conf);
    requireHeap(Runtime.getRuntime().maxMemory());
    requireTemporary(System.getProperty("java.io.tmpdir"));
    requireLocal(conf);
    requireEventLog(conf);
    if (conf.get("spark.master", "").startsWith("local")) {
      requireNatives();
    }
  }

  /** Spark passes over settings whose names it does not know to be its own, without a word. */
  private static void requireNames(SparkConf conf) {
    for (Tuple2<String, String> setting : conf.getAll()) {
      if (!setting._1().startsWith(SPARK)) {
        throw new Mistake(
            "--conf: "
                + setting._1()
                + " is no setting of Spark, whose names begin with spark.; use "
                + SPARK
                + setting._1()
                + ", or spark.hadoop."
                + setting._1()
                + " for Hadoop's");
      }
    }
  }

  static void requireHeap(long bytes) {
    if (bytes < LEAST_HEAP) {
      throw new Mistake(
          "the heap of this process is "
              + (bytes >> 20)
              + " MB, and Spark needs "
              + (LEAST_HEAP >> 20)
              + ": give the machine or container 1 GB or more, or set SHALLOWS_JAVA_OPTS=-Xmx600m"
              + " (spark-submit: --driver-memory 600m)");
    }
  }

  static void requireTemporary(String folder) {
    reasonNotWritable(folder)
        .ifPresent(
            reason -> {
              throw new Mistake(
                  "the temporary folder "
                      + folder
                      + " cannot be used ("
                      + reason
                      + "); make room in it, or set"
                      + " SHALLOWS_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
            });
  }

  /** Spark ends the process where it cannot make its folders. */
  private static void requireLocal(SparkConf conf) {
    for (String folder : conf.get("spark.local.dir", "").split(",", -1)) {
      if (!folder.isBlank() && Files.exists(Path.of(folder))) {
        reasonNotWritable(folder)
            .ifPresent(
                reason -> {
                  throw new Mistake(
                      "spark.local.dir: " + folder + " cannot be used (" + reason + ")");
                });
      }
    }
  }

  private static Optional<String> reasonNotWritable(String folder) {
    try {
      Path probe = Files.createTempFile(Path.of(folder), "shallows", ".tmp");
      try {
        Files.write(probe, new byte[1 << 16]);
      } finally {
        Files.delete(probe);
      }
      return Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.of(reason(e));
    }
  }

  private static void requireEventLog(SparkConf conf) {
    if (!conf.get("spark.eventLog.enabled", "false").equals("true")) {
      return;
    }
    String folder = conf.get("spark.eventLog.dir", "/tmp/spark-events");
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
      FileStatus status = FileSystems.of(path, hadoop(conf)).getFileStatus(path);
      if (!status.isDirectory()) {
        throw new IOException("not a folder");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Mistake(
          "spark.eventLog.dir: "
              + folder
              + " cannot be used ("
              + reason(e)
              + "); make the folder, name another by --conf spark.eventLog.dir=FOLDER, or leave"
              + " spark.eventLog.enabled out");
    }
  }

  private static Configuration hadoop(SparkConf conf) {
    return io.shallows.spark.execute.SparkSettings.hadoop(conf);
  }

  /**
   * Loads what the trials of this process will need.
   *
   * @throws Mistake if it cannot be unpacked or loaded
   */
  public static void requireNatives() {
    try {
      NativeLibraries.blasThreads();
      Native.load();
    } catch (LinkageError | RuntimeException e) {
      String cache =
          System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("user.home"));
      String temporary = System.getProperty("java.io.tmpdir");
      throw new Mistake(
          "native code cannot be loaded ("
              + reason(root(e))
              + ")\nit is unpacked below "
              + String.join(" and ", new LinkedHashSet<>(List.of(cache, temporary)))
              + ", which need 400 MB and must allow programs; or set"
              + " SHALLOWS_JAVA_OPTS='-Dorg.bytedeco.javacpp.cachedir=FOLDER"
              + " -Djava.io.tmpdir=FOLDER'");
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
    String kind = failure.getClass().getSimpleName().replaceAll("(Exception|Error)$", "");
    return failure.getMessage() == null ? kind : kind + ": " + message;
  }
}
