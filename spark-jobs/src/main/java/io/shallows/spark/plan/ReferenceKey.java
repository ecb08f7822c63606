package io.shallows.spark.plan;

import io.shallows.trial.ProblemCoordinates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which references a shard finds; its text is {@code problem:inputDimension:k,k,...}.
 *
 * @param problem index of the problem
 * @param inputDimension n
 * @param widths the reference widths, smallest first
 */
public record ReferenceKey(int problem, int inputDimension, List<Integer> widths) {

  public ReferenceKey {
    widths = List.copyOf(widths);
  }

  /** The key written as {@code text}. */
  public static ReferenceKey parse(String text) {
    String[] parts = text.split(":", -1);
    List<Integer> widths = Arrays.stream(parts[2].split(",", -1)).map(Integer::valueOf).toList();
    return new ReferenceKey(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), widths);
  }

  /** The problem's coordinates. */
  public ProblemCoordinates coordinates() {
    return new ProblemCoordinates(problem, inputDimension);
  }

  @Override
  public String toString() {
    return problem
        + ":"
        + inputDimension
        + ":"
        + widths.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
