package io.shallows.launch;

import io.shallows.spark.cli.ErrorLetters;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;

/**
 * Standard error beside that of the JVM: the launcher filters what the JVM itself says, and hands
 * the real one over as a further descriptor. Opening it by name instead would give a second
 * position in a file, and the two would overwrite each other.
 */
final class OwnErrors {

  /** Names the descriptor. */
  private static final String PROPERTY = "shallows.stderr";

  private OwnErrors() {}

  /** Writes to the launcher's descriptor if there is one; else everything stays as it is. */
  static void use() {
    Integer number = Integer.getInteger(PROPERTY);
    if (number == null) {
      return;
    }
    try {
      FileDescriptor descriptor = new FileDescriptor();
      Field field = FileDescriptor.class.getDeclaredField("fd");
      field.setAccessible(true);
      field.setInt(descriptor, number);
      if (descriptor.valid()) {
        System.setErr(
            new PrintStream(new FileOutputStream(descriptor), true, ErrorLetters.ofProcess()));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The filter passes everything else on.
      System.err.flush();
    }
  }
}
