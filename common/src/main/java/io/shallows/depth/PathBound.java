package io.shallows.depth;

import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the largest loss on a segment of parameters is bounded, by the cost of an output. A cost
 * without an entry here is trained, and no path of it is certified by the formula of another.
 */
public enum PathBound {
  /** {@link SegmentMaximum}. */
  SQUARED(OutputLosses.SQUARED),

  /** {@link CrossEntropyMaximum}. */
  CROSS_ENTROPY(OutputLosses.CROSS_ENTROPY);

  private final OutputLoss loss;

  PathBound(OutputLoss loss) {
    this.loss = loss;
  }

  /** The bound for a cost; empty if none is known. */
  public static Optional<PathBound> of(OutputLoss loss) {
    return Arrays.stream(values()).filter(bound -> bound.loss == loss).findFirst();
  }

  /**
   * The bound for a cost that has one.
   *
   * @throws IllegalArgumentException if none is known
   */
  public static PathBound required(OutputLoss loss) {
    return of(loss)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "loss: " + loss.name() + " has no bound for paths; measure no depth of it"));
  }
}
