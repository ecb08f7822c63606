package io.shallows.depth.exact;

import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import java.util.Optional;

/**
 * How the largest loss on a segment of parameters is bounded, by the cost of an output. A cost
 * without an entry here is trained, and no path of it is certified by the formula of another.
 */
public enum PathBound {
  /** {@link SegmentMaximum}. */
  SQUARED,

  /** {@link CrossEntropyMaximum}. */
  CROSS_ENTROPY;

  /** The bound for a cost; empty if none is known. */
  public static Optional<PathBound> of(OutputLoss loss) {
    if (loss.equals(OutputLosses.SQUARED)) {
      return Optional.of(SQUARED);
    }
    return loss.equals(OutputLosses.CROSS_ENTROPY) ? Optional.of(CROSS_ENTROPY) : Optional.empty();
  }
}
