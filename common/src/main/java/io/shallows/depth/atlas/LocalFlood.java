package io.shallows.depth.atlas;

import io.shallows.depth.atlas.StateSolver.Solved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * From one state outwards by the lowest edges, until a state below a level is met: the depth of a
 * minimum from the states around it alone.
 *
 * <p>What comes out of the queue is never lower than before, and no way to the level stays below
 * it, so that a flood that is stopped leaves a lower end.
 */
final class LocalFlood {

  private final StateSolver solver;
  private final double level;
  private final PriorityQueue<Task> queue = new PriorityQueue<>();
  private final Map<State, Double> best = new LinkedHashMap<>();
  private final List<State> plateau = new ArrayList<>();
  private final double base;
  private long tickets;
  private double lower;
  private boolean closed;

  private record Task(double height, double hint, long ticket, State state)
      implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int heights = Double.compare(height, other.height);
      int hints = heights != 0 ? heights : Double.compare(hint, other.hint);
      return hints != 0 ? hints : Long.compare(ticket, other.ticket);
    }
  }

  /**
   * A flood from a state.
   *
   * @param level what is to be reached
   */
  LocalFlood(StateSolver solver, State start, double level) {
    this.solver = solver;
    this.level = level;
    Solved solved = solver.solve(start);
    this.lower = solved.value();
    this.base = lower + lower - level;
    offer(start, lower, lower);
  }

  /** No path to the level stays below this height, as far as the flood has come. */
  double lower() {
    return lower;
  }

  /** Whether {@link #lower} is the height at which the level is reached. */
  boolean closed() {
    return closed;
  }

  private void offer(State state, double height, double hint) {
    if (best.getOrDefault(state, Double.POSITIVE_INFINITY) > height) {
      best.put(state, height);
      queue.add(new Task(height, hint, tickets++, state));
    }
  }

  /** The states so far that share the start's loss and need no climb, without their idle cones. */
  List<State> plateau() {
    return plateau;
  }

  /** Goes on until the solver has solved {@code budget} states in all. */
  void run(long budget) {
    while (!closed && !queue.isEmpty()) {
      Task task = queue.peek();
      if (best.get(task.state()) < task.height()) {
        queue.remove();
        continue;
      }
      lower = Math.max(lower, task.height());
      if (!solver.isKnown(task.state()) && solver.cells() >= budget) {
        return;
      }
      queue.remove();
      Solved solved = solver.solve(task.state());
      closed = solved.value() <= level;
      if (task.height() <= base && solved.value() >= level) {
        plateau.add(solver.used(solved));
      }
      if (!closed) {
        leave(solved, task.height());
      }
    }
  }

  private void leave(Solved solved, double height) {
    State state = solved.state();
    State below = solver.below(solved);
    if (!below.equals(state)) {
      offer(below, height, Double.NEGATIVE_INFINITY);
    }
    for (int cone : state.cones()) {
      State rest = state.without(cone);
      for (Facet facet : solver.facets(cone)) {
        int other = StateSolver.across(facet, cone);
        State next = rest.with(other);
        if (!state.holds(other) && best.getOrDefault(next, Double.POSITIVE_INFINITY) > height) {
          double weight = solver.facet(state, cone, facet);
          double at = Math.max(height, weight);
          offer(next, at, weight - solver.gain(solved, other));
        }
      }
      if (best.getOrDefault(rest, Double.POSITIVE_INFINITY) > height) {
        offer(rest, Math.max(height, solver.removal(state, cone)), solved.value());
      }
    }
    if (state.size() < solver.width()) {
      for (int cone = 0; cone < solver.arrangement().cones(); cone++) {
        if (!state.holds(cone)) {
          offer(
              state.with(cone),
              Math.max(height, solved.value()),
              solved.value() - solver.gain(solved, cone));
        }
      }
    }
  }
}
