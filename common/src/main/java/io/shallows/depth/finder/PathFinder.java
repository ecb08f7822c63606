package io.shallows.depth.finder;

import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.problem.PathProblem;
import java.util.Optional;

/**
 * A way to look for a low path: one class and one entry in {@link PathFinders}. Finders hold no
 * state.
 */
public interface PathFinder {

  /** The name that specs use. */
  String name();

  /** One line for help and documentation. */
  String definition();

  /**
   * Whether its paths are the constructive ones, which are measured for every target with the bound
   * and need no run of their own.
   */
  default boolean isConstructive() {
    return false;
  }

  /** Whether it looks for paths of sums of squares only. */
  default boolean needsSquares() {
    return isConstructive();
  }

  /**
   * Whether it goes on from what is known: it runs when the others have looked for paths to all
   * targets, so that these find what they find without it.
   */
  default boolean improves() {
    return false;
  }

  /**
   * Whether a penalty of units may be in the loss: it sees nothing of it but values and
   * derivatives, or its paths are made for the sum.
   */
  default boolean takesPenalty() {
    return false;
  }

  /**
   * A certified path from the minimum to the level, or empty if none was found within the budget.
   */
  Optional<CertifiedPath> find(PathProblem problem);

  /**
   * Runs it, unless the lowest path so far is known to be as low as any: see {@link
   * PathProblem#isOpen}.
   */
  default void search(PathProblem problem) {
    if (problem.isOpen()) {
      find(problem);
    }
  }
}
