package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a reader of the search for minima may rely on, looked up in its sources. */
class MinimumSourcesTest {

  private static final Path SOURCES = Path.of("src/main/java/io/shallows/minimum");

  private static final Pattern CONSTANT =
      Pattern.compile("\\s+(private |public )?static final (int|long|double) [A-Z_]+ =.*");

  private static final Pattern COMMENT = Pattern.compile("^\\s*(/\\*|\\*|//).*");

  private static final Pattern SCIENTIFIC = Pattern.compile("\\b\\d[\\d.]*e[-+]?\\d+");

  /** A value that is null; comparisons and the argument of {@code sort} are none. */
  private static final Pattern NULL = Pattern.compile("(return|[?:]|->|(?<![=!])=) ?null\\b");

  private record Line(String place, String text, String before) {}

  private static List<Line> lines() {
    try (var files = Files.walk(SOURCES)) {
      List<Line> lines = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        List<String> text = Files.readAllLines(file);
        for (int i = 0; i < text.size(); i++) {
          String place = SOURCES.relativize(file) + ":" + (i + 1);
          lines.add(new Line(place, text.get(i), i == 0 ? "" : text.get(i - 1)));
        }
      }
      assertTrue(lines.size() > 2000, "sources of " + SOURCES);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyConstantHasItsReasonBesideIt() {
    List<Line> constants =
        lines().stream().filter(line -> CONSTANT.matcher(line.text()).matches()).toList();
    assertTrue(constants.size() >= 40, constants.size() + " constants");
    assertEquals(
        List.of(),
        constants.stream().filter(line -> !line.before().endsWith("*/")).map(Line::place).toList());
  }

  @Test
  void thresholdsAreConstants() {
    assertEquals(
        List.of(),
        lines().stream()
            .filter(line -> !COMMENT.matcher(line.text()).matches())
            .filter(line -> !CONSTANT.matcher(line.text()).matches())
            .filter(line -> SCIENTIFIC.matcher(line.text()).find())
            .map(Line::place)
            .toList());
  }

  @Test
  void noResultIsNull() {
    assertEquals(
        List.of(),
        lines().stream()
            .filter(line -> !COMMENT.matcher(line.text()).matches())
            .filter(line -> NULL.matcher(line.text()).find())
            .map(Line::place)
            .toList());
  }
}
