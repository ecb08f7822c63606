package io.shallows.spark.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * The last line of a terminal, on which a command that has nothing to print yet says what it does
 * and for how long, drawn again twice a second: never a second of silence. It has no colours, makes
 * room for whatever is printed, and leaves nothing behind. Where there is no terminal nothing is
 * drawn, so that no pipe and no log holds it.
 *
 * <p>A process has one line, for it has one terminal: {@link #ofProcess()}.
 */
public final class TickLine implements AutoCloseable {

  /** Half of a second: a busy machine is late, and more than a second is silence. */
  private static final Duration BETWEEN_TICKS = Duration.ofMillis(500);

  /** What is over by then needs no line that flashes. */
  private static final Duration FIRST_TICK = Duration.ofMillis(300);

  /** The process that draws for the launcher until this one does. */
  private static final String BEGUN = "shallows.begun";

  private static final String OVER = "\r\u001b[K";

  private static volatile TickLine process = new TickLine(null, 0, System::nanoTime);

  private final PrintStream out;
  private final int width;
  private final LongSupplier nanoTime;
  private final long born;
  private final Timer timer;
  private String what = "working";
  private long done = -1;
  private long all;
  private String launcher = "";
  private boolean drawn;
  private boolean midLine;
  private boolean held;
  private boolean closed;

  /**
   * @param out the terminal; null without one
   * @param width columns that people see
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  TickLine(PrintStream out, int width, LongSupplier nanoTime) {
    this.out = out;
    this.width = width;
    this.nanoTime = nanoTime;
    this.born = nanoTime.getAsLong();
    this.timer = out == null ? null : new Timer("shallows-tick", true);
  }

  /** That of this process; one that draws nothing until a process has begun its own. */
  public static TickLine ofProcess() {
    return process;
  }

  /** Begins that of this process, which ticks until it is closed; standard error makes room. */
  static TickLine begin() {
    String launcher = System.getProperty(BEGUN, "");
    if (!Terminal.isWatched()) {
      endLauncher(launcher);
      return process;
    }
    PrintStream errors = System.err;
    TickLine line = new TickLine(errors, TerminalWidth.ofProcess(), System::nanoTime);
    line.begunBy(launcher);
    System.setErr(new PrintStream(line.makingRoom(errors), true, ErrorLetters.ofProcess()));
    line.start();
    Runtime.getRuntime().addShutdownHook(new Thread(line::close, "shallows-tick-end"));
    process = line;
    return line;
  }

  /**
   * Ends what the launcher draws with.
   *
   * @param begun its process
   * @return whether it may have drawn
   */
  static boolean endLauncher(String begun) {
    if (!begun.matches("[1-9][0-9]{0,17}")) {
      return false;
    }
    ProcessHandle.of(Long.parseLong(begun)).ifPresent(ProcessHandle::destroy);
    return true;
  }

  /** The launcher draws until something else is there to be seen. */
  private void takeOver() {
    drawn |= endLauncher(launcher);
    launcher = "";
  }

  /** What the launcher draws with, which is ended once something else is seen. */
  void begunBy(String process) {
    launcher = process;
  }

  /** Ticks until it is closed. */
  void start() {
    timer.scheduleAtFixedRate(
        new TimerTask() {
          @Override
          public void run() {
            tick();
          }
        },
        FIRST_TICK.toMillis(),
        BETWEEN_TICKS.toMillis());
  }

  /** What is done from now on, in a few words. */
  public synchronized void at(String words) {
    what = words;
    done = -1;
  }

  /** How many of how many of them are done. */
  public synchronized void count(long ended, long of) {
    done = ended;
    all = of;
  }

  /** Something else draws from now on. */
  public synchronized void hold() {
    clear();
    held = true;
  }

  /** Nothing else draws any more. */
  public synchronized void release() {
    held = false;
    midLine = false;
  }

  /** Some time has passed. */
  synchronized void tick() {
    if (out != null && !closed && !held && !midLine) {
      takeOver();
      drawn = true;
      out.print(OVER + line() + "\r");
      out.flush();
    }
  }

  private String line() {
    String counted = done < 0 ? "" : String.format(Locale.ROOT, " %,d of %,d", done, all);
    String text = what + counted + ", " + Elapsed.text((nanoTime.getAsLong() - born) * 1e-9);
    return text.length() < width ? text : text.substring(0, width - 1);
  }

  private void clear() {
    takeOver();
    if (drawn && !closed) {
      out.print(OVER);
      out.flush();
    }
    drawn = false;
  }

  /** Bytes on the way to the same terminal: what is drawn goes before they come. */
  OutputStream makingRoom(OutputStream bytes) {
    return new FilterOutputStream(bytes) {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] many, int from, int length) throws IOException {
        synchronized (TickLine.this) {
          if (length > 0) {
            clear();
            midLine = many[from + length - 1] != '\n' && many[from + length - 1] != '\r';
          }
          out.write(many, from, length);
          out.flush();
        }
      }
    };
  }

  /** Nothing is drawn any more, and what was drawn is gone. */
  @Override
  public synchronized void close() {
    clear();
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
