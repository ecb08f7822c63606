package io.shallows.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a simulation counted, as a table of {@code docs/benchmarks/verdicts.md}: {@code
 * common/target/truth/NAME.md}, written anew after every row, so that a test that fails leaves its
 * counts too.
 */
final class TruthPage {

  private final Path file;
  private final StringBuilder table = new StringBuilder();

  /**
   * An empty table.
   *
   * @param name of the file
   * @param repetitions sweeps per row
   */
  TruthPage(String name, int repetitions, String... columns) {
    file = Path.of("target", "truth", name + ".md");
    table.append(repetitions).append(" sweeps per row\n\n");
    line(List.of(columns));
    line(Collections.nCopies(columns.length, "---"));
  }

  /** One more row; shares and means with three digits after the point, counts as they are. */
  synchronized void row(Object... cells) {
    line(List.of(cells));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(List<?> cells) {
    table.append(
        cells.stream().map(TruthPage::text).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String text(Object cell) {
    if (cell instanceof Double number) {
      String digits = String.format(Locale.ROOT, "%.3f", number);
      return digits.equals("-0.000") ? "0.000" : digits;
    }
    return cell.toString();
  }
}
