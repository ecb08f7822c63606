package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Commits that pages name as those that made their numbers are in the history of this one, so that
 * whoever clones it can go there. Skipped where the history is not at hand.
 */
class NamedCommitsTest {

  private static final Pattern COMMIT = Pattern.compile("\\b[Cc]ommit ([0-9a-f]{7,40})\\b");

  @Test
  void commitsInPagesAreInTheHistory() throws Exception {
    assumeTrue(git("rev-parse", "--is-shallow-repository").equals("false"), "no whole history");
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : pages()) {
      Matcher commit = COMMIT.matcher(Files.readString(page));
      while (commit.find()) {
        named++;
        if (!git("merge-base", commit.group(1), "HEAD").startsWith(commit.group(1))) {
          missing.add(Block.ROOT.relativize(page) + ": " + commit.group(1));
        }
      }
    }
    assertTrue(named > 10, named + " commits are named");
    assertEquals(List.of(), missing);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Block.ROOT.resolve("README.md")));
    for (String folder : List.of("docs", "notebooks-data")) {
      try (Stream<Path> files = Files.walk(Block.ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** The answer of git, empty where there is none. */
  private static String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", Block.ROOT.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? out.strip() : "";
    } catch (IOException e) {
      return ""; // no git on this machine
    }
  }
}
