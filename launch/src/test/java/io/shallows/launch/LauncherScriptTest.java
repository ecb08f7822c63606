package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What launch/bin/shallows says and does before there is a JVM: a copy of it in a clone whose Maven
 * and java are scripts that tell how they were called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
class LauncherScriptTest {
  private record Answer(int code, String text) {}

  private final Instant old = Instant.now().minus(Duration.ofDays(1));

  @TempDir private Path folder;
  private Path clone;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void makeClone() throws IOException {
    clone = makeClone(folder.resolve("clone"));
    environment.put("JAVA_HOME", fakeJdk(folder.resolve("jdk"), "17.0.1").toString());
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** A clone without a build, whose Maven makes one. */
  private Path makeClone(Path root) throws IOException {
    Files.createDirectories(root.resolve("launch/bin"));
    Files.copy(Path.of("bin/shallows"), root.resolve("launch/bin/shallows"));
    for (String module : List.of(".", "common", "spark-jobs", "launch")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Path pom = root.resolve(module).resolve("pom.xml");
      Files.writeString(
          pom,
          """
          <version>1</version>
          <jvm.vector.module>--add-modules=jdk.incubator.vector</jvm.vector.module>
          """);
      Files.setLastModifiedTime(pom, FileTime.from(old));
    }
    script(
        root.resolve("mvnw"),
        "mkdir -p launch/target",
        "echo jar >launch/target/shallows-launch-1.jar",
        "echo lib >launch/target/lib.jar",
        "printf '%s/launch/target/lib.jar' \"$PWD\" >launch/target/classpath",
        "echo \"$JAVA_HOME\" >launch/target/built-by");
    return root;
  }

  private static Path fakeJdk(Path home, String version) throws IOException {
    script(
        home.resolve("bin/java"),
        "case $* in",
        "  *--list-modules*) echo jdk.compiler@17; echo jdk.incubator.vector@17 ;;",
        "  *-XX:Wrong*) echo \"Unrecognized VM option 'Wrong'\"; exit 1 ;;",
        "  *' -version') ;;",
        "  *-Dshallows.stderr=3*)",
        "    echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2",
        "    echo 'a word of java' >&2",
        "    echo 'a word of the program' >&3 ;;",
        "  *) echo \"LC_ALL=$LC_ALL\"; printf '<%s>' \"$@\"; echo ;;",
        "esac");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Answer run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(clone + "/launch/bin/shallows"));
    command.addAll(List.of(arguments));
    return answer(command);
  }

  private Answer answer(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    for (String inherited : List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "MAVEN_USER_HOME", "LANG")) {
      builder.environment().remove(inherited);
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private static void assertRuns(Answer answer) {
    assertEquals(0, answer.code(), answer.text());
    assertTrue(answer.text().contains("<io.shallows.launch.Shallows>"), answer.text());
  }

  private static void assertRefused(int code, String message, Answer answer) {
    assertEquals(new Answer(code, "shallows: " + message + "\n"), answer);
  }

  // Java

  @Test
  void javaHomeWithoutJava() throws Exception {
    environment.put("JAVA_HOME", "/nowhere");
    assertRefused(
        2,
        "JAVA_HOME is /nowhere, which holds no bin/java; set it to a JDK from 17 to 25",
        run("--version"));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392,1", "11.0.2,11", "16,16", "26,26", "27-ea,27"})
  void otherVersionsOfJava(String version, String shown) throws Exception {
    Path home = fakeJdk(folder.resolve("other"), version);
    environment.put("JAVA_HOME", home.toString());
    assertRefused(
        2,
        home + "/bin/java is Java " + shown + "; set JAVA_HOME to a JDK from 17 to 25",
        run("--version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "21.0.1", "25"})
  void versionsOfJavaThatAreTested(String version) throws Exception {
    environment.put("JAVA_HOME", fakeJdk(folder.resolve("other"), version).toString());
    assertRuns(run("--version"));
  }

  @Test
  void javaInAFolderWithSpacesAndAnotherOneThatIsRelative() throws Exception {
    Path home = fakeJdk(folder.resolve("my jdk 'x'"), "21");
    environment.put("JAVA_HOME", "my jdk 'x'");
    assertRuns(run("--version"));
    assertEquals(home + "\n", Files.readString(clone.resolve("launch/target/built-by")));
  }

  @Test
  void aFlagThatJavaRefuses() throws Exception {
    environment.put("JAVA_OPTS", "-XX:Wrong");
    Answer answer = run("--version");
    assertEquals(2, answer.code());
    assertTrue(
        answer
            .text()
            .contains("java refuses a flag: Unrecognized VM option 'Wrong'; check JAVA_OPTS"),
        answer.text());
  }

  // Places and arguments

  @Test
  void startsThroughALinkFromAnyFolder() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), clone.resolve("launch/bin/shallows"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
    assertRuns(answer(List.of(second.toString(), "--version")));
  }

  @Test
  void aSearchPathOfCdLeadsNowhereElse() throws Exception {
    makeClone(folder.resolve("elsewhere/clone"));
    environment.put("CDPATH", folder.resolve("elsewhere").toString());
    Answer answer = answer(List.of("sh", "clone/launch/bin/shallows", "--version"));
    assertRuns(answer);
    assertTrue(answer.text().contains(clone + "/launch/target/lib.jar"), answer.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "o'clock", "\"q\"", "no#1", "~", "50%20", "größe", "-x", "*", "$x"})
  void aCloneInAFolderOfAnyName(String name) throws Exception {
    clone = makeClone(folder.resolve("in").resolve(name));
    Answer answer = run("--version");
    assertRuns(answer);
    assertTrue(
        answer.text().contains("<" + clone + "/launch/target/shallows-launch-1.jar:"),
        answer.text());
  }

  @Test
  void aColonInTheNameOfTheCloneCannotBeInAClassPath() throws Exception {
    clone = makeClone(folder.resolve("a:b"));
    assertRefused(
        2,
        "the folder "
            + clone
            + " has a colon in its name, which no class path of java can hold; move or rename it",
        run("--version"));
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    String[] given = {"plan", "a b", "run #3", "~", "*", "$HOME", "'", "\"", "", "x\ny", "größe"};
    Answer answer = run(given);
    assertTrue(answer.text().endsWith("<" + String.join("><", given) + ">\n"), answer.text());
  }

  @ParameterizedTest
  @CsvSource({"C,C.UTF-8", "POSIX,C.UTF-8", "C.UTF-8,C.UTF-8", "xx_XX.UTF-8,C.UTF-8"})
  void aLocaleThatLosesLettersIsReplaced(String given, String used) throws Exception {
    environment.put("LC_ALL", given);
    Answer answer = run("plan", "größe");
    assertTrue(answer.text().contains("LC_ALL=" + used + "\n"), answer.text());
  }

  @Test
  void aClosedStandardOutputIsRefused() throws Exception {
    run("--version");
    Answer answer =
        answer(List.of("sh", "-c", "\"$0\" --version >&-", clone + "/launch/bin/shallows"));
    assertRefused(2, "standard output is closed; send it to a file, or to /dev/null", answer);
  }

  @Test
  void whatJavaSaysOfTheIncubatorIsLeftOut() throws Exception {
    Answer answer = run("run", "spec.yaml");
    assertEquals(0, answer.code());
    assertFalse(answer.text().contains("incubator"), answer.text());
    assertTrue(answer.text().contains("a word of java\n"), answer.text());
    assertTrue(answer.text().contains("a word of the program\n"), answer.text());
  }

  /** A pipe and a log have no line that is drawn over, and java is told that it cannot see one. */
  @Test
  void nothingIsDrawnWhereNobodyWatches() throws Exception {
    Answer answer = run("report", "out/x");
    assertRuns(answer);
    assertTrue(answer.text().contains("<-Dshallows.errors.terminal=no>"), answer.text());
    assertFalse(answer.text().contains("starting"), answer.text());
  }

  /** On a terminal a build and a slow start of java are drawn, until they are over. */
  @Test
  void aTerminalIsNeverSilent() throws Exception {
    Path home = folder.resolve("slow");
    script(
        home.resolve("bin/java"),
        "case $* in",
        "  *--list-modules*) echo jdk.compiler@17 ;;",
        "  *) echo \"$*\"; sleep 2; echo over ;;",
        "esac");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    environment.put("JAVA_HOME", home.toString());
    environment.put("TERM", "xterm");
    environment.put("CI", "false");
    Path maven = clone.resolve("mvnw");
    Files.writeString(
        maven, Files.readString(maven).replace("#!/bin/sh\n", "#!/bin/sh\nsleep 2\n"));
    List<String> terminal =
        List.of("script", "-qec", "'" + clone + "/launch/bin/shallows' plan x", "/dev/null");
    Answer answer;
    try {
      answer = answer(terminal);
    } catch (IOException e) {
      Assumptions.abort("no program script, which gives a terminal");
      return;
    }
    assertEquals(0, answer.code(), answer::text);
    String text = answer.text();
    assertTrue(text.contains("\r\u001b[Kbuilding, 1 s\r"), text);
    assertTrue(text.contains("\r\u001b[Kstarting, 1 s\r"), text);
    assertFalse(text.substring(text.indexOf("starting, 1 s")).contains("building"), text);
    Matcher begun = Pattern.compile("-Dshallows.begun=([0-9]+) ").matcher(text);
    assertTrue(begun.find(), text);
    // java ends it; where java cannot, it ends with java
    Optional<ProcessHandle> drawing = ProcessHandle.of(Long.parseLong(begun.group(1)));
    for (int wait = 0; wait < 500 && drawing.filter(ProcessHandle::isAlive).isPresent(); wait++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertFalse(drawing.filter(ProcessHandle::isAlive).isPresent(), "it goes on");
  }

  /** A folder for temporary files that is missing is another one's. */
  @Test
  void whereThereIsNoPlaceForThePipeAnotherOneIsTaken() throws Exception {
    run("--version");
    environment.put("TMPDIR", "/nonexistent");
    Answer answer = run("run", "spec.yaml");
    assertEquals(0, answer.code(), answer.text());
    assertFalse(answer.text().contains("incubator"), answer.text());
    assertTrue(answer.text().contains("a word of the program\n"), answer.text());
  }

  // Builds

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    assertTrue(run("--version").text().startsWith("shallows: building, about a minute"));
    assertFalse(run("--version").text().contains("building"));
    Files.setLastModifiedTime(
        Files.writeString(clone.resolve("common/src/main/New.java"), ""),
        FileTime.from(Instant.now().plusSeconds(60)));
    assertTrue(run("--version").text().startsWith("shallows: building, about a minute"));
    assertFalse(Files.exists(lock()), "the lock is released");
  }

  @Test
  void aBuildThatFailsSaysWhyAndReleasesTheLock() throws Exception {
    script(clone.resolve("mvnw"), "echo '[INFO] x'; echo '[ERROR] no such thing'; exit 1");
    Answer answer = run("--version");
    assertEquals(1, answer.code());
    assertTrue(answer.text().contains("[ERROR] no such thing\nshallows: the build failed; "));
    assertFalse(Files.exists(lock()));
  }

  private Path lock() {
    return clone.resolve("target/launch-build.lock");
  }

  private void lockedBy(String text, Duration age) throws IOException {
    Files.createDirectories(lock());
    if (!text.isEmpty()) {
      Files.writeString(lock().resolve("pid"), text);
    }
    Files.setLastModifiedTime(lock(), FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void waitsForABuildThatGoesOnAndSaysForWhom() throws Exception {
    Process stranger = new ProcessBuilder("sh", "-c", "sleep 600; : shallows").start();
    try {
      lockedBy(stranger.pid() + "\n", Duration.ofSeconds(7));
      Process waiting =
          new ProcessBuilder("timeout", "4", clone + "/launch/bin/shallows", "--version")
              .redirectErrorStream(true)
              .start();
      String text = new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(124, waiting.waitFor());
      assertTrue(
          text.matches(
              "shallows: waiting for the build of process "
                  + stranger.pid()
                  + ", which began \\d+ s ago \\(waited 1 s\\); if it hangs, stop it, or: rm -r '"
                  + lock()
                  + "'\n"),
          text);
      assertTrue(Files.exists(lock()), "the lock of a living build is left alone");
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aLockOfAProcessThatIsGoneIsTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    lockedBy(gone.pid() + "\n", Duration.ofMinutes(3));
    assertTakenOver("process " + gone.pid());
  }

  @Test
  void aLockWhoseNumberBelongsToAStrangerIsTakenOver() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      lockedBy(stranger.pid() + "\n", Duration.ofMinutes(3));
      assertTakenOver("process " + stranger.pid());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aLockWhoseProcessStartedAtAnotherTimeIsTakenOver() throws Exception {
    Process stranger = new ProcessBuilder("sh", "-c", "sleep 600; : shallows").start();
    try {
      lockedBy(stranger.pid() + "\n" + hostName() + "\n12\n", Duration.ofMinutes(3));
      assertTakenOver("process " + stranger.pid());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aLockWithoutANameIsTakenOverOnceItIsOld() throws Exception {
    lockedBy("", Duration.ofSeconds(6));
    Answer answer = run("--version");
    assertRuns(answer);
    assertTrue(
        answer.text().startsWith("shallows: waiting for the build of a process that has not said"),
        answer.text());
    assertTrue(answer.text().contains("it is taken over\nshallows: building"), answer.text());
  }

  @Test
  void aLockOfAnotherHostIsTakenOverOnlyAfterHalfAnHour() throws Exception {
    lockedBy("1\nelsewhere\n12\n", Duration.ofMinutes(31));
    assertTakenOver("process 1 on elsewhere");
  }

  @Test
  void ofManyStartsBesideAnAbandonedLockOneBuilds() throws Exception {
    script(
        clone.resolve("mvnw"),
        "echo build >>builds",
        "sleep 2",
        "mkdir -p launch/target",
        "echo jar >launch/target/shallows-launch-1.jar",
        "printf '%s/launch/target/shallows-launch-1.jar' \"$PWD\" >launch/target/classpath");
    lockedBy("999999999\n", Duration.ofMinutes(3));
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ProcessBuilder start = new ProcessBuilder(clone + "/launch/bin/shallows", "--version");
      start.environment().putAll(environment);
      starts.add(start.redirectErrorStream(true).start());
    }
    for (Process start : starts) {
      String text = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, start.waitFor(), text);
    }
    assertEquals("build\n", Files.readString(clone.resolve("builds")));
    assertFalse(Files.exists(lock()));
  }

  /** Another start has the lock when this one wants it, and none when this one looks at it. */
  @Test
  void aLockThatIsGivenBackBetweenTwoLooksIsTaken() throws Exception {
    Path seen = folder.resolve("seen");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    script(
        bin.resolve("mkdir"),
        "case \"$*\" in",
        "  *launch-build.lock) [ -e '" + seen + "' ] || { : >'" + seen + "'; exit 1; } ;;",
        "esac",
        "exec /bin/mkdir \"$@\"");
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    assertRuns(run("--version"));
    assertTrue(Files.exists(seen));
  }

  /** Its holder gives it back and ends while he is asked for, and another start takes it. */
  @Test
  void aLockThatPassesToAnotherWhileItsHolderIsLookedForIsLeftAlone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Process living = new ProcessBuilder("sh", "-c", "sleep 600; : shallows").start();
    try {
      Path bin = Files.createDirectories(folder.resolve("bin"));
      script(
          bin.resolve("sed"),
          "case \"$*\" in",
          "  */proc/" + gone.pid() + "/stat)",
          "    [ ! -d '"
              + lock()
              + ".over' ] || echo "
              + living.pid()
              + " >'"
              + lock()
              + "/pid' ;;",
          "esac",
          "exec /bin/sed \"$@\"");
      lockedBy(gone.pid() + "\n", Duration.ofMinutes(3));
      ProcessBuilder start =
          new ProcessBuilder("timeout", "4", clone + "/launch/bin/shallows", "--version");
      start.environment().put("PATH", bin + ":" + System.getenv("PATH"));
      Process waiting = start.redirectErrorStream(true).start();
      String text = new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(124, waiting.waitFor(), text);
      assertTrue(
          text.startsWith("shallows: waiting for the build of process " + living.pid() + ","),
          text);
      assertEquals(living.pid() + "\n", Files.readString(lock().resolve("pid")));
    } finally {
      living.destroyForcibly();
    }
  }

  private void assertTakenOver(String holder) throws Exception {
    Answer answer = run("--version");
    assertRuns(answer);
    assertTrue(
        answer.text().startsWith("shallows: " + lock() + " was left behind by " + holder + " "),
        answer.text());
    assertFalse(Files.exists(lock()));
    assertFalse(Files.exists(lock().resolveSibling("launch-build.lock.over")));
  }

  private static String hostName() throws IOException {
    Process uname = new ProcessBuilder("uname", "-n").start();
    return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  // Other users of the same installation: root may write everywhere, so it becomes somebody else

  private Answer asAnotherUser(String... arguments) throws Exception {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
    for (Path open = folder; open.getNameCount() > 1; open = open.getParent()) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"));
    command.add(clone + "/launch/bin/shallows");
    command.addAll(List.of(arguments));
    return answer(command);
  }

  @Test
  void anotherUserRunsTheBuildThatIsThere() throws Exception {
    run("--version");
    assertRuns(asAnotherUser("--version"));
  }

  @Test
  void anotherUserWithoutABuildIsTold() throws Exception {
    assertRefused(
        2,
        "there is no build yet, and 12345 cannot write a new build to "
            + clone
            + "/target; let its owner start "
            + clone
            + "/launch/bin/shallows --version, or build a clone of your own",
        asAnotherUser("--version"));
  }

  @Test
  void anotherUserWithANewerSourceIsToldWhichOne() throws Exception {
    run("--version");
    Files.setLastModifiedTime(
        clone.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    Answer answer = asAnotherUser("--version");
    assertEquals(2, answer.code());
    assertTrue(
        answer.text().startsWith("shallows: " + clone + "/pom.xml is newer than the build, and "),
        answer.text());
  }

  @Test
  void anotherUserWhoCannotReadALibraryIsToldWhichOne() throws Exception {
    run("--version");
    Path library = clone.resolve("launch/target/lib.jar");
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-------"));
    Answer answer = asAnotherUser("--version");
    assertEquals(2, answer.code());
    assertTrue(answer.text().startsWith("shallows: " + library + " cannot be read"), answer.text());
  }

  @Test
  void aHomeThatCannotBeWrittenCannotHoldLibraries() throws Exception {
    environment.put("HOME", "/nonexistent/home");
    assertRefused(
        2,
        "there is no build yet, and Maven cannot write its libraries to /nonexistent/home/.m2;"
            + " set HOME or MAVEN_USER_HOME to a folder of yours",
        run("--version"));
  }

  @Test
  void aHomeIsNotNeededWhereABuildIsThere() throws Exception {
    run("--version");
    environment.put("HOME", "/nonexistent/home");
    assertRuns(run("--version"));
  }

  @Test
  void nothingIsLeftBehindByABuild() throws Exception {
    run("--version");
    try (Stream<Path> left = Files.list(clone.resolve("target"))) {
      assertEquals(List.of("launch-build.log"), left.map(p -> p.getFileName().toString()).toList());
    }
  }
}
