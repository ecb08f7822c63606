package io.shallows.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** How often each verdict is reached, by the number of problems, in possible courses of a sweep. */
public final class VerdictOdds {

  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final int most;
  private int courses;

  /**
   * @param verdicts what can be decided, by label
   * @param most problems
   */
  VerdictOdds(List<String> verdicts, int most) {
    verdicts.forEach(verdict -> counts.put(verdict, new int[most + 1]));
    this.most = most;
  }

  /**
   * Takes note of a course's verdicts with 1, 2, ... problems; others than those asked count not.
   */
  void add(List<String> verdicts) {
    courses++;
    for (int i = 0; i < verdicts.size(); i++) {
      int[] count = counts.get(verdicts.get(i));
      if (count != null) {
        count[i + 1]++;
      }
    }
  }

  /** The most problems of which it knows. */
  public int most() {
    return most;
  }

  /** The verdicts that can be reached, by label. */
  public List<String> verdicts() {
    return List.copyOf(counts.keySet());
  }

  /**
   * The probability of a verdict.
   *
   * @param verdict its label
   * @param problems from 1 to {@link #most()}
   */
  public double of(String verdict, int problems) {
    if (problems < 1 || problems > most) {
      throw new IllegalArgumentException(problems + " problems are not in 1 to " + most);
    }
    return courses == 0 ? 0 : counts.get(verdict)[problems] / (double) courses;
  }

  /** The probability that something is decided. */
  public double decided(int problems) {
    return counts.keySet().stream().mapToDouble(verdict -> of(verdict, problems)).sum();
  }

  /** The verdict that is likeliest with so many problems; the first of several. */
  public String likeliest(int problems) {
    String found = verdicts().get(0);
    for (String verdict : counts.keySet()) {
      if (of(verdict, problems) > of(found, problems)) {
        found = verdict;
      }
    }
    return found;
  }

  /** The fewest problems from which on something is decided with at least this probability. */
  public OptionalInt enough(double probability) {
    int from = most + 1;
    while (from > 1 && decided(from - 1) >= probability) {
      from--;
    }
    return from > most ? OptionalInt.empty() : OptionalInt.of(from);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((verdict, count) -> text.append(verdict).append(Arrays.toString(count)));
    return text.toString();
  }
}
