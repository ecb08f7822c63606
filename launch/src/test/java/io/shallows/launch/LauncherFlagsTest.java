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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags that launch/bin/shallows gives to java, its build to tests, and Spark to executors. */
class LauncherFlagsTest {
  private static final String VECTORS = "jdk.incubator.vector";

  @TempDir private Path folder;

  /** The words of a property of the build. */
  private static List<String> property(Path pom, String name) throws IOException {
    Matcher value =
        Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)</").matcher(Files.readString(pom));
    assertTrue(value.find(), pom + " has no " + name);
    return List.of(value.group(1).strip().split("\\s+", -1));
  }

  private static List<String> modules() throws IOException {
    return property(Path.of("../pom.xml"), "jvm.modules");
  }

  private static Set<String> sorted(List<String> flags) {
    return new TreeSet<>(flags);
  }

  @Test
  void theBuildHasTheFlagsOfSpark() throws IOException {
    List<String> spark = Arrays.asList(JavaModuleOptions.defaultModuleOptionArray());
    Set<String> ours = sorted(modules());
    ours.addAll(property(Path.of("../pom.xml"), "jvm.vector.module"));
    assertEquals(sorted(spark), ours);
  }

  @Test
  void theManifestOfTheJarForSparkOpensTheSame() throws IOException {
    assertEquals(
        modules().stream()
            .filter(flag -> flag.startsWith("--add-opens="))
            .map(flag -> flag.replaceAll("--add-opens=|=ALL-UNNAMED", ""))
            .collect(Collectors.toCollection(TreeSet::new)),
        sorted(property(Path.of("../spark-jobs/pom.xml"), "manifest.opens")));
  }

  /**
   * The arguments of java when the script is called with the arguments, on a JDK of the modules.
   */
  private List<String> flags(int version, String release, String listed, String... arguments)
      throws IOException, InterruptedException {
    Path root = folder.resolve("clone");
    Files.createDirectories(root.resolve("launch/target"));
    Files.createDirectories(root.resolve("launch/bin"));
    Files.copy(Path.of("bin/shallows"), root.resolve("launch/bin/shallows"));
    for (String pom : List.of("pom.xml", "launch/pom.xml")) {
      Files.copy(Path.of("..", pom), root.resolve(pom));
      Files.setLastModifiedTime(root.resolve(pom), FileTime.from(Instant.EPOCH));
    }
    Matcher own =
        Pattern.compile("<version>(.*)</version>")
            .matcher(Files.readString(root.resolve("launch/pom.xml")));
    assertTrue(own.find());
    Path jar = root.resolve("launch/target/shallows-launch-" + own.group(1) + ".jar");
    Files.writeString(jar, "");
    Files.writeString(root.resolve("launch/target/classpath"), jar.toString());
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        "#!/bin/sh\ncase $1 in --list-modules) echo '"
            + listed
            + "@1' ;; *) printf '%s\\n' \"$@\" ;; esac\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        folder.resolve("jdk/release"), "JAVA_VERSION=\"" + version + ".0.1\"\n" + release);
    ProcessBuilder script = new ProcessBuilder(root.resolve("launch/bin/shallows").toString());
    script.command().addAll(List.of(arguments));
    script.redirectErrorStream(true);
    script.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    for (String inherited : List.of("JAVA_OPTS", "SHALLOWS_JAVA_OPTS", "JAVA_TOOL_OPTIONS")) {
      script.environment().remove(inherited);
    }
    Process process = script.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    assertTrue(text.contains("io.shallows.launch.Shallows"), text);
    return text.lines().takeWhile(word -> !word.equals("-cp")).toList();
  }

  private static String release(String modules) {
    return "MODULES=\"java.base " + modules + " jdk.zipfs\"\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "measure", "reproduce", "verify"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
  void commandsThatComputeGetTheFlagsOfTheBuild(String command) throws Exception {
    List<String> flags = flags(17, release(VECTORS), "", command, "spec.yaml");
    assertTrue(flags.containsAll(modules()), flags.toString());
    assertTrue(flags.contains("--add-modules=" + VECTORS), flags.toString());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
  void newerJdksGetNoFlagForWhatTheyLack() throws Exception {
    List<String> flags = flags(25, release(VECTORS), "", "bench");
    assertFalse(flags.toString().contains("sun.security.action"), flags.toString());
    assertEquals(1, modules().stream().filter(flag -> !flags.contains(flag)).count());
  }

  /** java does not start with a flag for a module that it does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"java.desktop", "jdk.incubator.vector.other"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
  void aRuntimeWithoutTheVectorModuleGetsNoFlagForIt(String module) throws Exception {
    List<String> flags = flags(17, release(module), VECTORS, "run", "spec.yaml");
    assertFalse(flags.toString().contains("--add-modules"), flags.toString());
    assertTrue(flags.containsAll(modules()), flags.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {VECTORS, "java.base"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
  void aRuntimeWhoseReleaseFileNamesNoModulesIsAsked(String module) throws Exception {
    List<String> flags = flags(17, "", module, "run", "spec.yaml");
    assertEquals(module.equals(VECTORS), flags.contains("--add-modules=" + VECTORS));
  }

  /** A limit that no profile knows would leave the build with the widest vectors, unsaid. */
  @Test
  void theBuildTakesTheLimitsOfVectorsThatItKnowsAndNoOthers() throws IOException {
    Path pom = Path.of("../pom.xml");
    Matcher rule =
        Pattern.compile("<property>vectors</property>\\s*<regex>([^<]*)</regex>")
            .matcher(Files.readString(pom));
    assertTrue(rule.find(), "no rule for -Dvectors");
    Set<String> known = new TreeSet<>(property(pom, "vectors"));
    Matcher profile =
        Pattern.compile("<name>vectors</name><value>([^<]*)</value>")
            .matcher(Files.readString(pom));
    while (profile.find()) {
      known.add(profile.group(1));
    }
    assertEquals(5, known.size());
    assertEquals(known, new TreeSet<>(List.of(rule.group(1).split("\\|", -1))));
  }
}
