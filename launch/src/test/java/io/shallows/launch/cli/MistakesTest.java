package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a user reads after a mistake, word for word. */
class MistakesTest {
  private static final String HEAD = "apiVersion: shallows/v1\n";

  @TempDir private Path folder;

  static Stream<Arguments> commandLines() {
    return Stream.of(
        line(
            "no command; use one of "
                + new CommandLine(new ShallowsCommand())
                    .getSubcommands().keySet().stream()
                        .filter(name -> !name.equals("generate-completion"))
                        .collect(Collectors.joining(", "))
                + " (see: shallows --help)"),
        line("rnu is an unknown command; did you mean run?; see: shallows --help", "rnu"),
        line(
            "--max-failure is an unknown option; did you mean --max-failures?; see: shallows run --help",
            "run",
            "SPEC",
            "--max-failure=3"),
        line(
            "--max-failures and --partitions: must not be negative",
            "run",
            "SPEC",
            "--partitions",
            "-1"),
        line("Missing required parameter: 'URI'; see: shallows status --help", "status"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "status",
            "FOLDER/none"),
        line(
            "URI: unknown://host/store cannot be opened (No FileSystem for scheme \"unknown\")",
            "status",
            "unknown://host/store"),
        line(
            "--require: perfect is not one of complete, bound, not-contradicted",
            "status",
            "FOLDER",
            "--require",
            "perfect"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "aggregate",
            "FOLDER/none"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "verify",
            "FOLDER/none"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "export",
            "FOLDER/none",
            "--format",
            "csv",
            "trials"),
        line(
            "Invalid value for option '--format': expected one of [csv, json, svg, npz, certificate, lower-certificate] (case-sensitive) but was 'xml'; see: shallows export --help",
            "export",
            "FOLDER/none",
            "--format",
            "xml",
            "trials"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "explain",
            "FOLDER/none",
            "xyz"),
        line(
            "FOLDER/none does not exist; give the output of `shallows run`",
            "reproduce",
            "FOLDER/none",
            "00000000000000000000000000000000"),
        line(
            "cannot create file:BINARY/store: Parent path is not a directory: file:BINARY",
            "run",
            "SPEC",
            "--output",
            "BINARY/store"),
        line(
            "output.uri: unknown://host/store cannot be opened (No FileSystem for scheme \"unknown\")",
            "run",
            "SPEC",
            "--output",
            "unknown://host/store"),
        line(
            "output.uri: s3a://bucket/store cannot be opened (Class"
                + " org.apache.hadoop.fs.s3a.S3AFileSystem not found; its jar has to be on the class"
                + " path)",
            "plan",
            "SPEC",
            "--output",
            "s3a://bucket/store"),
        line(
            "SPEC: s3a://bucket/spec.yaml cannot be read (Class"
                + " org.apache.hadoop.fs.s3a.S3AFileSystem not found; its jar has to be on the class"
                + " path); check its path and rights",
            "plan",
            "s3a://bucket/spec.yaml"),
        line(
            "--master: mars is not a master; use local[N], spark://host:port, yarn or k8s://https://host:port",
            "run",
            "SPEC",
            "--master",
            "mars"),
        line(
            "Value for option option '--conf' (key=value) should be in KEY=VALUE format but was spark.x; see: shallows run --help",
            "run",
            "SPEC",
            "--conf",
            "spark.x"),
        line("paln is an unknown command; did you mean plan?; see: shallows --help", "paln"),
        line("--hlep is an unknown option; did you mean --help?; see: shallows --help", "--hlep"),
        line("Missing required parameter: 'SPEC'; see: shallows plan --help", "plan"),
        line(
            "--core is an unknown option; did you mean --cores?; see: shallows plan --help",
            "plan",
            "SPEC",
            "--core",
            "3"),
        line("more is an unknown argument; see: shallows plan --help", "plan", "SPEC", "more"),
        line(
            "Invalid value for option '--cores' (N): 'two' is not an int; see: shallows plan --help",
            "plan",
            "SPEC",
            "--cores",
            "two"),
        line(
            "--cores: 0 is not in 1 to 1000000; use counts such as 10,100,1000",
            "plan",
            "SPEC",
            "--cores",
            "0"),
        line(
            "Missing required parameter for option '--set' (key=value); see: shallows plan --help",
            "plan",
            "SPEC",
            "--set"),
        line(
            "--set: width is not key=value; use --set grid.width=7",
            "plan",
            "SPEC",
            "--set",
            "width"),
        line("--output: is blank; give a folder or URI", "plan", "SPEC", "--output", " "),
        line(
            "SPEC: nowhere/sweep.yaml does not exist; write one with: shallows init nowhere/sweep.yaml",
            "plan",
            "nowhere/sweep.yaml"),
        line("SPEC: FOLDER is a folder; give the spec's file", "plan", "FOLDER"),
        line("SPEC: BINARY is not UTF-8 text; is this a spec?", "plan", "BINARY"),
        line(
            "SPEC: unknown://host/sweep.yaml cannot be read (No FileSystem for scheme \"unknown\"); check its path and"
                + " rights",
            "plan",
            "unknown://host/sweep.yaml"),
        line("FILE: SPEC exists already; give another name or move it away", "init", "SPEC"),
        line("FILE: the folder of FOLDER/a/b does not exist; make it first", "init", "FOLDER/a/b"),
        line(
            "TABLE: tirals is unknown; did you mean trials? (one of "
                + Tables.ALL.stream().map(Table::name).collect(Collectors.joining(", "))
                + ")",
            "dictionary",
            "tirals"));
  }

  private static Arguments line(String message, String... arguments) {
    return Arguments.of(message, arguments);
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void wrongCommandLines(String message, String[] arguments) throws IOException {
    Files.writeString(folder.resolve("spec.yaml"), HEAD);
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    String[] real = Stream.of(arguments).map(this::place).toArray(String[]::new);
    CommandRun run = CommandRun.of(real);
    assertEquals("shallows: " + place(message) + System.lineSeparator(), run.err());
    assertEquals(2, run.code());
    assertEquals("", run.out());
  }

  private String place(String text) {
    if (text.equals("SPEC")) {
      return folder.resolve("spec.yaml").toString();
    }
    return text.replace("FILE: SPEC", "FILE: " + folder.resolve("spec.yaml"))
        .replace("FOLDER", folder.toString())
        .replace("BINARY", folder.resolve("binary").toString());
  }

  static Stream<Arguments> specs() {
    return Stream.of(
        spec("", "spec.yaml: is empty; write a spec with what this prints: shallows init"),
        spec("name: a", "apiVersion: missing in spec.yaml; add apiVersion: shallows/v1"),
        spec(
            HEAD + "\tname: a",
            "spec.yaml:2: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation); check indentation and quotes there"),
        spec(
            HEAD + "problm: {}",
            "problm: unknown key at spec.yaml:2; did you mean problem?"
                + " (one of apiVersion, name, grid, problem, training, measurement, output)"),
        spec(
            HEAD + "grid: {width: []}",
            "grid.width: [] at spec.yaml:2 is empty; use widths such as [16, 32]"),
        spec(
            HEAD + "grid:\n  width: [4, 0]",
            "grid.width: 0 at spec.yaml:3 is below 1; use widths such as [16, 32]"),
        spec(
            HEAD + "grid: {width: {from: 1}}",
            "grid.width.from: unknown key at spec.yaml:2; use one of range, geometric"),
        spec(
            HEAD + "grid: {inputDimension: -1}",
            "grid.inputDimension: -1 at spec.yaml:2 is below 1; use dimensions such as [1, 2, 4]"),
        spec(
            HEAD + "grid: {networkDepth: one}",
            "grid.networkDepth: one at spec.yaml:2 is not a whole number; use depths such as [0, 1, 2]"),
        spec(
            HEAD + "grid: {initialization: [he, hee]}",
            "grid.initialization: hee at spec.yaml:2 is unknown; did you mean he?"
                + " (one of he, glorot, small, large, clustered, identity-subtracted, near-overlap,"
                + " near-elimination, lifted)"),
        spec(
            HEAD + "measurement: {depth: {eta: [1.0]}}",
            "measurement.depth.eta: 1.0 at spec.yaml:2 is not below 1;"
                + " use a list, each: a number above 0 and below 1"),
        spec(
            HEAD + "measurement: {depth: {eta: [.nan]}}",
            "measurement.depth.eta: .nan at spec.yaml:2 is not a finite number;"
                + " use a list, each: a number above 0 and below 1"),
        spec(
            HEAD + "measurement: {spectrum: 1}",
            "measurement.spectrum: 1 at spec.yaml:2 is not true or false; use true or false"),
        spec(
            HEAD + "training: {maxIterations: 1e3}",
            "training.maxIterations: 1e3 at spec.yaml:2 is not a whole number; use a whole number of at least 1"),
        spec(
            HEAD + "training: {deadlineSeconds: 0}",
            "training.deadlineSeconds: 0 at spec.yaml:2 is not above 0; use a number above 0"),
        spec(
            HEAD + "training: [1]",
            "training: [1] at spec.yaml:2 is not a mapping; use training: {key: value, ...}"),
        spec(
            HEAD + "problem: {samples: 99999999999999999999}",
            "problem.samples: 99999999999999999999 at spec.yaml:2 is above 10000000;"
                + " use a whole number from 1 to 10000000"),
        spec(
            HEAD + "problem: {kind: polynomial}",
            "grid.inputDimension: 2 by default is above 1, but a polynomial has one variable;"
                + " use inputDimension: [1] or another problem.kind"),
        spec(
            HEAD + "problem: {kind: table, uri: nowhere.csv, format: csv}",
            "problem.uri: nowhere.csv matches no file; give a file, a folder of files or a pattern"),
        spec(
            HEAD + "problem: {kind: table, uri: a.csv, format: cvs}",
            "problem.format: cvs at spec.yaml:2 is unknown; did you mean csv?"
                + " (one of csv, parquet, libsvm, idx, cifar-10, cifar-100)"),
        spec(
            HEAD + "output: {paths: some}",
            "output.paths: some at spec.yaml:2 is unknown; did you mean none? (one of best, all, none)"),
        spec(
            HEAD + "name: a\nname: b",
            "name: stands twice, at spec.yaml:2 and at spec.yaml:3; keep one"),
        spec(
            HEAD + "grid: {where: \"exec('rm')\"}",
            "grid.where: \"exec('rm')\" at spec.yaml:2 is wrong: 'exec' is no coordinate; use width, networkDepth,"
                + " inputDimension, problem, family, initialization at character 5;"
                + " use a condition such as \"width <= 256 || networkDepth <= 2\""),
        spec(
            HEAD + "grid: {where: width > 99}",
            "grid.where: width > 99 leaves none of 16 cells; loosen it or widen the axes"),
        spec(
            HEAD
                + "grid: {width: {range: {from: 1, to: 1000000}}, inputDimension: {range: {from: 1, to: 1000000}}}",
            "grid: 4000000000000 cells (1000000 widths, 1 depths, 1000000 input dimensions, 2 families, 2"
                + " initializations, 1 problems) is above 2000000;"
                + " shorten an axis or split the sweep (seeds are not limited)"),
        spec(
            HEAD + "problem: {noise: 1e308}",
            "problem.noise: 1e308 at spec.yaml:2 is above 1.0e30; use a number of at least 0 and up to 1.0e30"),
        spec(
            HEAD + "problem: {norm: 4e-324}",
            "problem.norm: 4e-324 at spec.yaml:2 is below 1.0e-30; use a number of at least 1.0e-30 and up to 1.0e30"),
        spec(
            HEAD + "problem: {kind: points, x: [[1, 2], [-1e308, 3]], y: [1, 2]}",
            "problem.x: -1e308 at spec.yaml:2 is below -1.0e30; use rows of numbers such as [[-1, 0], [0.5, 2]]"),
        spec(
            HEAD + "problem: {samples: 12}\ngrid: {inputDimension: 1000000000}",
            "problem.samples: 12 at spec.yaml:2 times 1000000001 inputs is 12000000012 numbers, and an array holds"
                + " 2147483639; use fewer, or a smaller grid.inputDimension"),
        spec(
            HEAD + "problem: {samples: 1, teacherWidth: 100000}\ngrid: {inputDimension: 30000}",
            "problem.teacherWidth: 100000 at spec.yaml:2 times 30001 inputs is 3000100000 numbers, and an array holds"
                + " 2147483639; use fewer, or a smaller grid.inputDimension"),
        spec(
            HEAD + "problem: {kind: classes, classes: 10000, samples: 1000000}",
            "problem.samples: 1000000 at spec.yaml:2 times 10000 outputs is 10000000000 numbers, and an array holds"
                + " 2147483639; use fewer, or a smaller grid.inputDimension"),
        spec(
            HEAD + "grid: {width: 100000}",
            "grid.width: 100000 with networkDepth 1 has more parameters than one array holds; use smaller widths"));
  }

  private static Arguments spec(String text, String message) {
    return Arguments.of(text, message);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void wrongSpecs(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), text);
    CommandRun run = CommandRun.of("plan", file.toString());
    assertEquals("shallows: " + message + System.lineSeparator(), run.err());
    assertEquals(2, run.code());
    assertTrue(run.err().lines().count() <= 3);
    assertFalse(run.err().contains("\tat "));
  }

  @Test
  void initDoesNotTouchAnExistingFile() throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), HEAD);
    CommandRun.of("init", file.toString());
    assertEquals(HEAD, Files.readString(file));
  }
}
