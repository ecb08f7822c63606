package io.shallows.spark.cli;

/**
 * A user's mistake on the command line; the message says what, where, what is allowed and what to
 * do.
 */
public final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Mistake(String message) {
    super(message);
  }
}
