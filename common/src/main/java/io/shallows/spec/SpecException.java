package io.shallows.spec;

/**
 * A mistake in what the user asked for; the message says what, where, what is allowed and what to
 * do.
 */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SpecException(String message) {
    super(message);
  }
}
