package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What becomes of a command whose output is not taken, and of errors that are no exceptions. */
class StandardOutputTest {

  @Command(name = "speak", mixinStandardHelpOptions = true)
  static final class Speak implements Callable<ExitCode> {
    @Spec private CommandSpec command;

    @Override
    public ExitCode call() {
      command.commandLine().getOut().println("größe");
      return ExitCode.COMPLETE;
    }
  }

  @Command(name = "burst")
  static final class Burst implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  private record Ending(int code, String err) {}

  private static Ending run(Object command, OutputStream out, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine line =
        SweepCommandLine.of(command)
            .setOut(new PrintWriter(new StandardOutput(out)))
            .setErr(new PrintWriter(err, true));
    return new Ending(SweepCommandLine.execute(line, arguments), err.toString());
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void textArrivesInUtf8() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(new Ending(0, ""), run(new Speak(), out));
    assertArrayEquals(
        ("größe" + System.lineSeparator()).getBytes(StandardCharsets.UTF_8), out.toByteArray());
  }

  @Test
  void aFullDiskIsNoSuccess() {
    Ending ending = run(new Speak(), failing("No space left on device"));
    assertEquals(ExitCode.INCOMPLETE.code(), ending.code());
    assertEquals(
        "shallows: standard output: No space left on device; what was printed is not whole: make"
            + " room, or send it elsewhere, and give the command again"
            + System.lineSeparator(),
        ending.err());
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoNews() {
    assertEquals(
        new Ending(ExitCode.CLOSED_PIPE.code(), ""), run(new Speak(), failing("Broken pipe")));
  }

  @Test
  void helpIsOutputToo() {
    assertEquals(
        ExitCode.CLOSED_PIPE.code(), run(new Speak(), failing("Broken pipe"), "--help").code());
  }

  @Test
  void aFullHeapIsAMatterOfTheMachine() {
    Ending ending = run(new Burst(), new ByteArrayOutputStream());
    assertEquals(ExitCode.WRONG_USAGE.code(), ending.code());
    assertTrue(ending.err().matches("shallows: the heap of \\d+ MB is full; give more, .*\\R"));
  }

  @Test
  void anArgumentThatLostALetterIsRefused() {
    Ending ending = run(new Speak(), new ByteArrayOutputStream(), "gr\ufffd\ufffde");
    assertEquals(ExitCode.WRONG_USAGE.code(), ending.code());
    assertTrue(ending.err().contains("has a letter that was lost on the way here"), ending.err());
  }
}
