package io.shallows.spark.progress;

import io.shallows.spark.drive.SweepProgress;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal, plain lines now and then elsewhere. Progress is the share of slot time that
 * is done: what was measured, and what is left by the latest prediction times the factor by which
 * shards missed theirs since it was made.
 */
public final class ConsoleProgress implements SweepProgress {

  /** Steps of the bar; finer than anyone can see. */
  private static final long STEPS = 1000;

  /** Kinds of failures that are shown as they occur; table failures has all. */
  private static final int SHOWN_FAILURES = 5;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private ProgressBar bar;
  private Stage stage;
  private int slots;
  private double slotSeconds;
  private long slotsSince;
  private double spent;
  private double trialSeconds;
  private final List<Double> errors = new ArrayList<>();
  private double left;
  private int shardsLeft;
  private int shardsDone;
  private boolean planned;
  private double measuredSincePlan;
  private double predictedSincePlan;
  private long started;
  private long lastLine;

  /**
   * @param terminal whether {@code out} is one
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  ConsoleProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** For the process's own error stream. */
  public static ConsoleProgress ofProcess() {
    return new ConsoleProgress(System.err, isTerminal(), System::nanoTime);
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
  public synchronized void stageStarted(Stage next, int slotCount) {
    stage = next;
    slots = slotCount;
    shardsDone = 0;
    spent = 0;
    trialSeconds = 0;
    errors.clear();
    planned = false;
    statuses.clear();
    started = nanoTime.getAsLong();
    slotSeconds = 0;
    slotsSince = started;
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
    }
  }

  @Override
  public synchronized void slots(int count) {
    addSlotTime();
    slots = count;
  }

  private void addSlotTime() {
    long now = nanoTime.getAsLong();
    slotSeconds += slots * (now - slotsSince) * 1e-9;
    slotsSince = now;
  }

  @Override
  public synchronized void planned(int shards, double seconds) {
    shardsLeft = shards;
    left = seconds;
    measuredSincePlan = 0;
    predictedSincePlan = 0;
    if (!planned && bar == null) {
      out.printf(Locale.ROOT, "%s: %d shards on %d slots%n", stage.label(), shards, slots);
    }
    planned = true;
  }

  @Override
  public synchronized void committed(Group group, double seconds) {
    trialSeconds += seconds;
    group.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
    shardsDone++;
    shardsLeft--;
    spent += group.seconds();
    if (group.seconds() > 0) {
      errors.add(Math.abs(group.predictedSeconds() / group.seconds() - 1));
    }
    left -= group.predictedSeconds();
    measuredSincePlan += group.seconds();
    predictedSincePlan += group.predictedSeconds();
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
      bar.setExtraMessage(timeLeft() + " " + counts());
    } else if (nanoTime.getAsLong() - lastLine > BETWEEN_LINES.toNanos()) {
      lastLine = nanoTime.getAsLong();
      out.printf(
          Locale.ROOT,
          "%s: %.0f%%, %d of %d shards, %s %s%n",
          stage.label(),
          100 * share(),
          shardsDone,
          shardsDone + shardsLeft,
          timeLeft(),
          counts());
    }
  }

  @Override
  public synchronized void stageEnded() {
    failures.forEach((kind, count) -> message(count + " x " + kind));
    failures.clear();
    if (bar != null) {
      bar.close();
      bar = null;
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %d of %d shards in %s%s %s%n",
          stage.label(),
          shardsDone,
          shardsDone + shardsLeft,
          duration((nanoTime.getAsLong() - started) * 1e-9),
          useful(),
          counts());
    }
  }

  @Override
  public synchronized void message(String line) {
    out.println((bar == null ? "" : System.lineSeparator()) + line);
  }

  /** Slot time that is left, in seconds. */
  private double slotSecondsLeft() {
    // Of few shards the one that counts as much as the average one left: single shards scatter.
    double usual = Math.max(1e-9, left / Math.max(1, shardsLeft));
    return Math.max(0, left) * (measuredSincePlan + usual) / (predictedSincePlan + usual);
  }

  private double share() {
    double seconds = slotSecondsLeft();
    return shardsLeft <= 0 || spent + seconds <= 0 ? 1 : spent / (spent + seconds);
  }

  private String timeLeft() {
    return "about "
        + duration(slotSecondsLeft() / Math.min(slots, Math.max(1, shardsLeft)))
        + " left";
  }

  /**
   * The share of slot time in which trials ran: seconds of trials over the wall time of all slots
   * in the stage, the rest being planning, writing and waiting. And the median over shards of
   * {@code |predicted / measured - 1|}, 0% for perfect predictions, 100% and more for ones that are
   * twice too long.
   */
  private String useful() {
    addSlotTime();
    if (trialSeconds <= 0) {
      return "";
    }
    errors.sort(null);
    return String.format(
        Locale.ROOT,
        ", trials ran in %.1f%% of slot time%s",
        100 * trialSeconds / slotSeconds,
        errors.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", predicted shard times off by %.0f%% (median)",
                100 * errors.get(errors.size() / 2)));
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
