package io.shallows.trial;

import io.shallows.depth.measurement.DepthTarget;
import java.util.Optional;

/**
 * What one row of the depths table answers.
 *
 * @param target the level
 * @param eta exponent of the bound, for references
 * @param referenceWidth k = ceil(m^eta), for references
 * @param drop share of the loss that the level lies below it, for a minimum's own level
 * @param targetTrialId the minimum whose loss is the level, if one is
 */
record DepthQuestion(
    DepthTarget target,
    Optional<Double> eta,
    Optional<Integer> referenceWidth,
    Optional<Double> drop,
    Optional<String> targetTrialId) {

  static DepthQuestion own(DepthTarget target, double drop) {
    return new DepthQuestion(
        target, Optional.empty(), Optional.empty(), Optional.of(drop), Optional.empty());
  }

  static DepthQuestion reference(DepthTarget target, double eta, int width) {
    return new DepthQuestion(
        target, Optional.of(eta), Optional.of(width), Optional.empty(), Optional.empty());
  }

  static DepthQuestion minimum(DepthTarget target, String trialId) {
    return new DepthQuestion(
        target, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(trialId));
  }
}
