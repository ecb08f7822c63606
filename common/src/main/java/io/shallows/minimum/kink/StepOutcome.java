package io.shallows.minimum.kink;

import io.shallows.loss.Kink;
import io.shallows.training.TrainingOutcome;

/** What the tries to go on along the kinks of a point came to. */
sealed interface StepOutcome {

  /** A lower point, or one where the loss is the same and flatter, on the same kinks. */
  record Move(KinkPoint point) implements StepOutcome {}

  /** The lowest point along a step, at a corner of the loss whose kink is now in the set. */
  record Corner(KinkPoint point, Kink kink) implements StepOutcome {}

  /** No step was taken: {@code STALLED} if none descends, else the limit that was met. */
  record Blocked(TrainingOutcome why) implements StepOutcome {}
}
