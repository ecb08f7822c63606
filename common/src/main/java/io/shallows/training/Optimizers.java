package io.shallows.training;

import java.util.List;

/** The registry of optimizers; a new one is one class and one entry here. */
public final class Optimizers {

  private static final List<Optimizer> ALL =
      List.of(new LevenbergMarquardt(), new Lbfgs(), new Adam(), new GradientDescent());

  private Optimizers() {}

  /** All optimizers, in the order of documentation. */
  public static List<Optimizer> all() {
    return ALL;
  }

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(Optimizer::name).toList();
  }

  /**
   * The optimizer of this name with the spec's step and batch, where it has them.
   *
   * @param seed of the order of batches
   * @param penalty of biases, for first-order optimizers only
   */
  public static Optimizer configured(
      String name, double step, int batchSize, long seed, BiasPenalty penalty) {
    return named(name).configured(step, batchSize, seed, penalty);
  }

  /** The optimizer of this name, as its paper has it. */
  public static Optimizer named(String name) {
    for (Optimizer optimizer : ALL) {
      if (optimizer.name().equals(name)) {
        return optimizer;
      }
    }
    throw new IllegalArgumentException("optimizer: " + name + " is not one of " + names());
  }
}
