package io.shallows.spark.cli;

import java.io.Console;
import java.util.Map;

/**
 * Whether people watch what is drawn over again and again: standard input and both outputs are a
 * terminal that can move its cursor, and no service keeps what it shows ({@code CI}). Colours are
 * another matter, see {@link Colours}.
 */
public final class Terminal {

  /** Set to no by the launcher where standard error goes elsewhere: java cannot ask. */
  static final String ERRORS = "shallows.errors.terminal";

  private Terminal() {}

  /** Whether that is so for this process. */
  public static boolean isWatched() {
    return isWatched(System.getenv(), hasConsole(), System.getProperty(ERRORS, "yes"));
  }

  static boolean isWatched(Map<String, String> environment, boolean console, String errors) {
    String service = environment.getOrDefault("CI", "");
    return console
        && !errors.equals("no")
        && !environment.getOrDefault("TERM", "").equals("dumb")
        && (service.isEmpty() || service.equals("false"));
  }

  @SuppressWarnings("SystemConsoleNull") // what newer Java needs instead is asked below
  private static boolean hasConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 a console exists without a terminal, and can be asked.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
