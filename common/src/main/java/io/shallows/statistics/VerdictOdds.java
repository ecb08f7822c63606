package io.shallows.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How often each verdict is reached, by the number of problems, in possible courses of a sweep: for
 * every number up to {@value #ONE_BY_ONE}, and for some beyond.
 */
public final class VerdictOdds {

  /** Beyond, a number more or less is a percent of the price. */
  static final int ONE_BY_ONE = 64;

  /** Numbers beyond grow by a twentieth, about what forecasts are drawn to. */
  private static final int STEP = 20;

  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final int[] problems;
  private int courses;

  /**
   * @param verdicts what can be decided, by label
   * @param most problems
   */
  VerdictOdds(List<String> verdicts, int most) {
    problems = problems(most);
    verdicts.forEach(verdict -> counts.put(verdict, new int[problems.length]));
  }

  /** The numbers of problems that there are odds for, from 1 to {@code most}. */
  static int[] problems(int most) {
    IntStream.Builder counts = IntStream.builder();
    for (int count = 1; count < most; count += count < ONE_BY_ONE ? 1 : 1 + count / STEP) {
      counts.add(count);
    }
    return counts.add(most).build().toArray();
  }

  /** The place of a number of problems, or of the next below it that there are odds for. */
  private int at(int count) {
    if (count < 1 || count > most()) {
      throw new IllegalArgumentException(count + " problems are not in 1 to " + most());
    }
    int found = Arrays.binarySearch(problems, count);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * Takes note of a course's verdicts with each of {@link #problems(int)}; others than those asked
   * count not.
   */
  void add(List<String> verdicts) {
    courses++;
    for (int i = 0; i < verdicts.size(); i++) {
      int[] count = counts.get(verdicts.get(i));
      if (count != null) {
        count[i]++;
      }
    }
  }

  /** The most problems of which it knows. */
  public int most() {
    return problems[problems.length - 1];
  }

  /** The verdicts that can be reached, by label. */
  public List<String> verdicts() {
    return List.copyOf(counts.keySet());
  }

  /**
   * The probability of a verdict; beyond {@value #ONE_BY_ONE} problems that of the next number
   * below for which there are odds.
   *
   * @param verdict its label
   * @param count of problems, from 1 to {@link #most()}
   */
  public double of(String verdict, int count) {
    int place = at(count);
    return courses == 0 ? 0 : counts.get(verdict)[place] / (double) courses;
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
    int from = problems.length;
    while (from > 0 && decided(problems[from - 1]) >= probability) {
      from--;
    }
    return from == problems.length ? OptionalInt.empty() : OptionalInt.of(problems[from]);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((verdict, count) -> text.append(verdict).append(Arrays.toString(count)));
    return text.toString();
  }
}
