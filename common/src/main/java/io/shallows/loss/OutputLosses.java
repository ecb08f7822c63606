package io.shallows.loss;

import java.util.List;

/** The registry of losses of outputs; a new one is one class and one entry here. */
public final class OutputLosses {

  /** The squared error, for which exact path maxima and the bound are proven. */
  public static final OutputLoss SQUARED = new SquaredLoss();

  /** Softmax cross-entropy. */
  public static final OutputLoss CROSS_ENTROPY = new CrossEntropyLoss();

  private static final List<OutputLoss> ALL = List.of(SQUARED, CROSS_ENTROPY);

  private OutputLosses() {}

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(OutputLoss::name).toList();
  }

  /** The loss of this name. */
  public static OutputLoss named(String name) {
    for (OutputLoss loss : ALL) {
      if (loss.name().equals(name)) {
        return loss;
      }
    }
    throw new IllegalArgumentException("loss: " + name + " is not one of " + names());
  }
}
