package io.shallows.launch.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of code in a page of documentation.
 *
 * @param page relative to the repository
 * @param line where it begins, from 1
 * @param kind the language; {@code sh} for an indented block, {@code inline} for code in a sentence
 * @param from what the comment before the block says that it was taken from
 */
record Block(Path page, int line, String kind, Optional<String> from, String code) {
  /** The repository, from the module's folder in which tests run. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";
  private static final String INDENT = "    ";
  private static final Pattern FROM = Pattern.compile("<!-- from (.*) -->");
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");

  @Override
  public String toString() {
    return page + ":" + line + " " + kind + " " + code.lines().findFirst().orElse("");
  }

  /** Everything in the README, the pages below docs, and those of the profiles. */
  static List<Block> all() throws IOException {
    List<Block> blocks = new ArrayList<>(of(ROOT.resolve("README.md")));
    for (String folder : List.of("docs", "launch/profiles")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path page : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          blocks.addAll(of(page));
        }
      }
    }
    return blocks;
  }

  private static List<Block> of(Path file) throws IOException {
    Path page = ROOT.relativize(file);
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int first = i;
      StringBuilder code = new StringBuilder();
      if (line.startsWith(FENCE)) {
        for (i++; !lines.get(i).startsWith(FENCE); i++) {
          code.append(lines.get(i)).append('\n');
        }
        Matcher from = FROM.matcher(first > 0 ? lines.get(first - 1) : "");
        blocks.add(
            new Block(
                page,
                first + 1,
                line.substring(FENCE.length()).strip(),
                from.matches() ? Optional.of(from.group(1)) : Optional.empty(),
                code.toString()));
      } else if (line.startsWith(INDENT) && (first == 0 || lines.get(first - 1).isBlank())) {
        for (; i < lines.size() && lines.get(i).startsWith(INDENT); i++) {
          code.append(lines.get(i).substring(INDENT.length())).append('\n');
        }
        i--;
        blocks.add(new Block(page, first + 1, "sh", Optional.empty(), code.toString()));
      }
      prose.append(code.isEmpty() && !line.startsWith(FENCE) ? line : "").append('\n');
    }
    Matcher inline = INLINE.matcher(prose);
    while (inline.find()) {
      int at = (int) prose.substring(0, inline.start()).lines().count();
      String code = inline.group(1).replace('\n', ' ');
      blocks.add(new Block(page, Math.max(1, at), "inline", Optional.empty(), code));
    }
    return blocks;
  }
}
