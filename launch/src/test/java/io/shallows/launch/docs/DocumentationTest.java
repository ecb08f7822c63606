package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.shallows.record.Tables;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.TrainingSpec;
import io.shallows.spectrum.HessianSpectrum;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every piece of code in README, docs and profiles, checked by its kind:
 *
 * <ul>
 *   <li>{@code sh} and indented: each command by {@link ShellCheck}; so are commands of Shallows
 *       and Maven within sentences.
 *   <li>{@code yaml}: read as a spec, or as part of one.
 *   <li>{@code java}: equal to the tested source that the comment before it names.
 *   <li>{@code sql}: run by DuckDB on a small store, {@code python} by Python where it has pandas;
 *       see {@link StoreSnippetsTest} and {@link RowCheckTest}.
 *   <li>{@code mermaid}: the diagrams name modules, stages and tables that exist.
 *   <li>{@code text}: output, formulas and folders, for reading; see {@link #textNamesWhatIs}.
 * </ul>
 *
 * <p>Any other kind fails.
 */
class DocumentationTest {
  private static final Set<String> ELSEWHERE = Set.of("sql", "python");

  static Stream<Block> blocks() throws IOException {
    return Block.all().stream().filter(block -> !block.kind().equals("inline"));
  }

  static Stream<Block> commandsInSentences() throws IOException {
    return Block.all().stream()
        .filter(block -> block.kind().equals("inline"))
        .filter(
            block ->
                block.code().matches("(launch/bin/shallows|shallows|\\./mvnw|spark-submit) .*"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blocksHold(Block block) throws IOException {
    switch (block.kind()) {
      case "sh" -> {
        for (ShellLine line : ShellLine.of(block.code())) {
          ShellCheck.check(line);
        }
      }
      case "yaml" -> assertSpec(block.code());
      case "java" -> assertTakenFrom(block);
      case "mermaid" -> assertTrue(block.code().startsWith("flowchart "), block::toString);
      case "text" -> textNamesWhatIs(block.code());
      default -> {
        if (!ELSEWHERE.contains(block.kind())) {
          fail(block + ": unknown kind of code, say here how it is to be checked");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commandsInSentences")
  void commandsInSentencesHold(Block block) throws IOException {
    for (ShellLine line : ShellLine.of(block.code())) {
      if (line.program().endsWith("shallows") && line.words().size() == 2) {
        ShellCheck.assertMentioned(line.arguments().get(0));
      } else {
        ShellCheck.check(line);
      }
    }
  }

  private static void assertSpec(String code) {
    String text =
        code.startsWith("apiVersion") ? code : "apiVersion: " + SweepSpec.API_VERSION + "\n" + code;
    SweepVocabulary.reader().read(text, "spec.yaml");
  }

  /** Folders of a store that a text shows must be tables, or what a store holds beside them. */
  private static void textNamesWhatIs(String code) {
    if (code.startsWith("spec.yaml ")) {
      Set<String> known =
          Stream.concat(
                  Tables.ALL.stream().map(table -> table.name()),
                  Stream.of(
                      "_log",
                      "_specs",
                      "_pending",
                      "_staging",
                      "_quarantine",
                      "_iceberg",
                      "report"))
              .collect(Collectors.toSet());
      for (String word : code.split("\\s+", -1)) {
        if (word.endsWith("/")) {
          assertTrue(known.contains(word.substring(0, word.length() - 1)), word);
        }
      }
    }
  }

  /**
   * {@code PATH} or {@code PATH region}: lines between {@code // [region]} and {@code // [end]}.
   */
  private static void assertTakenFrom(Block block) throws IOException {
    String[] source =
        block
            .from()
            .orElseThrow(() -> new AssertionError(block + " names no source"))
            .split(" ", -1);
    List<String> lines = Files.readAllLines(Block.ROOT.resolve(source[0]));
    if (source.length > 1) {
      List<String> region = new ArrayList<>();
      boolean within = false;
      for (String line : lines) {
        within = within && !line.strip().equals("// [end]");
        if (within) {
          region.add(line);
        }
        within = within || line.strip().equals("// [" + source[1] + "]");
      }
      assertTrue(!region.isEmpty(), source[0] + " has no region " + source[1]);
      lines = String.join("\n", region).stripIndent().lines().toList();
    }
    assertEquals(String.join("\n", lines) + "\n", block.code(), block::toString);
  }

  /** The pages that the README is made of stay short enough to be read. */
  @Test
  void theReadmeIsShort() throws IOException {
    assertTrue(Files.readAllLines(Block.ROOT.resolve("README.md")).size() < 250);
  }

  /** The examples of the README's text are those of the shipped files. */
  @Test
  void theReadmeShowsTheQuickstart() throws IOException {
    Block spec =
        blocks()
            .filter(b -> b.page().equals(Path.of("README.md")) && b.kind().equals("yaml"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        SweepVocabulary.reader()
            .read(
                Files.readString(Block.ROOT.resolve("launch/examples/quickstart.yaml")),
                "quickstart.yaml"),
        SweepVocabulary.reader().read(spec.code(), "README.md"));
  }

  /** Numbers that pages repeat are those of the code. */
  @Test
  void pagesStateTheNumbersOfTheCode() throws IOException {
    String methods = Files.readString(Block.ROOT.resolve("docs/methods.md"));
    String tau = HessianSpectrum.TAU == 1e-6 ? "1e-6" : String.valueOf(HessianSpectrum.TAU);
    assertTrue(
        methods.contains("`degenerate_share` and `negative_share` are those at " + tau),
        "tau is " + tau);
    TrainingSpec training =
        SweepVocabulary.reader()
            .read("apiVersion: " + SweepSpec.API_VERSION + "\n", "defaults")
            .training();
    for (Map.Entry<String, Double> tolerance :
        Map.of(
                "gradientTolerance", training.gradientTolerance(),
                "relativeTolerance", training.relativeTolerance(),
                "kinkTolerance", training.kinkTolerance(),
                "globalTolerance", training.globalTolerance())
            .entrySet()) {
      String stated = "`" + tolerance.getKey() + "` (" + rounded(tolerance.getValue()) + ")";
      assertTrue(methods.replaceAll("\\s+", " ").contains(stated), stated);
    }
  }

  private static String rounded(double value) {
    return String.format(java.util.Locale.ROOT, "%.0e", value).replace("e-0", "e-");
  }

  /** Relative links of all pages lead to files. */
  @Test
  void linksLeadSomewhere() throws IOException {
    Map<String, Path> broken = new java.util.TreeMap<>();
    List<Path> pages = new ArrayList<>(List.of(Block.ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(Block.ROOT.resolve("docs"))) {
      files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
    }
    for (Path page : pages) {
      java.util.regex.Matcher link =
          java.util.regex.Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)")
              .matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.put(link.group(1), page);
        }
      }
    }
    assertEquals(Map.of(), broken);
  }
}
