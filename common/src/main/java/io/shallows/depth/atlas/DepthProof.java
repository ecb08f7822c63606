package io.shallows.depth.atlas;

import io.shallows.depth.atlas.StateSolver.Exit;
import io.shallows.depth.atlas.StateSolver.Solved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Whether every way from a minimum to a loss below a level climbs to a height: either all states
 * that can be reached below the height are seen, and none is below the level, or a way is found and
 * its height known.
 *
 * <p>Edges are those of {@link Atlas}. One whose lower bound is at the height is closed and one
 * whose upper bound is below it is open, without a program; only where the bounds do not decide is
 * its program solved. A state is let be where its lower bound is at the level. Edges are tried from
 * the lowest up, by their values where these are known and by estimates elsewhere; the order
 * decides what it costs and not what comes out.
 */
final class DepthProof {

  /** What is known of a height. */
  enum Answer {
    /** No way stays below it. */
    HOLDS,
    /** A way does. */
    LEFT,
    /** The budget was spent first. */
    STOPPED
  }

  private final StateSolver solver;
  private final RayBounds bounds;
  private final State start;
  private final double value;
  private final double level;
  private final Map<State, Task> seen = new LinkedHashMap<>();
  private PriorityQueue<Task> queue = new PriorityQueue<>();
  private double asked;
  private long budget;
  private long tickets;
  private double height;
  private State end;

  /** A proof for the best point of a state; {@code level} is what is to be reached. */
  DepthProof(StateSolver solver, State start, double level) {
    this.solver = solver;
    this.bounds = solver.bounds();
    this.start = start;
    this.level = level;
    this.value = solver.solve(start).value();
  }

  /**
   * A state and the way to it.
   *
   * @param key by what it is ordered: about the height of the way
   * @param hint about the loss there
   * @param from the state before; null at the start
   * @param edge the rays of the last edge's program
   * @param below the way is certainly not higher than this, the last edge set aside if it is open
   * @param open whether the last edge has still to be compared with the height
   */
  private record Task(
      double key,
      double hint,
      long ticket,
      State state,
      Task from,
      RaySet edge,
      double below,
      boolean open)
      implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int keys = Double.compare(key, other.key);
      int hints = keys != 0 ? keys : Double.compare(hint, other.hint);
      return hints != 0 ? hints : Long.compare(ticket, other.ticket);
    }
  }

  /** After {@link Answer#LEFT}: the height of the way that was found, below what was asked. */
  double height() {
    return height;
  }

  /** After {@link Answer#LEFT}: a state below the level. */
  State end() {
    return end;
  }

  /** Not above this is a way between the minimum and a state that was seen; none if it was not. */
  OptionalDouble wayTo(State state) {
    Task task = seen.get(state);
    return task == null ? OptionalDouble.empty() : OptionalDouble.of(task.below());
  }

  /**
   * Asks for one height.
   *
   * @param budget programs that the solver may have solved in all
   * @param states states that may be seen
   */
  Answer ask(double height, long budget, int states) {
    asked = height;
    this.budget = budget;
    seen.clear();
    queue = new PriorityQueue<>();
    queue.add(new Task(value, value, tickets++, start, null, null, value, false));
    while (!queue.isEmpty()) {
      Task task = queue.remove();
      if (seen.containsKey(task.state())) {
        continue;
      }
      if (solver.programs() >= budget || seen.size() >= states) {
        return Answer.STOPPED;
      }
      Task passed = task.open() ? pass(task) : task;
      if (passed == null) {
        continue;
      }
      seen.put(task.state(), passed);
      if (visit(passed)) {
        end = task.state();
        this.height = climb(passed);
        return Answer.LEFT;
      }
    }
    return Answer.HOLDS;
  }

  /** The task with its edge compared; null if it is closed, or has turned out to come later. */
  private Task pass(Task task) {
    RayBounds.Known known = bounds.known(task.edge());
    if (known.lower() >= asked) {
      return null;
    }
    boolean solve = known.upper() >= asked;
    double weight = solve ? bounds.solve(task.edge()).value() : known.upper();
    if (weight >= asked) {
      return null;
    }
    Task passed =
        new Task(
            solve ? Math.max(task.key(), weight) : task.key(),
            task.hint(),
            task.ticket(),
            task.state(),
            task.from(),
            task.edge(),
            Math.max(task.below(), weight),
            false);
    if (passed.key() > task.key()) {
      queue.add(passed);
      return null;
    }
    return passed;
  }

  /** Whether a state is below the level; if not, its edges are taken up. */
  private boolean visit(Task task) {
    State state = task.state();
    RaySet rays = solver.rays(state);
    RayBounds.Known known = bounds.known(rays);
    if (known.upper() <= level) {
      return true;
    }
    RaySolution solution = known.lower() < level ? bounds.solve(rays) : known.exact();
    if (solution != null && solution.value() <= level) {
      return true;
    }
    if (solution != null) {
      State below = solver.below(new Solved(state, solution));
      if (!below.equals(state)) {
        offerAt(task, below, rays, Double.NEGATIVE_INFINITY);
      }
    }
    for (int cone : state.cones()) {
      State rest = state.without(cone);
      RaySet others = solver.rays(rest);
      offer(task, rest, others, solution, rays);
      if (state.size() == solver.width()) {
        for (Exit exit : solver.exits(cone)) {
          if (!state.holds(exit.across())) {
            offer(task, rest.with(exit.across()), others.union(exit.rays()), solution, rays);
          }
        }
      }
    }
    if (state.size() < solver.width()) {
      for (int cone = 0; cone < solver.arrangement().cones(); cone++) {
        if (!state.holds(cone)) {
          double hint =
              solution == null ? known.lower() : solution.value() - solver.gain(solution, cone);
          offerAt(task, state.with(cone), rays, hint);
        }
      }
    }
    return false;
  }

  /** An edge with a program of its own. */
  private void offer(Task task, State next, RaySet edge, RaySolution solution, RaySet rays) {
    if (seen.containsKey(next)) {
      return;
    }
    RayBounds.Known known = bounds.known(edge);
    if (known.lower() >= asked) {
      return;
    }
    double about =
        Math.min(
            known.upper(),
            Math.max(known.lower(), solution == null ? value : solution.without(rays.minus(edge))));
    queue.add(
        new Task(
            Math.max(task.key(), about), about, tickets++, next, task, edge, task.below(), true));
  }

  /** An edge at the value of the state that it leaves. */
  private void offerAt(Task task, State next, RaySet rays, double hint) {
    if (!seen.containsKey(next)) {
      queue.add(new Task(task.key(), hint, tickets++, next, task, rays, task.below(), false));
    }
  }

  /**
   * The largest weight on the way; the highest bounds first, until no other can be above. Bounds
   * stand in for weights once the budget is spent.
   */
  private double climb(Task last) {
    List<RaySet> way = new ArrayList<>();
    for (Task task = last; task.from() != null; task = task.from()) {
      way.add(task.edge());
    }
    way.sort(Comparator.comparingDouble(edge -> -bounds.known(edge).upper()));
    double most = value;
    for (RaySet edge : way) {
      double upper = bounds.known(edge).upper();
      if (upper > most) {
        most = Math.max(most, solver.programs() < budget ? bounds.solve(edge).value() : upper);
      }
    }
    return most;
  }
}
