package io.shallows.spark.progress;

import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spec.value.Numbers;
import io.shallows.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The verdicts of a sweep, one line per family, L, n and eta, for the terminal. */
public final class VerdictTable {

  private static final double MAIN_QUANTILE = 0.9;

  private final List<Record> fits = new ArrayList<>();

  /** Takes a row of fits into account. */
  public void add(Record fit) {
    if (fit.get(FitsTable.QUANTILE) == MAIN_QUANTILE) {
      fits.add(fit);
    }
  }

  /** Number of fits by verdict. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    fits.forEach(fit -> counts.merge(fit.get(FitsTable.VERDICT), 1L, Long::sum));
    return counts;
  }

  /** Number of fits with a verdict. */
  public long count(Verdict verdict) {
    return counts().getOrDefault(verdict.label(), 0L);
  }

  /** Covered minima that are deeper than the explicit bound where it is proven. */
  public long violations() {
    return fits.stream().mapToLong(fit -> fit.get(FitsTable.BOUND_VIOLATIONS)).sum();
  }

  /**
   * The table; at most {@code limit} fits. Empty without fits.
   *
   * @param width columns that people see
   */
  public String text(int limit, int width) {
    if (fits.isEmpty()) {
      return "";
    }
    String head =
        String.format(
            Locale.ROOT, "%-14s %2s %3s %5s %-12s ", "family", "L", "n", "eta", "verdict");
    StringBuilder text =
        new StringBuilder(beside(head, "why (.9 quantile, to the reference)", width)).append("\n");
    fits.stream().limit(limit).forEach(fit -> text.append(line(fit, width)).append("\n"));
    if (fits.size() > limit) {
      text.append("... ").append(fits.size() - limit).append(" more lines in table fits\n");
    }
    return text.toString();
  }

  private static String line(Record fit, int width) {
    String settings =
        String.format(
            Locale.ROOT,
            "%-14s %2d %3d %5s %-12s ",
            fit.get(LeadingColumns.FAMILY),
            fit.get(LeadingColumns.NETWORK_DEPTH),
            fit.get(LeadingColumns.INPUT_DIMENSION),
            Numbers.hundredths(fit.get(LeadingColumns.ETA)),
            fit.get(FitsTable.VERDICT));
    return beside(settings, fit.get(FitsTable.REASON), width);
  }

  /** Blanks of the columns stay as they are: only what is beside them is broken. */
  private static String beside(String columns, String words, int width) {
    String broken = TerminalWidth.wrap(words, width - columns.length(), 0);
    return columns + broken.replace("\n", "\n" + " ".repeat(columns.length()));
  }
}
