package io.shallows.spark.command;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a store holds, for people: a line for each table that has rows. */
final class StoreContents {

  private static final double KILO = 1024;

  private final Store store;
  private final String uri;

  /**
   * @param uri the store as the user names it
   */
  StoreContents(Store store, String uri) {
    this.store = store;
    this.uri = uri;
  }

  /** The lines, none longer than {@code width} unless a single word is. */
  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%-14s %9s %5s %9s  %s", "table", "rows", "files", "size", "one row is"));
    for (Table table : Tables.ALL) {
      List<StoredFile> files = store.files(table);
      long rows = files.stream().mapToLong(StoredFile::rows).sum();
      if (rows > 0) {
        String head =
            String.format(
                Locale.ROOT,
                "%-14s %9d %5d %9s  ",
                table.name(),
                rows,
                files.size(),
                size(files.stream().mapToLong(StoredFile::bytes).sum()));
        String words = TerminalWidth.wrap(sentence(table), Math.max(1, width - head.length()), 0);
        lines.addAll(
            (head + words.replace("\n", "\n" + " ".repeat(head.length()))).lines().toList());
      }
    }
    String place = ShellText.quoted(uri);
    for (String next :
        List.of(
            "columns: shallows dictionary",
            "one network: shallows show " + place,
            "to give it away: shallows describe " + place + " --license URL --creator NAME")) {
      lines.addAll(TerminalWidth.wrap(next, width, 4).lines().toList());
    }
    return lines;
  }

  /** The beginning of a table's definition. */
  private static String sentence(Table table) {
    return table.definition().split("[.;:]", 2)[0];
  }

  private static String size(long bytes) {
    double kilo = bytes / KILO;
    return kilo < KILO
        ? String.format(Locale.ROOT, "%.0f kB", Math.max(1, kilo))
        : String.format(Locale.ROOT, "%.1f MB", kilo / KILO);
  }
}
