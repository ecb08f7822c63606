package io.shallows.grid;

import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.IntAxis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * The order in which a sweep has its problems, for what is found by id: by number, problems of one
 * number by input dimension. Ids that are not the sweep's are behind them, by the id. It does not
 * depend on anything that was measured, and problems that are added later are behind those that
 * there were.
 */
public final class ProblemOrder implements Comparator<String> {

  /** The order of ids, which are hashes; where no order has to mean anything. */
  public static final ProblemOrder BY_ID = new ProblemOrder(List.of());

  private final Map<String, Integer> places = new TreeMap<>();
  private final Collection<String> partial;

  /** The order of a list of ids, each once, of which none is partial. */
  public ProblemOrder(List<String> ids) {
    this(ids, List.of());
  }

  /**
   * The order of a list of ids, each once.
   *
   * @param partial those that do not belong to all networks of their sweep
   */
  public ProblemOrder(List<String> ids, Collection<String> partial) {
    ids.forEach(id -> places.put(id, places.size()));
    this.partial = new TreeSet<>(partial);
  }

  /**
   * The order of a sweep's problems.
   *
   * @param identity the sweep's names
   * @param count how many numbers, from 0 on
   * @param whole whether the problems with a number belong to all networks of the sweep
   */
  public static ProblemOrder of(
      SweepIdentity identity, SweepSpec spec, int count, IntPredicate whole) {
    IntAxis dimensions = spec.grid().inputDimension();
    List<String> ids = new ArrayList<>();
    List<String> partial = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      boolean all = whole.test(number);
      for (long d = 0; d < dimensions.size(); d++) {
        String id = identity.problemId(number, dimensions.get(d)).hex();
        ids.add(id);
        if (!all) {
          partial.add(id);
        }
      }
    }
    return new ProblemOrder(ids, partial);
  }

  /** The ids in this order. */
  public List<String> ids() {
    return places.keySet().stream().sorted(this).toList();
  }

  /** Whether a problem is one of those of the list. */
  public boolean contains(String id) {
    return places.containsKey(id);
  }

  /** Whether a problem belongs to all networks of its sweep. */
  public boolean isWhole(String id) {
    return !partial.contains(id);
  }

  @Override
  public int compare(String one, String other) {
    int place = place(one);
    int otherPlace = place(other);
    return place == otherPlace ? one.compareTo(other) : Integer.compare(place, otherPlace);
  }

  private int place(String id) {
    return places.getOrDefault(id, places.size());
  }
}
