package io.shallows.spark;

/** What the process's exit code means. */
public final class ExitCode {

  /** Everything that was asked for is done. */
  public static final int COMPLETE = 0;

  /** An error of this program. */
  public static final int INTERNAL = 1;

  /** A wrong command line or spec. */
  public static final int USAGE = 2;

  /** More trials failed than {@code --max-failures} allows; the rest is complete. */
  public static final int FAILED_TRIALS = 3;

  /** Not complete, but running again continues. */
  public static final int INCOMPLETE = 4;

  /** The store was made by a spec with other numbers. */
  public static final int OTHER_SPEC = 5;

  /** Interrupted by the user; running again continues. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
