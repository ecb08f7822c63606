package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Java's messages of files that cannot be used are often their name; people are told why. */
class FileReasonTest {

  @TempDir private Path folder;

  @Test
  void aReasonIsNeverTheNameOfTheFile() {
    assertEquals("permission denied", FileReason.of(new AccessDeniedException("a/b")));
    assertEquals("no such file or folder", FileReason.of(new NoSuchFileException("a/b")));
    assertEquals(
        "Not a directory", FileReason.of(new FileSystemException("a/b", null, "Not a directory")));
    assertEquals("first", FileReason.of(new IOException("first\nsecond")));
    assertEquals("FileNotFoundException", FileReason.of(new FileNotFoundException()));
  }

  @Test
  void whatCannotBeWrittenSaysWhatToDo() {
    assertEquals(
        "permission denied; give a folder that you may write to, or ask its owner",
        FileReason.ofWriting(new AccessDeniedException("a/b")));
    assertEquals(
        "No space left on device; make room, and give the command again",
        FileReason.ofWriting(new IOException("No space left on device")));
    assertEquals("lost", FileReason.ofWriting(new IOException("lost")));
  }

  @Test
  void whatIsInTheWayOfAFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEquals(
        file + " is a file",
        FileReason.of(FileReason.ofFolder(file.resolve("store")).orElseThrow()));
    assertTrue(FileReason.ofFolder(folder.resolve("a/b")).isEmpty());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions of POSIX")
  void aFolderThatMayNotBeWrittenToIsNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");
    StoreFolder store = StoreFolder.at(closed.resolve("s").toString(), new Configuration(false));
    StoreException refused =
        assertThrows(StoreException.class, () -> store.createFolder("_staging"));
    assertTrue(
        refused
            .getMessage()
            .endsWith(
                ": permission denied in "
                    + closed
                    + "; give a folder that you may write to, or ask its owner"),
        refused.getMessage());
  }
}
