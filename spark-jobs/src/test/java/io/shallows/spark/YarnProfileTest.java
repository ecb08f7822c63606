package io.shallows.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The profile for YARN, as people start it, on a cluster of one node:
 * launch/profiles/yarn/submit.sh with an installation of Spark that is this class path.
 */
@Tag("yarn")
class YarnProfileTest {

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: yarn
      grid:
        family: [plain]
        width: [3]
        networkDepth: [1]
        inputDimension: [2]
        initialization: [he]
        seed: {count: 2, root: 7}
      problem: {kind: teacher, samples: 24, teacherWidth: 2}
      measurement:
        depth: {eta: [0.5], finders: [constructive]}
      """;

  /** Its one trial needs gigabytes; an executor has half of one. */
  private static final String HEAVY_SPEC =
      """
      apiVersion: shallows/v1
      name: heavy
      grid: {family: [plain], width: [8000], networkDepth: [1], inputDimension: [2], seed: {count: 1}}
      problem: {kind: teacher, samples: 20000, teacherWidth: 2}
      measurement:
        depth: {enabled: false}
        singularities: false
        spectrum: false
      """;

  @TempDir static Path folder;

  private static MiniYARNCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    Configuration conf = new YarnConfiguration();
    conf.set("fs.defaultFS", "file:///");
    conf.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.setInt("yarn.scheduler.capacity.root.default.capacity", 100);
    // The one node is for one driver and its executor.
    conf.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 1);
    conf.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
    conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    conf.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100);
    cluster = new MiniYARNCluster("shallows-yarn", 1, 1, 1);
    cluster.init(conf);
    cluster.start();
    Path hadoop = Files.createDirectories(folder.resolve("hadoop"));
    for (String site : List.of("core-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(hadoop.resolve(site))) {
        cluster.getConfig().writeXml(out);
      }
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("app.jar"))) {
      new JarOutputStream(out, new Manifest()).close();
    }
    installSpark();
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void installSpark() throws IOException {
    Path submit = Files.createDirectories(folder.resolve("spark/bin")).resolve("spark-submit");
    List<String> flags = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add"))
        .forEach(flags::add);
    Files.writeString(
        submit,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' "
            + String.join(" ", flags)
            + " -XX:TieredStopAtLevel=1 -cp \"$HADOOP_CONF_DIR:"
            + classPath()
            + "\" org.apache.spark.deploy.SparkSubmit \"$@\"\n");
    assertTrue(submit.toFile().setExecutable(true));
    settings("sound", "-XX:TieredStopAtLevel=1");
    // JavaCPP finds no library for a platform that there is not.
    settings("broken", "-XX:TieredStopAtLevel=1 -Dorg.bytedeco.javacpp.platform=nowhere");
  }

  private static void settings(String name, String executorOptions) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf-" + name));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        String.join(
            "\n",
            "spark.yarn.jars local:" + folder.resolve("app.jar"),
            "spark.yarn.stagingDir " + folder.resolve("staging").toUri(),
            "spark.driver.extraClassPath " + classPath(),
            "spark.executor.extraClassPath " + classPath(),
            "spark.driver.memory 512m",
            "spark.yarn.am.memory 512m",
            "spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1",
            "spark.executor.extraJavaOptions " + executorOptions,
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP 127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP 127.0.0.1",
            "spark.ui.enabled false",
            ""));
  }

  private static int submit(String mode, String settings, String spec, String store)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve(store + ".yaml"), spec);
    Path said = folder.resolve(store + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            Path.of("../launch/profiles/yarn/submit.sh").toAbsolutePath().toString(),
            file.toString(),
            folder.resolve(store).toUri().toString());
    builder
        .environment()
        .putAll(
            java.util.Map.of(
                "SPARK_HOME",
                folder.resolve("spark").toString(),
                "SPARK_CONF_DIR",
                folder.resolve("conf-" + settings).toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "HADOOP_CONF_DIR",
                folder.resolve("hadoop").toString(),
                "SHALLOWS_JAR",
                folder.resolve("app.jar").toString(),
                "DEPLOY_MODE",
                mode,
                "EXECUTORS",
                "1",
                "EXECUTOR_CORES",
                "1",
                "EXECUTOR_MEMORY",
                "512m",
                "EXECUTOR_OVERHEAD",
                "384m"));
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    int code = builder.start().waitFor();
    System.out.println(store + ": " + code + "\n" + Files.readString(said));
    return code;
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void aSweepEndsWithZeroAndOneWhoseStoreIsHeldWithFour(String mode) throws Exception {
    String store = "complete-" + mode;
    assertEquals(0, submit(mode, "sound", SPEC, store));
    assertTrue(hasRows(store + "/trials"));
    // Somebody's, who does not say who he is, and young.
    Files.writeString(folder.resolve(store + "/_lock.json"), "{}");
    assertEquals(4, submit(mode, "sound", SPEC, store));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void aTrialThatFillsTheHeapEndsWithThree(String mode) throws Exception {
    assertEquals(3, submit(mode, "sound", HEAVY_SPEC, "heavy-" + mode));
    assertTrue(hasRows("heavy-" + mode + "/failures"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void machinesThatCannotComputeEndWithTwoAndWriteNoFailure(String mode) throws Exception {
    assertEquals(2, submit(mode, "broken", SPEC, "broken-" + mode));
    assertFalse(hasRows("broken-" + mode));
  }

  private static boolean hasRows(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.anyMatch(file -> file.toString().endsWith(".parquet"));
    }
  }
}
