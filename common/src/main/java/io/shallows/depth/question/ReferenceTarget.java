package io.shallows.depth.question;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.reference.ReferenceSearch;
import java.util.List;
import java.util.Optional;

/** The best loss known of the two-layer network of width ceil(m^eta), of which the bound speaks. */
final class ReferenceTarget implements AskedTarget {

  @Override
  public TargetKind kind() {
    return TargetKind.REFERENCE;
  }

  @Override
  public String definition() {
    return "the level e(ceil(m^eta)), the subject of the bound";
  }

  @Override
  public List<TargetLevel> levels(List<Double> eta, List<Double> drops) {
    return eta.stream().map(TargetLevel::eta).toList();
  }

  @Override
  public Optional<DepthQuestion> question(AskedMinimum minimum, TargetLevel level) {
    int k = ReferenceSearch.width(minimum.width(), level.eta().orElseThrow());
    return minimum
        .problem()
        .reference(k)
        .map(target -> new DepthQuestion(target, level, Optional.of(k), Optional.empty()));
  }
}
