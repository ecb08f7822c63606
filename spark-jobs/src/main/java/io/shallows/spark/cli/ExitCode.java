package io.shallows.spark.cli;

/** How a command ended, for scripts and schedulers. 143, after SIGTERM, is the JVM's own. */
public enum ExitCode {
  COMPLETE(0, "complete"),
  INTERNAL_ERROR(1, "internal error"),
  WRONG_USAGE(2, "wrong usage, spec or machine"),
  TOO_MANY_FAILURES(3, "more failed trials than --max-failures"),
  INCOMPLETE(4, "incomplete but resumable"),
  OTHER_SPEC(5, "store and spec disagree"),
  OTHER_VERDICT(6, "a verdict that status --require asks for does not hold"),
  INTERRUPTED(130, "interrupted"),
  CLOSED_PIPE(141, "the reader of standard output closed it");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** How a run ended. */
  public static ExitCode ofRun(boolean complete, long failed, long maxFailures) {
    if (!complete) {
      return INCOMPLETE;
    }
    return failed > maxFailures ? TOO_MANY_FAILURES : COMPLETE;
  }

  public int code() {
    return code;
  }

  /** A few words for help. */
  public String meaning() {
    return meaning;
  }
}
