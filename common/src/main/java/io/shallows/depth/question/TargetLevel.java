package io.shallows.depth.question;

import java.util.Optional;

/**
 * Which of the levels of one target a row is of.
 *
 * @param eta exponent of a reference's width, for targets that have one level per exponent
 * @param drop share of its loss that the minimum must lose, for targets that have one per share
 */
public record TargetLevel(Optional<Double> eta, Optional<Double> drop) {

  /** Of a target that has one level. */
  public static final TargetLevel ONLY = new TargetLevel(Optional.empty(), Optional.empty());

  /** Of an exponent. */
  public static TargetLevel eta(double eta) {
    return new TargetLevel(Optional.of(eta), Optional.empty());
  }

  /** Of a share of the minimum's loss. */
  public static TargetLevel drop(double drop) {
    return new TargetLevel(Optional.empty(), Optional.of(drop));
  }
}
