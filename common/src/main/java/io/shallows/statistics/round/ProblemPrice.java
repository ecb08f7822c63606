package io.shallows.statistics.round;

import java.util.Collection;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * What one more problem costs: its trials in each group, and once for every input dimension what
 * its groups share, such as references.
 *
 * @param trials of one group
 * @param shared of one input dimension
 */
public record ProblemPrice(ToDoubleFunction<ProblemGroup> trials, IntToDoubleFunction shared) {

  /** The price where nothing is shared. */
  public static ProblemPrice ofTrials(ToDoubleFunction<ProblemGroup> trials) {
    return new ProblemPrice(trials, n -> 0);
  }

  /** Of one problem in some groups, each once. */
  public double of(Collection<ProblemGroup> groups) {
    return groups.stream().mapToDouble(trials).sum()
        + groups.stream()
            .mapToInt(ProblemGroup::inputDimension)
            .distinct()
            .mapToDouble(shared)
            .sum();
  }
}
