package io.shallows.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.value.Constraint;
import io.shallows.spec.value.IntAxis;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final String HEAD = "apiVersion: shallows/v1\n";

  @Test
  void defaultsAreThoseOfTheRecords() {
    SweepSpec spec = TestVocabulary.read(HEAD);
    assertEquals(Settings.defaults(TrainingSpec.KEYS), spec.training().settings());
    assertEquals(Settings.defaults(MeasurementSpec.KEYS), spec.measurement().settings());
    assertEquals(Settings.defaults(DepthSpec.KEYS), spec.measurement().depth().settings());
    assertEquals(new SeedSpec(16, 1), spec.grid().seed());
    assertEquals("teacher", spec.problem().kind());
  }

  @Test
  void readsEveryFormOfAxis() {
    GridSpec grid =
        TestVocabulary.read(
                HEAD
                    + """
                    grid:
                      family: plain
                      width: {geometric: {from: 4, to: 64, count: 5}}
                      networkDepth: {range: {from: 0, to: 7, step: 3}}
                      inputDimension: [4, 2]
                      where: "width <= 16 || family == 'plain'"
                    """)
            .grid();
    assertEquals(List.of("plain"), grid.family());
    assertEquals(new IntAxis.Geometric(4, 64, 5), grid.width());
    assertEquals(new IntAxis.Range(0, 7, 3), grid.networkDepth());
    assertEquals(IntAxis.of(4, 2), grid.inputDimension());
    assertEquals(Optional.of(Constraint.parse("width <= 16 || family == 'plain'")), grid.where());
  }

  @Test
  void readsNumbersWithoutAPointInTheMantissa() {
    assertEquals(
        1e-8,
        TestVocabulary.read(HEAD + "training: {gradientTolerance: 1e-8}")
            .training()
            .gradientTolerance());
  }

  @Test
  void overridesReplaceAndAdd() {
    SweepSpec spec =
        TestVocabulary.read(
            HEAD + "grid: {width: [4, 8], seed: {count: 3}}\n",
            "grid.width=7",
            "grid.seed.count=1000",
            "problem.noise=0.5",
            "measurement.depth.eta=[0.3, 0.6]",
            "output.uri=s3a://bucket/a=b");
    assertEquals(IntAxis.of(7), spec.grid().width());
    assertEquals(new SeedSpec(1000, 1), spec.grid().seed());
    assertEquals("{samples: 256, noise: 0.5, bias: true}", spec.problem().settings().toString());
    assertEquals(List.of(0.3, 0.6), spec.measurement().depth().eta());
    assertEquals("s3a://bucket/a=b", spec.output().uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run #3",
        "a: b",
        "#1",
        "- a",
        "&a b",
        "*a",
        "!!int 4",
        "%TAG",
        "@a",
        "`a`",
        "? a",
        "| a",
        "> a",
        "a,b",
        "a}",
        "a]",
        "it's",
        "say \"x\"",
        "~user",
        "50%20",
        "a\\b",
        "a  b",
        "größe",
        "\ud83d\ude00",
        "012",
        "1:30",
        "no",
        "a\u2028b",
        "\ufeffa",
        "a // b",
        "$HOME",
        "a\u00a0"
      })
  void overridesTakeTextAsItStands(String text) {
    SweepSpec spec = TestVocabulary.read(HEAD, "output.uri=" + text, "name=" + text);
    assertEquals(text, spec.output().uri());
    assertEquals(text, spec.name());
    assertEquals(spec, TestVocabulary.read(SpecWriter.write(spec)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "[a]", "{a: b}", "'a'", "\"a\" #b", " a ", "it's", "\\", "", "null", "\n"})
  void aTextCanBeGivenWhateverItLooksLike(String text) {
    String override = SpecReader.override("name", text);
    if (text.isBlank()) {
      assertThrows(SpecException.class, () -> TestVocabulary.read(HEAD, override));
    } else {
      assertEquals(text, TestVocabulary.read(HEAD, override).name());
    }
  }

  @Test
  void overridesInQuotesOrBracketsAreYaml() {
    SweepSpec spec = TestVocabulary.read(HEAD, "name='it''s'", "output.uri=\"a#\\u0041\"");
    assertEquals("it's", spec.name());
    assertEquals("a#A", spec.output().uri());
  }

  @Test
  void writtenSpecReadsBackEqual() {
    SweepSpec spec =
        TestVocabulary.read(
            HEAD
                + """
                name: "a \\"b\\" \\\\ c: #d"
                grid: {width: {range: {from: 1, to: 9}}, where: "family != \\"plain\\" || width < 3.5"}
                problem: {kind: points, x: [[1, -0.25], [1e-300, 2]], count: 3}
                training: {flatTolerance: 1.2345678901234567e-9, deadlineSeconds: 1e30}
                measurement: {depth: {enabled: false, eta: 0.1}, spectrum: false}
                output: {uri: "hdfs://host:8020/a b", paths: none}
                """);
    String text = SpecWriter.write(spec);
    assertEquals(spec, TestVocabulary.read(text));
    assertEquals(text, SpecWriter.write(TestVocabulary.read(text)));
    String commented = SpecWriter.commented(spec, TestVocabulary.VOCABULARY);
    assertEquals(spec, TestVocabulary.read(commented));
    assertTrue(commented.lines().allMatch(line -> line.length() <= 110), commented);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("", "spec.yaml: is empty; write a spec with what this prints: shallows init"),
        mistake(
            "just text",
            "spec.yaml: holds just text, not keys with values; write a spec with: shallows init"),
        mistake("name: a\n", "apiVersion: missing in spec.yaml; add apiVersion: shallows/v1"),
        mistake(
            "apiVersion: shallows/v2\n",
            "apiVersion: shallows/v2 at spec.yaml:1 is unknown; did you mean shallows/v1? (one of"
                + " shallows/v1)"),
        mistake(
            HEAD + "gird: {}\n",
            "gird: unknown key at spec.yaml:2; did you mean grid?"
                + " (one of apiVersion, name, grid, problem, training, measurement, output)"),
        mistake(
            HEAD + "grid:\n  widht: [4]\n",
            "grid.widht: unknown key at spec.yaml:3; did you mean width? (one of family, width,"
                + " networkDepth, inputDimension, initialization, where, seed)"),
        mistake(
            HEAD + "problem: {zzzzzzz: 1}\n",
            "problem.zzzzzzz: unknown key at spec.yaml:2; use one of kind, count, samples, noise,"
                + " bias"),
        mistake(
            HEAD + "grid:\n  width:\n    - 4\n    - 0\n",
            "grid.width: 0 at spec.yaml:5 is below 1; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: []}\n",
            "grid.width: [] at spec.yaml:2 is empty; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: [4, 8, 4]}\n",
            "grid.width: 4 at spec.yaml:2 stands twice; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: wide}\n",
            "grid.width: wide at spec.yaml:2 is not a whole number; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: \"4\"}\n",
            "grid.width: \"4\" at spec.yaml:2 is not a whole number; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: 4.5}\n",
            "grid.width: 4.5 at spec.yaml:2 is not a whole number; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: 99999999999}\n",
            "grid.width: 99999999999 at spec.yaml:2 is above 2147483647; use widths such as [16,"
                + " 32]"),
        mistake(
            HEAD + "grid: {width: [[4]]}\n",
            "grid.width: [4] at spec.yaml:2 is a list, not a whole number; use widths such as [16,"
                + " 32]"),
        mistake(
            HEAD + "grid:\n  width:\n",
            "grid.width: no value at spec.yaml:3 is not a whole number; use widths such as [16,"
                + " 32]"),
        mistake(
            HEAD + "grid: {width: {rnge: {from: 1, to: 2}}}\n",
            "grid.width.rnge: unknown key at spec.yaml:2; did you mean range? (one of range,"
                + " geometric)"),
        mistake(
            HEAD + "grid: {width: {range: {from: 9, to: 2}}}\n",
            "grid.width.range: {from: 9, to: 2} at spec.yaml:2: to 2 is below from 9; use widths"
                + " such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: {range: {from: 1, to: 9, step: 0}}}\n",
            "grid.width.range.step: 0 at spec.yaml:2 is below 1; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {width: {geometric: {from: 1, to: 9}}}\n",
            "grid.width.geometric: {from: 1, to: 9} at spec.yaml:2 has no count; add count"),
        mistake(
            HEAD + "grid: {width: {geometric: {from: 1, to: 9, count: 50}}}\n",
            "grid.width.geometric: {from: 1, to: 9, count: 50} at spec.yaml:2: count 50 is too"
                + " many: it gives 1 twice; use widths such as [16, 32]"),
        mistake(
            HEAD + "grid: {family: [plian]}\n",
            "grid.family: plian at spec.yaml:2 is unknown; did you mean plain? (one of plain,"
                + " residual, long-skip)"),
        mistake(
            HEAD + "grid: {seed: {count: -3}}\n",
            "grid.seed.count: -3 at spec.yaml:2 is below 1; use a whole number of at least 1"),
        mistake(
            HEAD + "grid: {seed: 16}\n",
            "grid.seed: 16 at spec.yaml:2 is not a mapping; use seed: {key: value, ...}"),
        mistake(
            HEAD + "grid: {where: \"width <\"}\n",
            "grid.where: \"width <\" at spec.yaml:2 is wrong: the condition ends too early at"
                + " character 8; use a condition such as \"width <= 256 || networkDepth <= 2\""),
        mistake(
            HEAD + "measurement: {depth: {eta: [0.5, 1]}}\n",
            "measurement.depth.eta: 1 at spec.yaml:2 is not below 1; use a list, each: a number"
                + " above 0 and below 1"),
        mistake(
            HEAD + "problem: {noise: .nan}\n",
            "problem.noise: .nan at spec.yaml:2 is not a finite number; use a number of at least"
                + " 0"),
        mistake(
            HEAD + "problem: {noise: -Infinity}\n",
            "problem.noise: -Infinity at spec.yaml:2 is not a finite number; use a number of at"
                + " least 0"),
        mistake(
            HEAD + "problem: {noise: 1e999}\n",
            "problem.noise: 1e999 at spec.yaml:2 is beyond double precision; use a number of at"
                + " least 0"),
        mistake(
            HEAD + "problem: {noise: -1}\n",
            "problem.noise: -1 at spec.yaml:2 is below 0; use a number of at least 0"),
        mistake(
            HEAD + "problem: {bias: yes}\n",
            "problem.bias: yes at spec.yaml:2 is not true or false; use true or false"),
        mistake(
            HEAD + "problem: {kind: techer}\n",
            "problem.kind: techer at spec.yaml:2 is unknown; did you mean teacher? (one of teacher,"
                + " points)"),
        mistake(
            HEAD + "problem:\n  kind: points\n",
            "problem.x: missing at spec.yaml:3; use rows of numbers such as [[-1, 0], [0.5, 2]]"),
        mistake(
            HEAD + "problem: {kind: points, x: [[1, 2], [3]]}\n",
            "problem.x: [3] at spec.yaml:2 has 1 entries where the first row has 2;"
                + " use rows of numbers such as [[-1, 0], [0.5, 2]]"),
        mistake(
            HEAD + "grid: {inputDimension: 101}\n",
            "grid.inputDimension: 101 at spec.yaml:2 is above 100; use fewer"),
        mistake(
            HEAD + "training: {gradientTolerance: 0}\n",
            "training.gradientTolerance: 0 at spec.yaml:2 is not above 0; use a number above 0"),
        mistake(
            HEAD + "output: {uri: \"\"}\n", "output.uri: \"\" at spec.yaml:2 is blank; use a text"),
        mistake(
            HEAD + "grid: {width: 4}\ngrid: {width: 8}\n",
            "grid: stands twice, at spec.yaml:2 and at spec.yaml:3; keep one"),
        mistake(
            HEAD + "grid: {width: [4, 8}\n",
            "spec.yaml:2: not YAML: expected ',' or ']', but got }; check indentation and quotes"
                + " there"),
        mistake(
            HEAD + "grid: &a {width: 4}\n",
            "spec.yaml:2: an anchor or alias is not allowed in a spec; write the value out"),
        mistake(
            HEAD + "name: !!javax.script.ScriptEngineManager []\n",
            "spec.yaml:2: the tag tag:yaml.org,2002:javax.script.ScriptEngineManager is not allowed"
                + " in a spec; write the value without it"),
        mistake(
            HEAD + "---\n" + HEAD,
            "spec.yaml:2: a second document is not allowed in a spec; keep one spec per file"),
        mistake(
            HEAD,
            "--set name: #3 stands behind the end of the value; put quotes around all of it, such"
                + " as \"'run' #3\"",
            "name='run' #3"),
        mistake(
            HEAD,
            "--set grid.width: # 9 stands behind the end of the value; put quotes around all of it,"
                + " such as \"[4, 8] # 9\"",
            "grid.width=[4, 8] # 9"),
        mistake(
            HEAD,
            "name: a\\nb from --set has a line break or control character; use a text",
            "name=a\nb"),
        mistake(
            HEAD + "grid: [4]\n",
            "grid: [4] at spec.yaml:2 is not a mapping; use grid: {key: value, ...}",
            "grid.width=7"),
        mistake(
            HEAD,
            "training.finish: decay from --set fits the weights of a linear output layer, which"
                + " grid.family: long-skip does not have; use descend, or families of plain,"
                + " residual",
            "training.finish=decay",
            "grid.family=[plain, long-skip]"),
        mistake(
            HEAD,
            "grid.initialization: lifted from --set is not known for grid.family: long-skip;"
                + " use another, or families of plain, residual",
            "grid.initialization=[he, lifted]",
            "grid.family=[plain, long-skip]"),
        mistake(HEAD, "--set: width is not key=value; use --set grid.width=7", "width"),
        mistake(
            HEAD,
            "grid.width: 0 from --set is below 1; use widths such as [16, 32]",
            "grid.width=0"),
        mistake(
            HEAD,
            "grid.width: no value from --set is not a whole number; use widths such as [16, 32]",
            "grid.width="),
        mistake(
            HEAD,
            "grid.widht: unknown key from --set; did you mean width? (one of family, width,"
                + " networkDepth, inputDimension, initialization, where, seed)",
            "grid.widht=7"));
  }

  private static Arguments mistake(String text, String message, String... overrides) {
    return Arguments.of(text, message, overrides);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesWithPathValuePlaceAndAdvice(String text, String message, String[] overrides) {
    SpecException refused =
        assertThrows(SpecException.class, () -> TestVocabulary.read(text, overrides));
    assertEquals(message, refused.getMessage());
    assertTrue(refused.getMessage().lines().count() <= 3);
  }

  @Test
  void refusesTextsThatAreTooLargeOrTooDeep() {
    String large = HEAD + "#".repeat(YamlTree.MAX_CHARACTERS);
    assertEquals(
        "spec.yaml: 1000024 characters are above 1000000; is this a spec?",
        assertThrows(SpecException.class, () -> TestVocabulary.read(large)).getMessage());
    String deep = HEAD + "name: " + "[".repeat(10_000);
    String message =
        assertThrows(SpecException.class, () -> TestVocabulary.read(deep)).getMessage();
    assertTrue(message.lines().count() <= 3, message);
  }
}
