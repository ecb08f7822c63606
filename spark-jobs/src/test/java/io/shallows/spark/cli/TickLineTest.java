package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a terminal shows while a command has nothing to print yet. */
class TickLineTest {

  private static final String OVER = "\r\u001b[K";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final AtomicLong nanoTime = new AtomicLong();

  private TickLine line(int width) {
    return new TickLine(
        new PrintStream(terminal, true, StandardCharsets.UTF_8), width, nanoTime::get);
  }

  private void passSeconds(long seconds) {
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** What came since the last call. */
  private String shown() {
    String text = terminal.toString(StandardCharsets.UTF_8);
    terminal.reset();
    return text;
  }

  @Test
  void everyTickDrawsOverTheOneBefore() {
    try (TickLine line = line(80)) {
      line.at("checking files:");
      line.count(1234, 5678);
      passSeconds(2);
      line.tick();
      assertEquals(OVER + "checking files: 1,234 of 5,678, 2 s\r", shown());
      line.at("proving");
      passSeconds(70);
      line.tick();
      assertEquals(OVER + "proving, 1:12 min\r", shown());
    }
    assertEquals(OVER, shown());
  }

  @Test
  void itTicksByItselfAndLeavesNothing() throws InterruptedException {
    try (TickLine line = line(80)) {
      line.start();
      for (int wait = 0; wait < 1000 && terminal.size() == 0; wait++) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    String text = shown();
    assertTrue(text.startsWith(OVER + "working, 0 s\r"), text);
    assertTrue(text.endsWith(OVER), text);
  }

  @Test
  void itFitsTheTerminal() {
    try (TickLine line = line(40)) {
      line.at("a description that is longer than a narrow terminal is");
      line.tick();
      assertEquals(39, shown().replace(OVER, "").replace("\r", "").length());
    }
  }

  @Test
  void whatIsPrintedFindsAnEmptyLineAndIsNotDrawnOver() throws IOException {
    try (TickLine line = line(80)) {
      OutputStream out = line.makingRoom(terminal);
      line.tick();
      shown();
      out.write("half a".getBytes(StandardCharsets.UTF_8));
      assertEquals(OVER + "half a", shown());
      line.tick();
      assertEquals("", shown(), "drawn over half a line");
      out.write(" line\n".getBytes(StandardCharsets.UTF_8));
      line.tick();
      assertEquals(" line\n" + OVER + "working, 0 s\r", shown());
    }
  }

  @Test
  void itMakesWayForABarAndComesBack() {
    try (TickLine line = line(80)) {
      line.tick();
      line.hold();
      shown();
      line.tick();
      assertEquals("", shown());
      line.release();
      line.tick();
      assertTrue(shown().contains("working"));
    }
  }

  /** The launcher draws until java is there. */
  @Test
  void whatDrawsForTheLauncherIsEnded() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try (TickLine line = line(80)) {
      line.begunBy(String.valueOf(other.pid()));
      assertFalse(other.waitFor(100, TimeUnit.MILLISECONDS), "nothing else is seen yet");
      line.tick();
      assertEquals(OVER + "working, 0 s\r", shown());
      assertTrue(other.waitFor(20, TimeUnit.SECONDS), "it goes on");
    } finally {
      other.destroyForcibly();
    }
    shown();
    Process quiet = new ProcessBuilder("sleep", "600").start();
    try (TickLine line = line(80)) {
      line.begunBy(String.valueOf(quiet.pid()));
      line.makingRoom(terminal).write('x');
      assertEquals(OVER + "x", shown(), "what it drew is drawn over");
      assertTrue(quiet.waitFor(20, TimeUnit.SECONDS), "it goes on");
    } finally {
      quiet.destroyForcibly();
    }
    assertFalse(TickLine.endLauncher(""));
    assertFalse(TickLine.endLauncher("yes"));
    assertFalse(TickLine.endLauncher("-1"));
  }

  /** What java knows of the terminal, else of the locale; a name it does not know says nothing. */
  @Test
  void lettersAreThoseOfTheTerminal() {
    assertEquals(
        StandardCharsets.ISO_8859_1, ErrorLetters.of(Map.of("native.encoding", "ISO-8859-1")::get));
    assertEquals(
        StandardCharsets.US_ASCII,
        ErrorLetters.of(
            Map.of("stderr.encoding", "ANSI_X3.4-1968", "native.encoding", "ISO-8859-1")::get));
    assertEquals(
        StandardCharsets.ISO_8859_1,
        ErrorLetters.of(
            Map.of("sun.stderr.encoding", "no such", "native.encoding", "ISO-8859-1")::get));
    assertEquals(StandardCharsets.UTF_8, ErrorLetters.of(name -> null));
  }

  @Test
  void nothingIsDrawnAfterItsEnd() {
    TickLine line = line(80);
    line.close();
    line.tick();
    assertEquals("", shown());
  }

  @Test
  void itHasNoColours() {
    try (TickLine line = line(80)) {
      line.at("reading");
      line.tick();
      assertFalse(shown().matches("(?s).*\u001b\\[[0-9;]*m.*"));
    }
  }

  /** A process without a terminal, as one under a test is, draws nothing. */
  @Test
  void nothingIsDrawnWithoutATerminal() {
    TickLine none = new TickLine(null, 80, nanoTime::get);
    none.at("reading");
    none.count(1, 2);
    none.tick();
    none.close();
    assertFalse(Terminal.isWatched(Map.of("TERM", "xterm"), false, "yes"));
    assertFalse(Terminal.isWatched(Map.of("TERM", "dumb"), true, "yes"));
    assertFalse(Terminal.isWatched(Map.of("TERM", "xterm"), true, "no"));
    assertFalse(Terminal.isWatched(Map.of("TERM", "xterm", "CI", "true"), true, "yes"));
    assertTrue(Terminal.isWatched(Map.of("TERM", "xterm", "CI", "false"), true, "yes"));
    assertTrue(Terminal.isWatched(Map.of("TERM", "xterm", "NO_COLOR", "1"), true, "yes"));
  }
}
