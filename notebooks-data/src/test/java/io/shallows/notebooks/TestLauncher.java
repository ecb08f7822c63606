package io.shallows.notebooks;

import io.shallows.launch.Shallows;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The command line of this build as a program that Python can start, without a build of its own.
 */
final class TestLauncher {

  private TestLauncher() {}

  /** Writes the program into an empty folder. */
  static Path in(Path folder) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    // The vectors are not asked for: what Python starts trains nothing.
    arguments.removeIf(flag -> flag.contains("jdk.incubator.vector"));
    if (Runtime.version().feature() >= 24) {
      // gone from newer JDKs, which say so
      arguments.removeIf(flag -> flag.contains("sun.security.action"));
    }
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-cp");
    arguments.add("\"" + classPath().replace("\\", "\\\\") + "\"");
    arguments.add(Shallows.class.getName());
    Path flags = Files.write(folder.resolve("flags"), arguments);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path program = folder.resolve("shallows");
    Files.writeString(
        program,
        "#!/bin/sh\nSPARK_LOCAL_IP=127.0.0.1 exec '" + java + "' '@" + flags + "' \"$@\"\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    return program;
  }

  /** What the tests run on. */
  static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
        .filter(entry -> new File(entry).exists())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
