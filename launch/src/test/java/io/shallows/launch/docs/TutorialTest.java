package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The pages that people follow step by step, followed: every command is given, every program run,
 * and what a page shows as an answer is what was printed; a line of dots stands for some lines.
 *
 * <p>{@code -Dshallows.freeze=again} writes the answers of this version into the pages: as many
 * lines before and after the dots as there were, and the id of the network that is followed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialTest {

  private static final String DOTS = "...";
  private static final String NO_PYTHON = "no Python";
  private static final String FREEZE = "shallows.freeze";

  /** How {@code show} names the network of its story, and how pages ask for it. */
  private static final Pattern TOLD = Pattern.compile("^\\S+ network ([0-9a-f]{8}):");

  private static final Pattern ASKED =
      Pattern.compile("(--trial |reproduce out/first )[0-9a-f]{8}\\b");

  private static String followed;

  /** As long as the name in the pages, so that lines break at the same places. */
  private static final String STORE = "target/t1";

  private static final Path FOLDER = Path.of("target/tutorial");

  @BeforeAll
  static void empty() throws IOException {
    delete(FOLDER);
    delete(Path.of(STORE));
    Files.createDirectories(FOLDER);
    System.setProperty("shallows.columns", "80");
  }

  @AfterAll
  static void asBefore() {
    System.clearProperty("shallows.columns");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  @Order(1)
  void theTutorialHolds() throws Exception {
    follow("docs/tutorial.md");
  }

  @Test
  @Order(2)
  void theRecipesHold() throws Exception {
    follow("docs/recipes.md");
  }

  /** What is said about the stores that come with the program. */
  @Test
  @Order(3)
  void theFindingsHold() throws Exception {
    followed = null;
    follow("docs/findings.md");
  }

  private static void follow(String page) throws Exception {
    List<Block> blocks =
        Block.all().stream()
            .filter(block -> block.page().equals(Path.of(page)) && !block.kind().equals("inline"))
            .toList();
    assertTrue(blocks.size() > 3, page + " has no steps");
    List<String> lines = new ArrayList<>(Files.readAllLines(Block.ROOT.resolve(page)));
    boolean hasPython = hasPython();
    String printed = "";
    int moved = 0;
    for (Block block : blocks) {
      switch (block.kind()) {
        case "yaml" ->
            Files.writeString(
                FOLDER.resolve("sweep.yaml"), block.code().replace("out/first", STORE));
        case "sh" -> {
          StringBuilder answers = new StringBuilder();
          for (ShellLine line : ShellLine.of(followed(block.code()))) {
            answers.append(answer(line));
          }
          printed = answers.toString();
          Matcher told = TOLD.matcher(printed);
          followed = told.find() ? told.group(1) : followed;
        }
        case "python" -> printed = hasPython ? python(List.of("-c", block.code())) : NO_PYTHON;
        default -> {
          if (printed.equals(NO_PYTHON)) {
            continue;
          }
          if (System.getProperty(FREEZE) == null) {
            assertEquals(block.code(), like(block.code(), printed), block::toString);
          } else {
            List<String> now = like(block.code(), printed).lines().toList();
            int first = block.line() + moved;
            int many = (int) block.code().lines().count();
            lines.subList(first, first + many).clear();
            lines.addAll(first, now);
            moved += now.size() - many;
          }
        }
      }
    }
    if (System.getProperty(FREEZE) != null) {
      lines.replaceAll(TutorialTest::followed);
      Files.write(Block.ROOT.resolve(page), lines);
    }
  }

  /** In a page whose answers are written anew the network that is followed may be another. */
  private static String followed(String text) {
    return System.getProperty(FREEZE) == null || followed == null
        ? text
        : ASKED.matcher(text).replaceAll("$1" + followed);
  }

  /** What was printed, with dots where the shown answer has them. */
  private static String like(String shown, String printed) {
    List<String> expected = shown.lines().toList();
    List<String> all = printed.lines().toList();
    int dots = expected.indexOf(DOTS);
    int tail = dots < 0 ? 0 : expected.size() - dots - 1;
    if (dots < 0 || dots + tail >= all.size()) {
      return printed;
    }
    List<String> short1 = new ArrayList<>(all.subList(0, dots));
    short1.add(DOTS);
    short1.addAll(all.subList(all.size() - tail, all.size()));
    return String.join("\n", short1) + "\n";
  }

  private static String answer(ShellLine line) throws Exception {
    if (line.program().equals("python3")) {
      List<String> arguments = new ArrayList<>(line.arguments());
      arguments.set(0, Block.ROOT.resolve(arguments.get(0)).toString());
      return python(arguments);
    }
    assertEquals("launch/bin/shallows", line.program());
    List<String> words = line.arguments().stream().map(TutorialTest::here).toList();
    SmallStore.Answer answer = SmallStore.shallows(words.toArray(String[]::new));
    assertEquals(0, answer.code(), line.words() + ": " + answer.err());
    return answer.out().replace(FOLDER + "/", "").replace(STORE, "out/first");
  }

  private static String here(String word) {
    if (word.equals("sweep.yaml") || word.matches("[a-z]+\\.(npz|json|svg)")) {
      return FOLDER.resolve(word).toString();
    }
    return word.startsWith("notebooks-data/") || word.startsWith("launch/examples/")
        ? Block.ROOT.resolve(word).toString()
        : word.replace("out/first", STORE);
  }

  /** Programs of pages need NumPy, pyarrow and pandas; where these are not, they are left out. */
  private static boolean hasPython() throws Exception {
    return python("-c", "import numpy, pyarrow, pandas").waitFor() == 0;
  }

  private static String python(List<String> arguments) throws Exception {
    Process process =
        python(
            arguments.stream()
                .map(word -> word.replace("out/first", Path.of(STORE).toAbsolutePath().toString()))
                .toArray(String[]::new));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }

  private static Process python(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "python3"));
    command.addAll(List.of(arguments));
    ProcessBuilder python = new ProcessBuilder(command).redirectErrorStream(true);
    python
        .environment()
        .merge(
            "PYTHONPATH",
            Block.ROOT.resolve("notebooks-data/python/src").toString(),
            (own, ours) -> own + ":" + ours);
    return python.directory(FOLDER.toFile()).start();
  }
}
