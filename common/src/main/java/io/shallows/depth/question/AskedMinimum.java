package io.shallows.depth.question;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.path.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A minimum whose depth is asked, with what targets may be made of.
 *
 * @param problem the loss
 * @param point the minimum, a path of one vertex
 * @param width m, the width of its network
 * @param coverage which minima are covered
 * @param best the lowest minimum of its cell; empty where the minimum is that itself
 */
public record AskedMinimum(
    DepthProblem problem, Path point, int width, Coverage coverage, Optional<Other> best) {

  /**
   * Another minimum of the cell.
   *
   * @param trialId the id of its trial
   * @param point the minimum, a path of one vertex
   */
  public record Other(String trialId, Path point) {
    /** One of these parameters. */
    public static Other at(String trialId, double[] theta) {
      return new Other(trialId, new Path(List.of(theta)));
    }

    /** Its parameters; not to be changed. */
    public double[] theta() {
      return point.vertex(0);
    }
  }

  public AskedMinimum {
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(coverage, "coverage");
    if (width < 1) {
      throw new IllegalArgumentException("minimum: width " + width + " is below 1");
    }
  }

  /** One of these parameters. */
  public static AskedMinimum at(
      DepthProblem problem, double[] theta, int width, Coverage coverage, Optional<Other> best) {
    return new AskedMinimum(problem, new Path(List.of(theta)), width, coverage, best);
  }

  /** Its parameters; not to be changed. */
  public double[] theta() {
    return point.vertex(0);
  }
}
