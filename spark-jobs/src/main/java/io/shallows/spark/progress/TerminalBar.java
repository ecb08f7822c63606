package io.shallows.spark.progress;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Two lines at the end of a terminal that are drawn over: what, a bar and its per cent, how long;
 * and below what there is to say. What does not fit is cut, and a terminal that became narrower
 * since cuts by itself instead of breaking lines, so that what is drawn over is what was drawn.
 */
final class TerminalBar {

  private static final String ESCAPE = "\u001b[";
  private static final String NO_BREAKS = ESCAPE + "?7l";
  private static final String BREAKS = ESCAPE + "?7h";
  private static final String REST_OF_LINE = ESCAPE + "K";
  private static final String UP = ESCAPE + "1A";

  /** A shorter bar shows nothing that its per cent does not say. */
  private static final int LEAST_BAR = 8;

  private static final int MOST_BAR = 40;

  private final PrintStream out;
  private final int width;
  private boolean drawn;

  /**
   * @param width columns that are drawn into
   */
  TerminalBar(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Draws over what was drawn. */
  void draw(String what, double share, String time, String below) {
    StringBuilder text = new StringBuilder(NO_BREAKS);
    text.append(drawn ? "\r" + UP : "");
    text.append(line(what, share, time)).append(REST_OF_LINE).append("\r\n");
    text.append(cut("  " + below)).append(REST_OF_LINE).append("\r").append(BREAKS);
    drawn = true;
    out.print(text);
    out.flush();
  }

  /** Takes away what was drawn, and leaves the place to what is printed next. */
  void clear() {
    if (drawn) {
      out.print("\r" + REST_OF_LINE + UP + REST_OF_LINE);
      out.flush();
      drawn = false;
    }
  }

  /** The upper line. */
  String line(String what, double share, String time) {
    String percent = String.format(Locale.ROOT, "%3d%%", (long) Math.floor(100 * share));
    int room = Math.min(MOST_BAR, width - what.length() - percent.length() - time.length() - 7);
    String bar = "";
    if (room >= LEAST_BAR) {
      int full = (int) Math.floor(room * share);
      bar = "[" + "#".repeat(full) + ".".repeat(room - full) + "] ";
    }
    return cut(what + "  " + bar + percent + "  " + time);
  }

  private String cut(String text) {
    return text.length() <= width ? text : text.substring(0, width);
  }
}
