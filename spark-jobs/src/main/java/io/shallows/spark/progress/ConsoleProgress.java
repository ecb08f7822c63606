package io.shallows.spark.progress;

import io.shallows.spark.cli.Elapsed;
import io.shallows.spark.cli.Terminal;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.cli.TickLine;
import io.shallows.spark.drive.SweepProgress;
import io.shallows.spark.execute.UnderWay;
import io.shallows.spark.plan.StageLeft;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What people see of a run: on a terminal a bar, drawn again every second from the first to the
 * last of the process; elsewhere plain lines now and then.
 *
 * <p>The bar is the share of finished trials of the whole sweep, the time left the range of {@link
 * TimeLeft} until the last of them; below stand the trial that runs for longest and how trials
 * ended so far.
 */
public final class ConsoleProgress implements SweepProgress, AutoCloseable {

  /** Kinds of failures that are shown as they occur; table failures has all. */
  private static final int SHOWN_FAILURES = 5;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** Longest silence where there is no terminal while shards run and none ends. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  /** Half of a second: a busy machine is late, and more than a second is silence. */
  private static final Duration BETWEEN_TICKS = Duration.ofMillis(500);

  private final PrintStream out;
  private final int width;
  private final LongSupplier nanoTime;
  private final Supplier<List<UnderWay>> underWay;
  private final Optional<TerminalBar> bar;
  private final Map<Stage, StageTally> running = new LinkedHashMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private final Headway headway = new Headway();
  private final long born;
  private Optional<StageTally> tally = Optional.empty();
  private int slots;
  private double slotsSince;
  private boolean closed;
  private long lastLine;

  /**
   * @param terminal whether {@code out} is one
   * @param width columns that people see
   * @param nanoTime a clock as {@link System#nanoTime}
   * @param underWay what shards of this process do
   */
  ConsoleProgress(
      PrintStream out,
      boolean terminal,
      int width,
      LongSupplier nanoTime,
      Supplier<List<UnderWay>> underWay) {
    this.out = out;
    this.bar = terminal ? Optional.of(new TerminalBar(out, width - 1)) : Optional.empty();
    this.width = width;
    this.nanoTime = nanoTime;
    this.underWay = underWay;
    this.born = nanoTime.getAsLong();
  }

  /** For the process's own error stream, with a heartbeat until it is closed. */
  public static ConsoleProgress ofProcess() {
    TickLine.ofProcess().hold();
    ConsoleProgress progress =
        new ConsoleProgress(
            System.err,
            Terminal.isWatched(),
            TerminalWidth.ofProcess(),
            System::nanoTime,
            UnderWay::here);
    long period = BETWEEN_TICKS.toMillis();
    new Timer("shallows-progress", true)
        .scheduleAtFixedRate(
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

  @Override
  public synchronized void stageStarted(Stage next, int slotCount) {
    addSlotTime();
    slots = slotCount;
    StageTally begun = new StageTally(next, now());
    tally = Optional.of(begun);
    running.put(next, begun);
    lastLine = nanoTime.getAsLong();
    headway.started(next, slotCount, now());
    draw();
  }

  @Override
  public synchronized void slots(int count) {
    addSlotTime();
    slots = count;
    headway.slots(count);
  }

  private void addSlotTime() {
    double seconds = slots * (now() - slotsSince);
    running.values().forEach(each -> each.addSlotTime(seconds));
    slotsSince = now();
  }

  /** Seconds since this began. */
  private double now() {
    return (nanoTime.getAsLong() - born) * 1e-9;
  }

  @Override
  public synchronized void planned(int shards, double seconds) {
    headway.planned(shards, seconds);
    StageTally present = tally.orElseThrow();
    if (!present.isPlanned() && bar.isEmpty()) {
      out.printf(
          Locale.ROOT, "%s: %d shards on %d slots%n", present.stage().label(), shards, slots);
    }
    present.planned(shards);
  }

  @Override
  public synchronized void left(List<StageLeft> stages) {
    headway.left(stages);
    update(BETWEEN_LINES);
  }

  @Override
  public synchronized void committed(Group group, double seconds) {
    for (StageTally each : running.values()) {
      if (each.stage().equals(group.stage())) {
        each.add(group, seconds);
      } else {
        each.addOther(group, now());
      }
    }
    headway.ended(group.stage(), group.predictedSeconds(), now());
    group
        .failures()
        .forEach(
            (kind, count) -> {
              if (failures.merge(kind, count, Long::sum).equals(count)
                  && failures.size() <= SHOWN_FAILURES) {
                message("failed, the sweep goes on: " + kind);
              }
            });
  }

  /** Some time has passed. */
  synchronized void tick() {
    if (bar.isPresent()) {
      draw();
    } else if (tally.filter(present -> present.left() > 0).isPresent()) {
      update(LONGEST_SILENCE);
    }
  }

  /** Whether the stage that started last runs and is planned. */
  private boolean isPlanned() {
    return tally.filter(StageTally::isPlanned).isPresent() && isRunning();
  }

  private boolean isRunning() {
    return tally.filter(present -> running.containsValue(present)).isPresent();
  }

  private void update(Duration silence) {
    if (bar.isPresent()) {
      draw();
    } else if (isPlanned() && nanoTime.getAsLong() - lastLine > silence.toNanos()) {
      lastLine = nanoTime.getAsLong();
      headway.running(underWay.get());
      say(
          String.format(
              Locale.ROOT,
              "%s: %d%%, %s, %s%s %s",
              tally.orElseThrow().stage().label(),
              percent(),
              ended(tally.orElseThrow()),
              Elapsed.text(now()),
              timeLeft().map(left -> ", " + left).orElse(""),
              counts(tally.orElseThrow().endings())));
    }
  }

  private void draw() {
    if (closed || bar.isEmpty()) {
      return;
    }
    headway.running(underWay.get());
    if (tally.isEmpty()) {
      bar.get().draw("starting", 0, Elapsed.text(now()), "");
    } else if (!isRunning() || headway.present().isEmpty()) {
      bar.get().draw("summing up", headway.share(), Elapsed.text(now()), "");
    } else {
      bar.get()
          .draw(
              tally.get().stage().label()
                  + " "
                  + ended(tally.get()).replaceAll(" (trials|problems|shards)$", ""),
              headway.share(),
              Elapsed.text(now()) + timeLeft().map(left -> ", " + left).orElse(""),
              below(tally.get()));
    }
  }

  /** The trial that runs for longest, and how trials ended so far. */
  private String below(StageTally present) {
    List<String> parts = new ArrayList<>();
    headway
        .longestTrial()
        .ifPresent(
            seconds -> parts.add(longest(present.stage()) + Elapsed.text(seconds) + " so far"));
    Map<String, Long> counts = present.endings();
    if (!counts.isEmpty()) {
      String text = counts(counts);
      parts.add(text.substring(1, text.length() - 1));
    }
    return String.join("; ", parts);
  }

  private static String longest(Stage stage) {
    return stage.isOfProblems() ? "longest problem " : "longest trial ";
  }

  /** Trials of a stage that have ended. */
  private String ended(StageTally present) {
    Stage stage = present.stage();
    return headway
        .present()
        .filter(left -> left.stage().equals(stage))
        .map(
            left ->
                headway.ended(left)
                    + " of "
                    + left.all()
                    + (stage.isOfProblems() ? " problems" : " trials"))
        .orElse(present.shards());
  }

  /** Only what is whole is a hundred. */
  private long percent() {
    return (long) Math.floor(100 * headway.share());
  }

  private Optional<String> timeLeft() {
    return headway.timeLeft(now()).map(range -> range.text() + " left");
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
  public synchronized void stageEnded(Stage stage) {
    failures.forEach((kind, count) -> message(count + " x " + kind));
    failures.clear();
    addSlotTime();
    StageTally ended = running.remove(stage);
    bar.ifPresent(TerminalBar::clear);
    say(ended.sentence(Elapsed.text(now() - ended.started())));
    draw();
  }

  @Override
  public synchronized void message(String line) {
    bar.ifPresent(TerminalBar::clear);
    say(line);
    draw();
  }

  /** Nothing is drawn any more. */
  @Override
  public synchronized void close() {
    bar.ifPresent(TerminalBar::clear);
    closed = true;
    TickLine.ofProcess().at("summing up");
    TickLine.ofProcess().release();
  }

  /** In brackets; empty without any. */
  static String counts(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (word, count) ->
            text.append(text.isEmpty() ? "(" : ", ").append(count).append(' ').append(word));
    return text.isEmpty() ? "" : text.append(')').toString();
  }
}
