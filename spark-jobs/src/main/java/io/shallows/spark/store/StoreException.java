package io.shallows.spark.store;

/** The store cannot be used as asked; the message says what was found, where, and what to do. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another process writes to the store. */
  public static final class Locked extends StoreException {
    private static final long serialVersionUID = 1L;

    Locked(String message) {
      super(message);
    }
  }

  /** The store was made by a spec with other trials. */
  public static final class OtherSpec extends StoreException {
    private static final long serialVersionUID = 1L;

    public OtherSpec(String message) {
      super(message);
    }
  }

  /** A file of the store is not what was committed. */
  public static final class Corrupted extends StoreException {
    private static final long serialVersionUID = 1L;

    public Corrupted(String message, Throwable cause) {
      super(message, cause);
    }

    Corrupted(String message) {
      super(message);
    }
  }

  /** Another process changed the store while it was read. */
  public static final class Changed extends StoreException {
    private static final long serialVersionUID = 1L;

    public Changed(String message, Throwable cause) {
      super(message, cause);
    }

    Changed(String message) {
      super(message);
    }
  }

  /** Reading from or writing to the file system failed. */
  public static final class Unreachable extends StoreException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }

    Unreachable(String message) {
      super(message);
    }
  }

  /** A run ended before its sweep was complete; what was committed is in place. */
  public static final class Stopped extends StoreException {
    private static final long serialVersionUID = 1L;

    public Stopped(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
