package io.shallows.training;

/**
 * A wall clock given from outside; this module has none, so that its results cannot depend on time
 * by accident.
 */
public interface Deadline {

  /** Whether work must stop now. */
  boolean expired();

  /** Seconds since the work began. */
  double elapsedSeconds();

  /** A deadline that never comes; its clock stands at 0. */
  static Deadline never() {
    return new Deadline() {
      @Override
      public boolean expired() {
        return false;
      }

      @Override
      public double elapsedSeconds() {
        return 0;
      }
    };
  }
}
