package io.shallows.depth.question;

import io.shallows.depth.measurement.TargetKind;
import java.util.Optional;

/** The loss of the lowest minimum of the cell, for all others of it. */
final class CellBestTarget implements AskedTarget {

  @Override
  public TargetKind kind() {
    return TargetKind.CELL_BEST;
  }

  @Override
  public String definition() {
    return "the level of the lowest minimum of the same cell";
  }

  @Override
  public Optional<DepthQuestion> question(AskedMinimum minimum, TargetLevel level) {
    return minimum
        .best()
        .map(
            best ->
                DepthQuestion.minimum(minimum.problem().cellBest(best.theta()), best.trialId()));
  }
}
