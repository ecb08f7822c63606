package io.shallows.depth.question;

import io.shallows.depth.measurement.TargetKind;
import java.util.List;
import java.util.Optional;

/** A kind of target that specs ask for by its label, with an entry in {@link DepthTargets}. */
public interface AskedTarget {

  /** Its label, and what the measurement has to know of it. */
  TargetKind kind();

  /** What the level is, for the description of tables: words without a full stop at the end. */
  String definition();

  /**
   * For which levels there are rows, in their order: of minima, and of cells whether or not they
   * have minima.
   *
   * @param eta the spec's exponents
   * @param drops the spec's shares
   */
  default List<TargetLevel> levels(List<Double> eta, List<Double> drops) {
    return List.of(TargetLevel.ONLY);
  }

  /** What one of the levels is for a minimum; empty where there is no such loss. */
  Optional<DepthQuestion> question(AskedMinimum minimum, TargetLevel level);
}
