package io.shallows.spark.execute;

import io.shallows.record.TrialStatus;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Whose fault it is that a trial did not end as it should.
 *
 * <p>A trial is a pure function: it opens no file and loads no library. What goes wrong with those,
 * and with memory that is not the heap, is the machine's, and the trial is done again elsewhere. A
 * trial that throws anything else, or exhausts the heap, would do so anywhere.
 */
sealed interface Blame {

  /** The trial's, to be recorded with this status. */
  record Trial(TrialStatus status) implements Blame {}

  /** The machine's. */
  record Machine(Defect defect) implements Blame {}

  /** Who is to blame for what was thrown, by it and its causes. */
  static Blame of(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    TrialStatus status = TrialStatus.FAILED;
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (isOfMachine(cause)) {
        return new Machine(defect(cause));
      }
      if (cause instanceof OutOfMemoryError) {
        status = TrialStatus.OUT_OF_MEMORY;
      }
    }
    return new Trial(status);
  }

  private static boolean isOfMachine(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return !isOfHeap(cause);
    }
    return cause instanceof LinkageError
        || cause instanceof ReflectiveOperationException
        || cause instanceof InternalError
        || cause instanceof IOException;
  }

  /** What the heap says; threads, direct buffers, classes and native memory say other things. */
  private static boolean isOfHeap(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        || message.startsWith("Java heap space")
        || message.startsWith("GC overhead limit exceeded")
        || message.startsWith("Requested array size exceeds VM limit")
        || message.startsWith("Required length exceeds implementation limit");
  }

  private static Defect defect(Throwable cause) {
    return cause instanceof LinkageError
        ? new Defect(sentence(cause) + "; if it is native code, " + MachineCheck.UNPACKING, true)
        : new Defect(sentence(cause), false);
  }

  private static String sentence(Throwable cause) {
    String message =
        cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
    return cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
  }
}
