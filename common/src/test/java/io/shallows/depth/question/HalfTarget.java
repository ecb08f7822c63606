package io.shallows.depth.question;

import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.measurement.TargetKind;
import java.util.List;
import java.util.Optional;

/** Half of the minimum's own loss. */
final class HalfTarget implements AskedTarget {

  @Override
  public TargetKind kind() {
    return TargetKind.level("half");
  }

  @Override
  public String definition() {
    return "half of the minimum's own loss";
  }

  @Override
  public Optional<DepthQuestion> question(AskedMinimum minimum, TargetLevel level) {
    double half = minimum.problem().at(minimum.theta()) / 2;
    return Optional.of(
        DepthQuestion.of(new DepthTarget(kind(), half, List.of(), Optional.empty()), level));
  }
}
