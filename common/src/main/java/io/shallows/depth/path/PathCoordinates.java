package io.shallows.depth.path;

import io.shallows.loss.LossSurface;

/** The coordinates in which strings are relaxed, and the way back to parameters. */
public interface PathCoordinates {

  /** The loss in these coordinates. */
  LossSurface surface();

  /**
   * Evaluations of the loss that one evaluation of {@link #surface} is worth: its passes over the
   * data.
   */
  int passes();

  /** The coordinates of a parameter vector. */
  double[] project(double[] theta);

  /** The parameters at some coordinates. */
  double[] lift(double[] point);

  /** The parameters themselves. */
  static PathCoordinates parameters(LossSurface surface) {
    return new PathCoordinates() {
      @Override
      public LossSurface surface() {
        return surface;
      }

      @Override
      public int passes() {
        return 1;
      }

      @Override
      public double[] project(double[] theta) {
        return theta;
      }

      @Override
      public double[] lift(double[] point) {
        return point;
      }
    };
  }
}
