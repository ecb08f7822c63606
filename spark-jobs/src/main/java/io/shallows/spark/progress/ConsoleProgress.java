package io.shallows.spark.progress;

import io.shallows.spark.drive.SweepProgress;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal, plain lines now and then elsewhere. Progress is the share of predicted cost
 * that is done, so the time left is right although dear shards go first.
 */
public final class ConsoleProgress implements SweepProgress {

  /** Steps of the bar; finer than anyone can see. */
  private static final long STEPS = 1000;

  /** Kinds of failures that are shown as they occur; table failures has all. */
  private static final int SHOWN_FAILURES = 5;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private ProgressBar bar;
  private Stage stage;
  private double total;
  private double done;
  private int shards;
  private int shardsDone;
  private long started;
  private long lastLine;

  /**
   * @param terminal whether {@code out} is one
   */
  public ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** For the process's own error stream. */
  public static ConsoleProgress ofProcess() {
    return new ConsoleProgress(System.err, isTerminal());
  }

  @SuppressWarnings("SystemConsoleNull") // what newer Java needs instead is asked below
  private static boolean isTerminal() {
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

  @Override
  public void stageStarted(Stage next, int shardCount, double seconds, int slots) {
    stage = next;
    shards = shardCount;
    shardsDone = 0;
    total = seconds;
    done = 0;
    statuses.clear();
    started = System.nanoTime();
    lastLine = started;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(stage.label())
              .setInitialMax(STEPS)
              .setStyle(ProgressBarStyle.ASCII)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .build();
    } else {
      out.printf(Locale.ROOT, "%s: %d shards on %d slots%n", stage.label(), shardCount, slots);
    }
  }

  @Override
  public void committed(Group group) {
    group.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
    shardsDone++;
    done += group.predictedSeconds();
    group
        .failures()
        .forEach(
            (kind, count) -> {
              if (failures.merge(kind, count, Long::sum).equals(count)
                  && failures.size() <= SHOWN_FAILURES) {
                message("failed, the sweep goes on: " + kind);
              }
            });
    if (bar != null) {
      bar.stepTo(Math.round(STEPS * share()));
      bar.setExtraMessage(left() + " " + counts());
    } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
      lastLine = System.nanoTime();
      out.printf(
          Locale.ROOT,
          "%s: %.0f%%, %d of %d shards, %s %s%n",
          stage.label(),
          100 * share(),
          shardsDone,
          shards,
          left(),
          counts());
    }
  }

  @Override
  public void stageEnded() {
    failures.forEach((kind, count) -> message(count + " x " + kind));
    failures.clear();
    if (bar != null) {
      bar.close();
      bar = null;
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %d of %d shards in %s %s%n",
          stage.label(),
          shardsDone,
          shards,
          duration((System.nanoTime() - started) * 1e-9),
          counts());
    }
  }

  @Override
  public void message(String line) {
    out.println((bar == null ? "" : System.lineSeparator()) + line);
  }

  private double share() {
    return total <= 0 ? 1 : Math.min(1, done / total);
  }

  private String left() {
    double elapsed = (System.nanoTime() - started) * 1e-9;
    double share = share();
    return share <= 0 ? "" : "about " + duration(elapsed * (1 - share) / share) + " left";
  }

  private String counts() {
    StringBuilder text = new StringBuilder();
    statuses.forEach(
        (status, count) ->
            text.append(text.isEmpty() ? "(" : ", ").append(count).append(' ').append(status));
    return text.isEmpty() ? "" : text.append(')').toString();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
  }
}
