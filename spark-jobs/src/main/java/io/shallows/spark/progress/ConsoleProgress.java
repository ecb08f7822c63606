package io.shallows.spark.progress;

import io.shallows.spark.cli.TerminalWidth;
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
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal, plain lines now and then elsewhere. Progress is the share of slot time that
 * is done: what was measured and what running shards have had so far, and what is left by the
 * latest prediction times the factor by which shards missed theirs since it was made. It never runs
 * backwards: a prediction that grows holds it where it is. Time left is a range, between the
 * quartiles by which shards of the stage missed their predictions; trials of one shape differ too
 * much for one number.
 */
public final class ConsoleProgress implements SweepProgress {

  /** Steps of the bar; finer than anyone can see. */
  private static final long STEPS = 1000;

  /** Kinds of failures that are shown as they occur; table failures has all. */
  private static final int SHOWN_FAILURES = 5;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** Longest silence while shards run and none ends. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN_TICKS = Duration.ofSeconds(1);

  /** What is shown before the last shard has ended. */
  private static final double NOT_YET_ALL = 0.99;

  /**
   * Shards whose misses say something of those that are left; before, a factor of two is assumed.
   */
  private static final int ENOUGH_SHARDS = 4;

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
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
  private final List<Double> misses = new ArrayList<>();
  private double shown;
  private double left;
  private int shardsLeft;
  private int shardsDone;
  private boolean planned;
  private boolean running;
  private double measuredSincePlan;
  private double predictedSincePlan;
  private long started;
  private long lastLine;

  /**
   * @param terminal whether {@code out} is one
   * @param width columns that people see
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  ConsoleProgress(PrintStream out, boolean terminal, int width, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
    this.nanoTime = nanoTime;
  }

  /** For the process's own error stream. */
  public static ConsoleProgress ofProcess() {
    ConsoleProgress progress =
        new ConsoleProgress(System.err, isTerminal(), TerminalWidth.ofProcess(), System::nanoTime);
    long period = BETWEEN_TICKS.toMillis();
    new Timer("shallows-progress", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                progress.tick();
              }
            },
            period,
            period);
    return progress;
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
    running = true;
    slots = slotCount;
    shardsDone = 0;
    spent = 0;
    trialSeconds = 0;
    misses.clear();
    shown = 0;
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
              .continuousUpdate()
              .setMaxRenderedLength(width - 1)
              .setConsumer(new ConsoleProgressBarConsumer(out, width - 1))
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
    if (group.seconds() > 0 && group.predictedSeconds() > 0) {
      misses.add(group.seconds() / group.predictedSeconds());
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
    update(BETWEEN_LINES);
  }

  /** Says how far it is when shards run for long and none ends. */
  synchronized void tick() {
    if (running && planned && shardsLeft > 0) {
      update(LONGEST_SILENCE);
    }
  }

  private void update(Duration silence) {
    if (bar != null) {
      bar.stepTo(Math.round(STEPS * share()));
      bar.setExtraMessage(timeLeft());
    } else if (nanoTime.getAsLong() - lastLine > silence.toNanos()) {
      lastLine = nanoTime.getAsLong();
      say(
          String.format(
              Locale.ROOT,
              "%s: %d%%, %d of %d shards, %s %s",
              stage.label(),
              (long) Math.floor(100 * share()),
              shardsDone,
              shardsDone + shardsLeft,
              timeLeft(),
              counts()));
    }
  }

  /** What is too long is broken, if it can be before the counts in brackets at its end. */
  private void say(String line) {
    String text = line.stripTrailing();
    int counts = text.endsWith(")") ? text.lastIndexOf(" (") : -1;
    if (text.length() > width && counts > 0) {
      text = text.substring(0, counts) + "\n    " + text.substring(counts + 1);
    }
    text.lines().forEach(part -> out.println(TerminalWidth.wrap(part, width, 4)));
  }

  @Override
  public synchronized void stageEnded() {
    running = false;
    failures.forEach((kind, count) -> message(count + " x " + kind));
    failures.clear();
    if (bar != null) {
      bar.close();
      bar = null;
    } else {
      say(
          String.format(
              Locale.ROOT,
              "%s: %d of %d shards in %s%s %s",
              stage.label(),
              shardsDone,
              shardsDone + shardsLeft,
              duration((nanoTime.getAsLong() - started) * 1e-9),
              useful(),
              counts()));
    }
  }

  @Override
  public synchronized void message(String line) {
    if (bar != null) {
      out.println();
    }
    say(line);
  }

  /** Slot time that is left, in seconds. */
  private double slotSecondsLeft() {
    // Of few shards the one that counts as much as the average one left: single shards scatter.
    double usual = Math.max(1e-9, left / Math.max(1, shardsLeft));
    return Math.max(0, left) * (measuredSincePlan + usual) / (predictedSincePlan + usual);
  }

  private double share() {
    double seconds = slotSecondsLeft();
    if (shardsLeft <= 0 || spent + seconds <= 0) {
      shown = 1;
      return shown;
    }
    addSlotTime();
    // Shards that run have had the slot time that no finished one took, and at most all of theirs.
    double underWay = seconds * Math.min(slots, shardsLeft) / shardsLeft;
    double had = Math.max(0, Math.min(slotSeconds - spent, underWay));
    shown = Math.max(shown, Math.min(NOT_YET_ALL, (spent + had) / (spent + seconds)));
    return shown;
  }

  private String timeLeft() {
    double seconds = slotSecondsLeft() / Math.min(slots, Math.max(1, shardsLeft));
    double low = seconds / 2;
    double high = seconds * 2;
    if (misses.size() >= ENOUGH_SHARDS) {
      List<Double> sorted = misses.stream().sorted().toList();
      double middle = sorted.get(sorted.size() / 2);
      low = seconds * Math.min(1, sorted.get(sorted.size() / 4) / middle);
      high = seconds * Math.max(1, sorted.get(sorted.size() * 3 / 4) / middle);
    }
    String from = duration(low);
    String to = duration(high);
    return from.equals(to) ? "about " + to + " left" : from + " to " + to + " left";
  }

  /**
   * The share of slot time in which trials ran: seconds of trials over the wall time of all slots
   * in the stage, the rest being planning, writing and waiting.
   */
  private String useful() {
    addSlotTime();
    if (trialSeconds <= 0) {
      return "";
    }
    return String.format(
        Locale.ROOT, ", trials ran in %.1f%% of slot time", 100 * trialSeconds / slotSeconds);
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
