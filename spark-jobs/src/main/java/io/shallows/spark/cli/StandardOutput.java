package io.shallows.spark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * What a command prints for others to read: UTF-8 wherever it runs, and never lost in silence. A
 * {@link PrintWriter} forgets errors; this writer throws {@link Lost} at the first one, which ends
 * the command.
 */
final class StandardOutput extends Writer {

  /** Standard output took no more. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }

    /** Whether its reader has seen enough and closed it, as {@code head} does. */
    boolean isClosedPipe() {
      return getMessage().contains("Broken pipe");
    }
  }

  private final Writer text;

  StandardOutput(OutputStream bytes) {
    this.text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
  }

  /** That of this process, for which a line on its terminal makes room. */
  static PrintWriter ofProcess(TickLine tick) {
    return new PrintWriter(
        new StandardOutput(tick.makingRoom(new FileOutputStream(FileDescriptor.out))));
  }

  @Override
  public void write(char[] characters, int from, int length) {
    attempt(() -> text.write(characters, from, length));
  }

  @Override
  public void flush() {
    attempt(text::flush);
  }

  @Override
  public void close() {
    attempt(text::close);
  }

  private static void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new Lost(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
