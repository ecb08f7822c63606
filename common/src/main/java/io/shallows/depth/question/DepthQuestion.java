package io.shallows.depth.question;

import io.shallows.depth.measurement.DepthTarget;
import java.util.Objects;
import java.util.Optional;

/**
 * What one row of the depths table answers.
 *
 * @param target the loss to reach
 * @param level which level of the target's kind it is
 * @param referenceWidth k = ceil(m^eta), for references
 * @param targetTrialId the minimum whose loss is the level, if one is
 */
public record DepthQuestion(
    DepthTarget target,
    TargetLevel level,
    Optional<Integer> referenceWidth,
    Optional<String> targetTrialId) {

  public DepthQuestion {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(level, "level");
  }

  /** About a level that is neither a reference nor a minimum's. */
  public static DepthQuestion of(DepthTarget target, TargetLevel level) {
    return new DepthQuestion(target, level, Optional.empty(), Optional.empty());
  }

  /** About the loss of another minimum. */
  public static DepthQuestion minimum(DepthTarget target, String trialId) {
    return new DepthQuestion(target, TargetLevel.ONLY, Optional.empty(), Optional.of(trialId));
  }
}
