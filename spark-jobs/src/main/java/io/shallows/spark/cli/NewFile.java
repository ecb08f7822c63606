package io.shallows.spark.cli;

import io.shallows.spark.store.FileReason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a command writes for its user: always a new one, so that nothing is lost. */
public final class NewFile {

  private NewFile() {}

  /**
   * Writes a file.
   *
   * @param argument what the user calls it, for messages
   * @throws Mistake if it is there already, its folder is not, or it cannot be written
   */
  public static void write(String argument, String file, byte[] bytes) {
    try {
      Files.write(Path.of(file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw exists(argument, file);
    } catch (NoSuchFileException e) {
      throw new Mistake(argument + ": the folder of " + file + " does not exist; make it first");
    } catch (IOException | InvalidPathException e) {
      throw unwritable(argument, file, e);
    }
  }

  /**
   * Refuses a file that is there already, before the work whose result it is to hold.
   *
   * @param argument what the user calls it, for messages
   */
  public static void requireAbsent(String argument, String file) {
    try {
      if (Files.exists(Path.of(file))) {
        throw exists(argument, file);
      }
    } catch (InvalidPathException e) {
      throw unwritable(argument, file, e);
    }
  }

  private static Mistake exists(String argument, String file) {
    return new Mistake(
        argument + ": " + file + " exists already; give another name or move it away");
  }

  private static Mistake unwritable(String argument, String file, Exception e) {
    return new Mistake(
        argument
            + ": "
            + file
            + " cannot be written ("
            + FileReason.of(e)
            + "); give another place");
  }
}
