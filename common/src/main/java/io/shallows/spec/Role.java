package io.shallows.spec;

/**
 * What the value of a key is for: the id that it belongs to, and whether a store that has rows
 * accepts another value.
 *
 * <p>Ids of trials, problems and measurements and the comparison of a spec with a store are folds
 * over the keys by their role, so that a new key says once what it means.
 */
public enum Role {
  /** What is fitted: in the id of the problem, and through it in that of every trial on it. */
  DATA("data", true, "problem id, and through it the trial id"),

  /** How a trial runs and when its end counts as a minimum: in the id of the trial. */
  TRAINING("training", true, "trial id"),

  /** Which columns of a trial's rows are filled: in no id, so one store keeps one choice. */
  COLUMNS("columns", true, "none; the rows of one store have the same columns"),

  /** How depth is measured: in the id of the measurement, which stands in every row of depths. */
  MEASURING("measuring", false, "measurement id; depths are measured again"),

  /**
   * To which levels depth is measured: in the id of the measurement too, from the second revision
   * on, since a path found to one level counts for all that it passes.
   */
  LEVELS("levels", false, "measurement id; depths are measured again"),

  /** What is kept of the paths that were found. */
  KEPT("kept", false, "none; depths are measured again"),

  /** How verdicts are reached: one way only, from a fixed number of problems to added ones. */
  JUDGING("judging", false, "none; verdicts are made again, and never fixed after sequential"),

  /** How much is computed: its values are coordinates of rows. */
  EXTENT("extent", false, "none; what is there already is used again"),

  /** Where things are and what they are called. */
  PLACE("place", false, "none"),

  /** When to give up; a trial that ends sooner has the same numbers. */
  LIMIT("limit", false, "none; trials that timed out are done again by --retry timed-out");

  private final String word;
  private final boolean fixed;
  private final String id;

  Role(String word, boolean fixed, String id) {
    this.word = word;
    this.fixed = fixed;
    this.id = id;
  }

  /** The word in comments and documentation. */
  public String word() {
    return word;
  }

  /** Whether a store with rows refuses another value. */
  public boolean isFixed() {
    return fixed;
  }

  /** The id that a value enters, in words. */
  public String id() {
    return id;
  }
}
