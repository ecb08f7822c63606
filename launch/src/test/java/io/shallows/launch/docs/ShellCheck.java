package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.shallows.launch.cli.ShallowsCommand;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Holds commands of the documentation against what exists.
 *
 * <p>Commands of Shallows are parsed by the command line itself, by {@code SweepJob}'s for
 * spark-submit; specs that they name and that are in the repository are read together with their
 * {@code --set}; commands that take no time are run. Of Maven's commands profiles, modules and test
 * classes must exist; of scripts and of Python programs the files. Programs of other houses are
 * known by name only.
 */
final class ShellCheck {
  /** Commands that answer at once and touch nothing, as long as they name no file to write. */
  private static final Set<String> CHEAP = Set.of("plan", "init", "dictionary", "--version");

  private static final Set<String> OTHERS =
      Set.of("export", "docker", "kubectl", "git", "cd", "pip");

  private ShellCheck() {}

  static void check(ShellLine line) throws IOException {
    String program = line.program();
    if (program.equals("shallows") || program.equals("launch/bin/shallows")) {
      shallows(line.arguments());
    } else if (program.equals("source")) {
      assertEquals(
          List.of("<(launch/bin/shallows", "generate-completion)"), line.arguments(), "" + line);
    } else if (program.equals("spark-submit")) {
      submit(line.arguments());
    } else if (program.equals("./mvnw")) {
      maven(line.arguments());
    } else if (program.equals("python3")) {
      exists(line.arguments().get(0));
    } else if (program.startsWith("launch/") || program.equals(".ci/run")) {
      assertTrue(Files.isExecutable(exists(program)), program + " cannot be executed");
      line.arguments().stream().filter(ShellCheck::isOurs).forEach(ShellCheck::exists);
    } else if (program.startsWith("--")) {
      parsed(new ShallowsCommand(), Stream.concat(Stream.of("run", "SPEC"), line.words().stream()));
    } else if (OTHERS.contains(program) || program.startsWith("$SPARK_HOME/")) {
      line.arguments().stream().filter(ShellCheck::isOurs).forEach(ShellCheck::exists);
    } else {
      fail("no check for the program " + program + " in " + line.words());
    }
  }

  /** A command by its name alone, or an option. */
  static void assertMentioned(String word) {
    CommandLine line = SweepCommandLine.of(new ShallowsCommand());
    assertTrue(
        line.getSubcommands().containsKey(word) || line.getCommandSpec().findOption(word) != null,
        "no command " + word);
  }

  private static boolean isOurs(String word) {
    return word.startsWith("launch/")
        || word.startsWith("docs/")
        || word.startsWith("notebooks-data/");
  }

  private static Path exists(String file) {
    Path path = Block.ROOT.resolve(file);
    assertTrue(Files.exists(path), file + " does not exist");
    return path;
  }

  private static void shallows(List<String> arguments) throws IOException {
    CommandLine.ParseResult parsed = parsed(new ShallowsCommand(), arguments.stream());
    spec(arguments);
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    boolean placeholder = arguments.contains("SPEC") || arguments.contains("sweep.yaml");
    boolean writes = command.equals("init") && parsed.subcommand().matchedPositionals().size() > 0;
    if (CHEAP.contains(command) && !placeholder && !writes) {
      StringWriter out = new StringWriter();
      CommandLine line = SweepCommandLine.of(new ShallowsCommand());
      line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
      String[] absolute =
          arguments.stream()
              .map(word -> isOurs(word) ? "" + Block.ROOT.resolve(word) : word)
              .toArray(String[]::new);
      assertEquals(0, line.execute(absolute), () -> arguments + ": " + out);
      assertTrue(!out.toString().isBlank(), arguments + " says nothing");
    }
  }

  private static CommandLine.ParseResult parsed(Object command, Stream<String> arguments) {
    return SweepCommandLine.of(command).parseArgs(arguments.toArray(String[]::new));
  }

  /** Reads the spec that a command names, with what the command sets. */
  private static void spec(List<String> arguments) throws IOException {
    List<String> overrides = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("--set") && !arguments.get(i + 1).equals("key=value")) {
        overrides.add(arguments.get(i + 1));
      }
    }
    String text = "apiVersion: " + SweepSpec.API_VERSION + "\n";
    for (String word : arguments) {
      if (word.endsWith(".yaml") && isOurs(word)) {
        text = Files.readString(exists(word));
      }
    }
    SweepVocabulary.reader().read(text, "spec.yaml", overrides);
  }

  private static void submit(List<String> arguments) throws IOException {
    int type = arguments.indexOf("--class");
    if (type < 0) {
      assertTrue(arguments.contains("--packages"), "no --class in " + arguments);
      return;
    }
    assertEquals(SweepJob.class.getName(), arguments.get(type + 1));
    int jar = 0;
    while (!arguments.get(jar).endsWith(".jar")) {
      jar++;
    }
    List<String> own = arguments.subList(jar + 1, arguments.size());
    parsed(new SweepJob(), own.stream());
    spec(own);
  }

  private static void maven(List<String> arguments) throws IOException {
    String poms = "";
    for (String pom :
        List.of("pom.xml", "common/pom.xml", "spark-jobs/pom.xml", "launch/pom.xml")) {
      poms += Files.readString(Block.ROOT.resolve(pom));
    }
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("-P")) {
        for (String profile : word.substring(2).split(",", -1)) {
          assertTrue(poms.contains("<id>" + profile + "</id>"), "no profile " + profile);
        }
      } else if (word.equals("-pl")) {
        for (String module : arguments.get(i + 1).split(",", -1)) {
          exists(module + "/pom.xml");
        }
      } else if (word.startsWith("-Dtest=")) {
        assertTestExists(word.substring("-Dtest=".length()));
      }
    }
  }

  private static void assertTestExists(String name) throws IOException {
    Matcher word = Pattern.compile("\\w+").matcher(name);
    assertTrue(word.lookingAt(), name);
    try (Stream<Path> files = Files.walk(Block.ROOT, 12)) {
      assertTrue(
          files.anyMatch(
              f ->
                  f.getFileName().toString().equals(word.group() + ".java")
                      && f.toString().contains("src/test")),
          "no test " + name);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
