package io.shallows.spark.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Why a file could not be used, in words, and what to do about it. Java's messages often are the
 * name of the file alone.
 */
public final class FileReason {

  private FileReason() {}

  /** The reason in a line, such as {@code permission denied}. */
  public static String of(Exception failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String words =
        failure instanceof FileSystemException named && named.getReason() != null
            ? named.getReason()
            : failure.getMessage();
    return words == null || words.isBlank()
        ? failure.getClass().getSimpleName()
        : words.lines().findFirst().orElse("");
  }

  /** The same with what helps, of a file that could not be written. */
  static String ofWriting(Exception failure) {
    String reason = of(failure);
    if (isDenied(reason)) {
      return reason + "; give a folder that you may write to, or ask its owner";
    }
    return isFull(reason) ? reason + "; make room, and give the command again" : reason;
  }

  private static boolean isDenied(String reason) {
    return reason.startsWith("permission denied")
        || reason.contains("Permission denied")
        || reason.contains("Read-only file system");
  }

  static boolean isFull(String reason) {
    return reason.contains("No space left") || reason.contains("quota exceeded");
  }

  /**
   * Why a local folder cannot be made.
   *
   * @return empty where nothing seems to be in its way
   */
  static Optional<IOException> ofFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      return Optional.empty();
    } catch (IOException e) {
      Path there = folder;
      while (there.getParent() != null && !Files.exists(there)) {
        there = there.getParent();
      }
      String what =
          !Files.isDirectory(there)
              ? there + " is a file"
              : e instanceof AccessDeniedException ? "permission denied in " + there : of(e);
      return Optional.of(new FileSystemException(folder.toString(), null, what));
    }
  }
}
