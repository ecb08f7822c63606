package io.shallows.depth.question;

import io.shallows.depth.measurement.TargetKind;
import java.util.List;
import java.util.Optional;

/** The minimum's own loss less a share of it: depth as the methods define it. */
final class OwnTarget implements AskedTarget {

  @Override
  public TargetKind kind() {
    return TargetKind.OWN;
  }

  @Override
  public String definition() {
    return "below the minimum's own loss by the share drop, which is depth as the methods define it";
  }

  @Override
  public List<TargetLevel> levels(List<Double> eta, List<Double> drops) {
    return drops.stream().map(TargetLevel::drop).toList();
  }

  @Override
  public Optional<DepthQuestion> question(AskedMinimum minimum, TargetLevel level) {
    double drop = level.drop().orElseThrow();
    return Optional.of(
        DepthQuestion.of(minimum.problem().own(minimum.theta(), drop, minimum.coverage()), level));
  }
}
