package io.shallows.depth.atlas;

import io.shallows.depth.atlas.StateSolver.Solved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A search for the deepest local minimum of a landscape that is too large to list, with a budget of
 * ray programs, those of cells and those of facets.
 *
 * <p>A start goes down from state to state without a climb ({@link StateSolver#descend}). Starts
 * are random cones; random cones that leave some samples without any unit; and mostly minima known
 * so far, kicked: units turned to look the other way, which gives the same function in other units,
 * units replaced, or all units switched off on one sample. Half of these are any minimum, half the
 * dearest of a niche by loss, by samples on which all units are off and by what it costs to take a
 * unit out, so that kicks start from minima of every kind.
 *
 * <p>Every minimum has a <em>ceiling</em>, the height of the lowest way down that is known; at
 * first that is the way over the network 0. The minimum whose ceiling is the most above its loss is
 * taken up: a {@link DepthProof} either finds a lower way, and the ceiling falls for all minima
 * that were passed, or shows that there is none, and the depth is known. So programs are spent on
 * the depths of few minima; for the others a way down that is lower than the record suffices. One
 * whose proof does not end within its turn is put back by half, with a turn twice as long.
 *
 * <p>The <em>record</em> is the largest depth that was proved: a lower bound of the supremum, and
 * never more than that. The lowest minimum met has no depth, since there may be nothing below it.
 */
public final class CellSearch {

  /** How new starts are made. */
  public enum Method {
    /** Niches, turned units, starts that leave samples without units, and kicks. */
    DIVERSE,
    /**
     * Walks: a unit is replaced, the way down gone, the end kept if its loss is not higher; one
     * that meets nothing new any more begins anew.
     */
    BASIN_HOPPING
  }

  private static final int LEVELS = 8;

  /** Losses that differ by less than this share of the loss of the network 0 are not told apart. */
  private static final double RESOLUTION = 1e-9;

  /** Programs that a proof may solve in its first turn; twice as many in each that follows. */
  private static final long TURN = 24;

  /** States that a proof may see in its first turn, with or without programs. */
  private static final int SEEN = 20_000;

  /** The share of the budget that is spent on starts alone at first. */
  private static final double FRONT = 0.2;

  /** The share of programs that proofs may have while starts still find something new. */
  private static final double PROOFS = 0.8;

  /** So many starts on end without a program, and starts are at an end. */
  private static final int IDLE = 100;

  private final StateSolver solver;
  private final Method method;
  private final Kicks kicks;
  private final UniformRandomProvider random;
  private final long budget;
  private final double zero;
  private final double tie;
  private final Map<State, Found> states = new LinkedHashMap<>();
  private final Map<List<Integer>, Found> niches = new LinkedHashMap<>();
  private final List<Improvement> records = new ArrayList<>();
  private Found lowest;
  private long starts;
  private long proving;
  private double record;
  private Found best;
  private Found hopping;

  /** Programs when the walk of basin hopping last began anew. */
  private long walked = -1;

  /** Walks on end that have solved nothing. */
  private int vain;

  /** A search with its random numbers; {@code budget} programs may be solved. */
  public CellSearch(
      Arrangement arrangement,
      int width,
      Method method,
      UniformRandomProvider random,
      long budget) {
    this.solver = new StateSolver(arrangement, width);
    this.method = method;
    this.kicks = new Kicks(solver, random);
    this.random = random;
    this.budget = budget;
    this.zero = arrangement.landscape().squares() / arrangement.landscape().samples();
    this.tie = Atlas.TIE * zero;
  }

  /** A minimum that was met. */
  private static final class Found {
    private final Solved solved;

    /** About the least loss that taking a unit out adds. */
    private final double removal;

    private double ceiling;
    private boolean proved;
    private long visits;
    private int turns;

    Found(Solved solved, double removal, double ceiling) {
      this.solved = solved;
      this.removal = removal;
      this.ceiling = ceiling;
    }

    /** No less than its depth. */
    double atMost() {
      return ceiling - solved.value();
    }
  }

  /**
   * A depth that was the largest so far.
   *
   * @param programs that had been solved by then
   */
  public record Improvement(long programs, double loss, double depth) {}

  /**
   * What a search found.
   *
   * @param depth the largest depth that was proved, to any lower loss; 0 if there was none
   * @param point the network there; empty if there was none
   * @param ceiling no minimum that was met is deeper than this, the lowest ones set aside
   * @param programs that were solved, of cells and of facets
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
      double ceiling,
      long programs,
      long starts,
      int minima,
      double unseen,
      List<Improvement> records,
      double resolution) {

    public Result {
      records = List.copyOf(records);
    }
  }

  /** Runs until the budget is spent, or nothing new is met any more. */
  public Result run() {
    int idle = 0;
    int stopped = 0;
    while (solver.programs() < budget && stopped < IDLE) {
      long before = solver.programs();
      Found next = before >= FRONT * budget || idle >= IDLE ? mostPromising() : null;
      if (next != null && (proving <= PROOFS * before || idle >= IDLE)) {
        boolean ended = prove(next);
        proving += solver.programs() - before;
        stopped = ended || solver.programs() > before ? 0 : stopped + 1;
      } else if (idle >= IDLE && !isRestarted(before)) {
        break;
      } else {
        start();
        idle = solver.programs() == before ? idle + 1 : 0;
      }
    }
    List<Found> minima = states.values().stream().filter(found -> found.visits > 0).toList();
    long once = minima.stream().filter(found -> found.visits == 1).count();
    return new Result(
        record,
        Optional.ofNullable(best)
            .map(found -> StatePoint.of(solver.arrangement(), found.solved.state().cones())),
        Math.max(
            record,
            states.values().stream()
                .filter(found -> !found.proved && isAboveLowest(found))
                .mapToDouble(Found::atMost)
                .max()
                .orElse(0)),
        solver.programs(),
        starts,
        minima.size(),
        (double) once / Math.max(1, starts),
        records,
        RESOLUTION * zero);
  }

  /** A walk that has come to its end begins anew, unless those before had solved nothing. */
  private boolean isRestarted(long programs) {
    vain = programs > walked ? 0 : vain + 1;
    boolean restarted = method == Method.BASIN_HOPPING && vain < IDLE;
    if (restarted) {
      walked = programs;
      hopping = null;
    }
    return restarted;
  }

  /** Whether a minimum of a loss was met that may be so deep, for tests beside a complete tree. */
  boolean hasMet(double loss, double depth) {
    return states.values().stream()
        .anyMatch(
            found ->
                Math.abs(found.solved.value() - loss) <= RESOLUTION * zero
                    && found.atMost() >= depth - RESOLUTION * zero);
  }

  private boolean isAboveLowest(Found found) {
    return found.solved.value() > lowest.solved.value() + 2 * tie;
  }

  /** The minimum that may beat the record by most, those put back by as much as they were. */
  private Found mostPromising() {
    Found most = null;
    double promise = 0;
    for (Found found : states.values()) {
      double own = StrictMath.scalb(found.atMost(), -found.turns);
      if (!found.proved
          && own > promise
          && found.atMost() > record + 2 * tie
          && isAboveLowest(found)) {
        promise = own;
        most = found;
      }
    }
    return most;
  }

  /** Lowers a minimum's ceiling until it is its depth or not above the record; false if stopped. */
  private boolean prove(Found found) {
    double value = found.solved.value();
    long most = Math.min(budget, solver.programs() + (TURN << Math.min(32, found.turns)));
    int seen = SEEN << Math.min(5, found.turns);
    DepthProof proof = new DepthProof(solver, found.solved.state(), value - 2 * tie);
    while (found.atMost() > record + 2 * tie) {
      double height = found.ceiling - tie;
      DepthProof.Answer answer = proof.ask(height, most, seen);
      if (answer == DepthProof.Answer.STOPPED) {
        found.turns++;
        return false;
      }
      boolean holds = answer == DepthProof.Answer.HOLDS;
      double ceiling = holds ? found.ceiling : proof.height();
      for (Found other : states.values()) {
        OptionalDouble way = proof.wayTo(other.solved.state());
        if (way.isPresent() && other.solved.value() >= value) {
          other.ceiling = Math.min(other.ceiling, Math.max(way.getAsDouble(), ceiling));
        }
      }
      if (holds) {
        found.proved = true;
        record = height - value;
        best = found;
        records.add(new Improvement(solver.programs(), value, record));
        return true;
      }
      found.ceiling = Math.min(found.ceiling, ceiling);
      goDown(proof.end());
    }
    return true;
  }

  /** One descent from a new start. */
  private void start() {
    starts++;
    Found end = goDown(next());
    if (end != null) {
      end.visits++;
      if (method == Method.BASIN_HOPPING
          && (hopping == null || end.solved.value() <= hopping.solved.value())) {
        hopping = end;
      }
    }
  }

  /** The minimum below a state; null if the budget ended on the way. */
  private Found goDown(State from) {
    Solved end = solver.descend(from, budget);
    if (solver.programs() >= budget) {
      return null;
    }
    State key = solver.used(end);
    Found known = states.get(key);
    if (known == null) {
      known = new Found(end, removal(end, key), zero);
      states.put(key, known);
      if (lowest == null || end.value() < lowest.solved.value() - 2 * tie) {
        lowest = known;
      }
      niches.merge(niche(known), known, (a, b) -> b.removal > a.removal ? b : a);
    }
    return known;
  }

  private double removal(Solved end, State used) {
    double least = zero;
    for (int cone : used.cones()) {
      RaySet rest = solver.rays(used.without(cone));
      double about = end.solution().without(end.solution().active().minus(rest));
      least = Math.min(least, Math.min(about, solver.bounds().known(rest).upper()));
    }
    return least - end.value();
  }

  private List<Integer> niche(Found found) {
    double loss = found.solved.value() / zero;
    double climb = found.removal / zero;
    return List.of(
        (int) Math.min(LEVELS - 1, LEVELS * loss),
        solver.dead(found.solved.state()),
        climb <= 1e-8 ? 0 : (int) Math.max(1, 9 + StrictMath.log10(climb)));
  }

  private State next() {
    if (method == Method.BASIN_HOPPING) {
      if (hopping == null) {
        return kicks.random();
      }
      return kicks.replaced(hopping.solved.state(), 1);
    }
    int kind = random.nextInt(16);
    if (kind == 0 || niches.isEmpty()) {
      return kicks.random();
    }
    if (kind == 1) {
      return kicks.leaving();
    }
    List<Found> parents =
        new ArrayList<>(random.nextInt(2) == 0 ? niches.values() : states.values());
    Solved solved = parents.get(random.nextInt(parents.size())).solved;
    State parent = solved.state();
    if (kind >= 8) {
      return kicks.turned(solved);
    }
    if (kind == 2) {
      return kicks.replaced(parent, 1 + random.nextInt(Math.max(1, solver.width() - 1)));
    }
    return kind <= 4 ? kicks.replaced(parent, 1) : kicks.switchedOff(parent);
  }
}
