package io.shallows.spark.command;

import io.shallows.spark.cli.NewFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command puts bytes: a new file, or standard output. */
final class OutputBytes {

  private static final byte[] ZIP = {'P', 'K'};

  private final CommandSpec command;

  OutputBytes(CommandSpec command) {
    this.command = command;
  }

  /**
   * Writes the bytes; an existing file is never overwritten.
   *
   * @param file null for standard output
   */
  void write(String file, byte[] bytes) {
    if (file == null) {
      print(bytes);
      return;
    }
    NewFile.write("FILE", file, bytes);
  }

  private void print(byte[] bytes) {
    if (Arrays.equals(bytes, 0, Math.min(2, bytes.length), ZIP, 0, 2)) {
      // not through the writer of texts, which would change bytes
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    } else {
      command.commandLine().getOut().print(new String(bytes, StandardCharsets.UTF_8));
      command.commandLine().getOut().flush();
    }
  }
}
