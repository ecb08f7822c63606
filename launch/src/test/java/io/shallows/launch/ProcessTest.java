package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as the shell sees it: its streams, its user, its folders, its locale. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full, namespaces")
class ProcessTest {
  private record Answer(int code, String out, String err) {}

  @TempDir private Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();

  /** What java itself says before the program can. */
  private static final List<String> OF_JAVA =
      List.of(
          "WARNING: Using incubator modules: jdk.incubator.vector",
          "WARNING: java.io.tmpdir directory does not exist");

  /** Runs {@code tail} of a shell after the program, whose words are given. */
  private Answer run(String tail, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("bash", "-c", "\"$@\" " + tail, "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(ModuleFlags.ofSpark());
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.shallows.launch.Shallows"));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().remove("COLUMNS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String said =
        Files.readString(err)
            .lines()
            .filter(line -> !OF_JAVA.contains(line))
            .map(line -> line + "\n")
            .reduce("", String::concat);
    return new Answer(code, out, said);
  }

  /** Stops the test where the machine lacks a program, or the right to what it does. */
  private static void assumeItRuns(String need, List<String> prefix) throws Exception {
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    int code;
    try {
      code = new ProcessBuilder(probe).redirectErrorStream(true).start().waitFor();
    } catch (IOException missing) {
      code = -1;
    }
    Assumptions.assumeTrue(code == 0, need);
  }

  private static void assertRefused(String beginning, Answer answer) {
    assertEquals(2, answer.code(), answer.toString());
    assertTrue(answer.err().startsWith("shallows: " + beginning), answer.err());
    assertTrue(answer.err().lines().count() <= 3, answer.err());
  }

  private Answer tinyRun(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "../.ci/tiny.yaml",
                "--output",
                folder.resolve("store").toString(),
                "--set",
                "grid.width=[2]",
                "--set",
                "grid.seed.count=1"));
    arguments.addAll(List.of(more));
    if (List.of(more).stream().noneMatch(word -> word.startsWith("--master"))) {
      arguments.add("--master=local[1]");
    }
    return run("", arguments.toArray(String[]::new));
  }

  // Standard output

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dictionary",
        "plan examples/quickstart.yaml",
        "plan examples/quickstart.yaml --json",
        "init",
        "--help",
        "generate-completion",
        "export STORE --format csv trials",
        "export STORE --format json depths",
        "status STORE",
        "status STORE --json",
      })
  void aFullDiskBehindStandardOutputIsNoSuccess(String line) throws Exception {
    Answer answer = run(">/dev/full", words(line));
    assertEquals(4, answer.code(), answer.toString());
    assertTrue(
        answer.err().startsWith("shallows: standard output: No space left on device; "),
        answer.err());
    assertEquals(1, answer.err().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dictionary", "--help", "export STORE --format csv minima"})
  void aReaderThatLeavesEndsTheCommandQuietly(String line) throws Exception {
    Answer answer = run("| (exec 0<&-; sleep 2); exit ${PIPESTATUS[0]}", words(line));
    assertEquals(new Answer(141, "", ""), answer);
  }

  private static String[] words(String line) {
    String[] words = line.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals("STORE")) {
        words[i] = SmallStore.folder().toString();
      }
    }
    return words;
  }

  // Locale

  @Test
  void theLocaleReachesNoNumber() throws Exception {
    String store = SmallStore.folder().toString();
    List<String[]> commands =
        List.of(
            new String[] {"status", store},
            new String[] {"status", store, "--json"},
            new String[] {"plan", "examples/quickstart.yaml"},
            new String[] {"export", store, "--format", "csv", "cells"},
            new String[] {"--help"});
    List<Answer> usual = new ArrayList<>();
    for (String[] command : commands) {
      usual.add(run("", command));
    }
    for (List<String> locale :
        List.of(
            List.of("-Duser.language=ar", "-Duser.country=EG"),
            List.of("-Duser.language=hi", "-Duser.country=IN", "-Duser.extensions=u-nu-deva"))) {
      flags.clear();
      flags.addAll(locale);
      for (int i = 0; i < commands.size(); i++) {
        assertEquals(usual.get(i), run("", commands.get(i)), locale + " " + commands.get(i)[0]);
      }
    }
  }

  @Test
  void inALocaleThatLosesLettersAnArgumentIsRefusedNotChanged() throws Exception {
    environment.put("LC_ALL", "C");
    environment.put("LANG", "C");
    assertRefused("", run("", "plan", "größe.yaml"));
  }

  // Machines

  @Test
  void aProcessWithoutANameRuns() throws Exception {
    before.addAll(List.of("unshare", "--user", "--map-user=12345", "--"));
    assumeItRuns("needs user namespaces", before);
    Answer answer = tinyRun();
    assertEquals(0, answer.code(), answer.toString());
    assertFalse(Files.exists(Path.of("?")), "a folder for a home that is unknown");
  }

  @Test
  void aSmallContainerIsToldSo() throws Exception {
    flags.add("-Xmx300m");
    assertRefused("the heap of this process is ", tinyRun());
    assertFalse(Files.exists(folder.resolve("store")));
  }

  @Test
  void aTemporaryFolderThatIsMissing() throws Exception {
    flags.add("-Djava.io.tmpdir=" + folder + "/none");
    assertRefused("the temporary folder " + folder + "/none cannot be used", tinyRun());
    assertFalse(Files.exists(folder.resolve("store")));
  }

  @Test
  void aTemporaryFolderThatForbidsPrograms() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("noexec"));
    before.addAll(
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o noexec none '" + mounted + "' && exec \"$@\"",
            "sh"));
    assumeItRuns("needs the right to mount", before);
    flags.addAll(
        List.of(
            "-Djava.io.tmpdir=" + mounted,
            "-Dorg.bytedeco.javacpp.cachedir=" + mounted,
            "-Duser.home=" + mounted));
    assertRefused("native code cannot be loaded (", tinyRun());
    assertFalse(Files.exists(folder.resolve("store")));
  }

  @Test
  void anEventLogWithoutItsFolder() throws Exception {
    assertRefused(
        "spark.eventLog.dir: " + folder + "/events cannot be used",
        tinyRun(
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=" + folder + "/events"));
    assertFalse(Files.exists(folder.resolve("store")));
  }

  @Test
  void settingsThatSparkRefusesAreNoInternalErrors() throws Exception {
    assertRefused(
        "Spark does not start with --master local[1,4]: ",
        tinyRun("--conf", "spark.rpc.message.maxSize=huge"));
    assertRefused("--master: local[0] is not a master", tinyRun("--master=local[0]"));
    assertRefused(
        "output.uri: nosuch://x/y cannot be opened",
        run("", "run", "../.ci/tiny.yaml", "--output", "nosuch://x/y"));
    assertRefused("", run("", "run", "../.ci/tiny.yaml", "--output", "/proc/store"));
  }

  /** Spark asks three times, twenty seconds each. */
  @Test
  @Tag("campaign")
  void aMasterThatDoesNotAnswerIsNamed() throws Exception {
    Answer answer = tinyRun("--master=spark://127.0.0.1:9");
    assertEquals(2, answer.code(), answer.toString());
    assertTrue(
        answer.err().contains("shallows: --master: spark://127.0.0.1:9 does not answer; check"),
        answer.err());
    assertFalse(answer.err().contains("internal error"), answer.err());
  }

  @Test
  void aSpecFromAPipeIsWhatTheStoreSaysItWas() throws Exception {
    String text = Files.readString(Path.of("../.ci/tiny.yaml"));
    Path store = folder.resolve("store");
    Answer answer =
        run(
            "<(cat ../.ci/tiny.yaml) --master 'local[1]' --set grid.width=[2] --set"
                + " grid.seed.count=1 --output '"
                + store
                + "'",
            "run");
    assertEquals(0, answer.code(), answer.toString());
    String digest =
        java.util.HexFormat.of()
            .formatHex(
                java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
    String provenance = Files.readString(store.resolve("provenance.json"));
    assertTrue(provenance.contains(digest), provenance);
  }

  @Test
  void anOutputOfAnOddNameIsWhereItIsSaid() throws Exception {
    for (String name : List.of("run #3", "50%20 a?b", "it's \"größe\"", "[x]{y}", "a:b")) {
      Path store = folder.resolve("odd").resolve(name);
      SmallStore.Answer answer =
          SmallStore.shallows(
              "run",
              "../.ci/tiny.yaml",
              "--master=local[1]",
              "--set=grid.width=[2]",
              "--set=grid.seed.count=1",
              "--set",
              "output.uri=" + store);
      assertEquals(0, answer.code(), answer.toString());
      assertTrue(answer.out().contains(" 0 failed; store: " + store + "\n"), answer.out());
      assertTrue(Files.exists(store.resolve("report/index.html")), name);
      assertTrue(Files.exists(store.resolve("spec.yaml")), name);
      assertEquals(0, SmallStore.shallows("verify", store.toString()).code());
    }
    try (var made = Files.list(folder.resolve("odd"))) {
      assertEquals(5, made.count());
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void anOutputThatCannotBeWrittenIsRefusedBeforeTheFirstTask() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Answer answer =
        run("", "run", "../.ci/tiny.yaml", "--master=local[1]", "--output", file + "/store");
    assertRefused("", answer);
    assertFalse(answer.err().contains("run again"), answer.err());
    assertEquals(2, list(folder).size(), "the file and what was said");
  }
}
