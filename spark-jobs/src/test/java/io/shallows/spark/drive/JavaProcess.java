package io.shallows.spark.drive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts classes of this test's class path in processes of their own, so that they can be killed.
 */
final class JavaProcess {

  private JavaProcess() {}

  /** The class path that processes of Spark need. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Flags of this JVM that begin so; {@code -XX} are those that choose a processor's vectors. */
  static List<String> inherited(String prefix) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith(prefix))
        .toList();
  }

  /**
   * Starts a main class.
   *
   * @param out file to which its output is appended
   * @param flags further flags of java
   */
  static Process start(Path out, List<String> flags, String mainClass, List<String> arguments)
      throws IOException {
    return start(out, Map.of(), flags, mainClass, arguments);
  }

  /**
   * Starts a main class.
   *
   * @param environment added to this process's
   */
  static Process start(
      Path out,
      Map<String, String> environment,
      List<String> flags,
      String mainClass,
      List<String> arguments)
      throws IOException {
    return start(out, environment, "", flags, mainClass, arguments);
  }

  /**
   * Starts a main class.
   *
   * @param first classes that come before those of this test's class path, with a separator
   */
  static Process start(
      Path out, String first, List<String> flags, String mainClass, List<String> arguments)
      throws IOException {
    return start(out, Map.of(), first, flags, mainClass, arguments);
  }

  private static Process start(
      Path out,
      Map<String, String> environment,
      String first,
      List<String> flags,
      String mainClass,
      List<String> arguments)
      throws IOException {
    // From this folder and the version beside it Spark makes the commands of executors.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inherited("--add"));
    command.addAll(inherited("-XX"));
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(flags);
    command.add("-cp");
    command.add(first + classPath());
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
