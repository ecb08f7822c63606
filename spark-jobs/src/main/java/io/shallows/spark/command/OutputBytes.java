package io.shallows.spark.command;

import io.shallows.spark.cli.Mistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    try {
      Files.write(Path.of(file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Mistake("FILE: " + file + " exists already; give another name or move it away");
    } catch (NoSuchFileException e) {
      throw new Mistake("FILE: the folder of " + file + " does not exist; make it first");
    } catch (IOException | InvalidPathException e) {
      throw new Mistake(
          "FILE: " + file + " cannot be written (" + e.getMessage() + "); give another place");
    }
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
