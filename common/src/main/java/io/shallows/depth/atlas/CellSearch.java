package io.shallows.depth.atlas;

import io.shallows.depth.atlas.StateSolver.Solved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A search for the deepest local minimum of a landscape that is too large to list, with a budget of
 * states.
 *
 * <p>A start goes down from state to state without a climb ({@link StateSolver#descend}). Starts
 * are random cones; random cones that leave some samples without any unit; and the minima known so
 * far, kicked: units replaced, or all units switched off on one sample. Minima are kept in niches
 * by loss, by samples on which all units are off and by what it costs to take a unit out, the
 * dearest in each, so that kicks start from minima of every kind.
 *
 * <p>Each minimum is flooded in turns ({@link LocalFlood}), new ones first and then those whose
 * units are dearest, with more states in each turn; floods that have not closed and new starts
 * share the budget. The states that a flood meets without a climb are the same minimum. The record
 * is the largest lower end of a flood: a lower bound of the supremum, and never more than that. The
 * lowest minimum met is not flooded, since there may be nothing below it.
 */
public final class CellSearch {

  /** How new starts are made. */
  public enum Method {
    /** Niches, starts that leave samples without units, and kicks. */
    DIVERSE,
    /** One walk: a unit is replaced, the way down gone, the end kept if its loss is lower. */
    BASIN_HOPPING
  }

  private static final int LEVELS = 8;

  /** States that a flood may solve in its first turn; twice as many in each that follows. */
  private static final long QUANTUM = 24;

  private final StateSolver solver;
  private final Method method;
  private final UniformRandomProvider random;
  private final long budget;
  private final double zero;
  private final double tie;
  private final Map<State, Found> states = new LinkedHashMap<>();
  private final Map<List<Integer>, Found> niches = new LinkedHashMap<>();
  private final List<Improvement> records = new ArrayList<>();
  private final PriorityQueue<Found> waiting =
      new PriorityQueue<>(
          Comparator.<Found>comparingInt(found -> found.rounds)
              .thenComparingDouble(found -> -found.removal));
  private final List<Found> lowestOnes = new ArrayList<>();
  private Found lowest;
  private long starts;
  private long measuring;
  private double record;
  private Found best;
  private Found hopping;

  /** A search with its random numbers; {@code budget} states may be solved. */
  public CellSearch(
      Arrangement arrangement,
      int width,
      Method method,
      UniformRandomProvider random,
      long budget) {
    this.solver = new StateSolver(arrangement, width);
    this.method = method;
    this.random = random;
    this.budget = budget;
    this.zero = arrangement.landscape().squares() / arrangement.landscape().samples();
    this.tie = Atlas.TIE * zero;
  }

  /** A minimum that was met, in one state or in several that share its point. */
  private static final class Found {
    private final Solved solved;

    /** The least loss that taking a unit out adds. */
    private final double removal;

    private long visits;
    private int rounds;
    private LocalFlood flood;

    Found(Solved solved, double removal) {
      this.solved = solved;
      this.removal = removal;
    }
  }

  /**
   * A depth that was the largest so far.
   *
   * @param cells states that had been solved by then
   */
  public record Improvement(long cells, double loss, double depth) {}

  /**
   * What a search found.
   *
   * @param depth the largest lower end of a flood, to any lower loss; 0 if there was none
   * @param point the network there; empty if there was none
   * @param cells states that were solved
   * @param facetPrograms programs of facets that were solved
   * @param starts descents
   * @param minima different ends of descents
   * @param unseen Good-Turing's estimate of the probability that the next descent ends somewhere
   *     new: the share of descents whose end was met once; for these starts, and no bound
   * @param records how the record grew
   * @param resolution losses are told apart by about this
   */
  public record Result(
      double depth,
      Optional<StatePoint> point,
      long cells,
      long facetPrograms,
      long starts,
      int minima,
      double unseen,
      List<Improvement> records,
      double resolution) {

    public Result {
      records = List.copyOf(records);
    }
  }

  /** Runs until the budget is spent. */
  public Result run() {
    long idle = 0;
    while (solver.cells() < budget && idle < 1000) {
      long before = solver.cells();
      Found next = waiting.peek();
      if (next != null && (next.rounds == 0 || 2 * measuring <= before)) {
        waiting.remove();
        measure(next);
        measuring += next.rounds > 1 || next.flood == null ? solver.cells() - before : 0;
      } else {
        start();
        idle = solver.cells() == before ? idle + 1 : 0;
      }
    }
    List<Found> minima = states.values().stream().distinct().filter(f -> f.visits > 0).toList();
    long once = minima.stream().filter(found -> found.visits == 1).count();
    return new Result(
        record,
        Optional.ofNullable(best)
            .map(found -> StatePoint.of(solver.arrangement(), found.solved.state().cones())),
        solver.cells(),
        solver.facetPrograms(),
        starts,
        minima.size(),
        (double) once / Math.max(1, starts),
        records,
        1e-9 * zero);
  }

  /** Goes on with the flood of a minimum. */
  private void measure(Found found) {
    double value = found.solved.value();
    if (value <= lowest.solved.value() + 2 * tie) {
      lowestOnes.add(found);
      return;
    }
    if (found.flood == null) {
      found.flood = new LocalFlood(solver, found.solved.state(), value - 2 * tie);
    }
    found.flood.run(Math.min(budget, solver.cells() + (QUANTUM << found.rounds)));
    found.rounds++;
    double depth = found.flood.lower() - value;
    if (depth > record) {
      record = depth;
      best = found;
      records.add(new Improvement(solver.cells(), value, depth));
    }
    for (State state : found.flood.plateau()) {
      Found other = states.put(state, found);
      if (other != null && other != found) {
        waiting.remove(other);
      }
    }
    if (!found.flood.closed()) {
      waiting.add(found);
    }
  }

  /** One descent; null if it met the end of the budget. */
  private Found start() {
    State from = next();
    starts++;
    Solved end = solver.descend(from, budget);
    if (solver.cells() >= budget) {
      return null;
    }
    State key = solver.used(end);
    Found known = states.get(key);
    if (known == null) {
      known = new Found(end, leastRemoval(end) - end.value());
      states.put(key, known);
      waiting.add(known);
      if (lowest == null || end.value() < lowest.solved.value() - 2 * tie) {
        lowest = known;
        waiting.addAll(lowestOnes);
        lowestOnes.clear();
      }
      niches.merge(niche(known), known, (a, b) -> b.removal > a.removal ? b : a);
    }
    known.visits++;
    if (method == Method.BASIN_HOPPING
        && (hopping == null || known.solved.value() <= hopping.solved.value())) {
      hopping = known;
    }
    return known;
  }

  private double leastRemoval(Solved solved) {
    State used = solver.used(solved);
    double least = Double.POSITIVE_INFINITY;
    for (int cone : used.cones()) {
      least = Math.min(least, solver.removal(used, cone));
    }
    return least;
  }

  private List<Integer> niche(Found found) {
    double loss = found.solved.value() / zero;
    double climb = found.removal / zero;
    return List.of(
        (int) Math.min(LEVELS - 1, LEVELS * loss),
        dead(found.solved.state()),
        climb <= 1e-8 ? 0 : (int) Math.max(1, 9 + StrictMath.log10(climb)));
  }

  /** Samples on which all units are off. */
  private int dead(State state) {
    int dead = 0;
    for (int s = 0; s < solver.arrangement().landscape().samples(); s++) {
      int sample = s;
      if (Arrays.stream(state.cones()).noneMatch(c -> solver.isOn(c, sample))) {
        dead++;
      }
    }
    return dead;
  }

  private State next() {
    int cones = solver.arrangement().cones();
    if (method == Method.BASIN_HOPPING) {
      if (hopping == null) {
        return random(cones);
      }
      return replaced(hopping.solved.state(), 1);
    }
    int kind = random.nextInt(4);
    if (kind == 0 || niches.isEmpty()) {
      return random(cones);
    }
    if (kind == 1) {
      return leaving(
          1 + random.nextInt(Math.max(1, solver.arrangement().landscape().samples() / 2)));
    }
    List<Found> elites = new ArrayList<>(niches.values());
    State elite = elites.get(random.nextInt(elites.size())).solved.state();
    if (kind == 2) {
      return replaced(elite, 1 + random.nextInt(Math.max(1, solver.width() - 1)));
    }
    return switchedOff(elite);
  }

  private State random(int cones) {
    int[] state = new int[solver.width()];
    for (int k = 0; k < state.length; k++) {
      state[k] = random.nextInt(cones);
    }
    return State.of(state);
  }

  /** Cones that are all off on some random samples. */
  private State leaving(int count) {
    int samples = solver.arrangement().landscape().samples();
    boolean[] left = new boolean[samples];
    for (int j = 0; j < count; j++) {
      left[random.nextInt(samples)] = true;
    }
    return among(left, new State(new int[0]));
  }

  private State among(boolean[] left, State keep) {
    List<Integer> allowed = new ArrayList<>();
    for (int c = 0; c < solver.arrangement().cones(); c++) {
      if (isOff(c, left)) {
        allowed.add(c);
      }
    }
    State state = keep;
    for (int tries = 0;
        !allowed.isEmpty() && state.size() < solver.width() && tries < 4 * solver.width();
        tries++) {
      int cone = allowed.get(random.nextInt(allowed.size()));
      state = state.holds(cone) ? state : state.with(cone);
    }
    return state;
  }

  private boolean isOff(int cone, boolean[] left) {
    for (int s = 0; s < left.length; s++) {
      if (left[s] && solver.isOn(cone, s)) {
        return false;
      }
    }
    return true;
  }

  /** One more sample is left without units. */
  private State switchedOff(State elite) {
    int samples = solver.arrangement().landscape().samples();
    boolean[] left = new boolean[samples];
    left[random.nextInt(samples)] = true;
    State keep = elite;
    for (int cone : elite.cones()) {
      if (!isOff(cone, left)) {
        keep = keep.without(cone);
      }
    }
    return among(left, keep);
  }

  private State replaced(State state, int count) {
    State kicked = state;
    for (int j = 0; j < count; j++) {
      if (kicked.size() > 0) {
        kicked = kicked.without(kicked.cones()[random.nextInt(kicked.size())]);
      }
    }
    while (kicked.size() < solver.width()) {
      int cone = random.nextInt(solver.arrangement().cones());
      kicked = kicked.holds(cone) ? kicked : kicked.with(cone);
    }
    return kicked;
  }
}
