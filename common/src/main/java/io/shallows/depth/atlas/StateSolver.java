package io.shallows.depth.atlas;

import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Solves states when they are asked for, each once, and counts them. */
final class StateSolver {

  private final Arrangement arrangement;
  private final int width;
  private final RayProgram program;
  private final DualActiveSet scratch;
  private final List<List<Facet>> facetsOf = new ArrayList<>();
  private final Map<State, Solved> known = new LinkedHashMap<>();
  private long facetPrograms;

  StateSolver(Arrangement arrangement, int width) {
    this.arrangement = arrangement;
    this.width = width;
    this.program = new RayProgram(arrangement);
    this.scratch = program.empty();
    for (int c = 0; c < arrangement.cones(); c++) {
      facetsOf.add(new ArrayList<>());
    }
    for (Facet facet : arrangement.facets()) {
      facetsOf.get(facet.first()).add(facet);
      facetsOf.get(facet.second()).add(facet);
    }
  }

  /**
   * A state that was solved.
   *
   * @param gains {@code f_j . r} of all rays
   * @param factors of all rays
   */
  @SuppressWarnings("ArrayRecordComponent") // made here alone, never compared
  record Solved(State state, double value, double[] gains, double[] factors) {}

  Arrangement arrangement() {
    return arrangement;
  }

  int width() {
    return width;
  }

  /** How many different states were solved. */
  long cells() {
    return known.size();
  }

  /** How many programs of facets were solved. */
  long facetPrograms() {
    return facetPrograms;
  }

  boolean isKnown(State state) {
    return known.containsKey(state);
  }

  Solved solve(State state) {
    return known.computeIfAbsent(
        state,
        key -> {
          int[] rays = rays(key);
          program.restart(scratch);
          double value = program.solve(scratch, rays, rays.length);
          return new Solved(key, value, program.gains(scratch), program.factors(scratch));
        });
  }

  private int[] rays(State state) {
    return Arrays.stream(state.cones())
        .flatMap(c -> Arrays.stream(arrangement.cone(c).rays()))
        .toArray();
  }

  /** Whether the units of a cone act on a sample. */
  boolean isOn(int cone, int sample) {
    int plane = arrangement.landscape().planeOf(sample);
    return plane >= 0
        && arrangement.cone(cone).cell().side(plane) * arrangement.landscape().sideOf(sample) > 0;
  }

  /** Facets of a cone. */
  List<Facet> facets(int cone) {
    return facetsOf.get(cone);
  }

  static int across(Facet facet, int cone) {
    return facet.first() == cone ? facet.second() : facet.first();
  }

  /** The least loss with one unit of a state on a facet of its cone. */
  double facet(State state, int cone, Facet facet) {
    facetPrograms++;
    int[] rest = rays(state.without(cone));
    int[] rays = Arrays.copyOf(rest, rest.length + facet.rays().length);
    System.arraycopy(facet.rays(), 0, rays, rest.length, facet.rays().length);
    program.restart(scratch);
    return program.solve(scratch, rays, rays.length);
  }

  /** The least loss with one unit of a state at 0. */
  double removal(State state, int cone) {
    Solved solved = known.get(state.without(cone));
    if (solved != null) {
      return solved.value();
    }
    facetPrograms++;
    int[] rays = rays(state.without(cone));
    program.restart(scratch);
    return program.solve(scratch, rays, rays.length);
  }

  /** Whether a cone has a ray that lowers the loss of a solved state. */
  boolean helps(Solved solved, int cone) {
    return program.helps(solved.gains(), arrangement.cone(cone).rays());
  }

  /** The largest gain of a cone's rays. */
  double gain(Solved solved, int cone) {
    double most = 0;
    for (int ray : arrangement.cone(cone).rays()) {
      most = Math.max(most, solved.gains()[ray]);
    }
    return most;
  }

  /** The cones of a solved state without those that the others can stand in for. */
  State used(Solved solved) {
    State used = solved.state();
    for (int cone : solved.state().cones()) {
      if (exclusive(solved, used, cone).length == 0) {
        used = used.without(cone);
      }
    }
    return used;
  }

  /** The rays with a factor that only one cone of a state has. */
  int[] exclusive(Solved solved, State state, int cone) {
    return Arrays.stream(arrangement.cone(cone).rays())
        .filter(ray -> solved.factors()[ray] > 0)
        .filter(
            ray ->
                Arrays.stream(state.cones())
                    .filter(other -> other != cone)
                    .noneMatch(
                        other -> Arrays.binarySearch(arrangement.cone(other).rays(), ray) >= 0))
        .toArray();
  }

  /**
   * A state that holds the best point of this one and has a lower value: with a free unit taken
   * where it helps most, else with a unit that stands on a facet taken across; this one if there is
   * none.
   */
  State below(Solved solved) {
    State used = used(solved);
    State best = solved.state();
    double most = 0;
    if (used.size() < width) {
      for (int cone = 0; cone < arrangement.cones(); cone++) {
        double gain = helps(solved, cone) ? gain(solved, cone) : 0;
        if (gain > most) {
          most = gain;
          best = used.with(cone);
        }
      }
      return best;
    }
    for (int cone : used.cones()) {
      int[] own = exclusive(solved, used, cone);
      for (Facet facet : facetsOf.get(cone)) {
        int other = across(facet, cone);
        boolean stands =
            Arrays.stream(own).allMatch(ray -> Arrays.binarySearch(facet.rays(), ray) >= 0);
        double gain =
            stands && !used.holds(other) && helps(solved, other) ? gain(solved, other) : 0;
        if (gain > most) {
          most = gain;
          best = used.without(cone).with(other);
        }
      }
    }
    return best;
  }

  /** Down without a climb, from state to state, until nothing is below or the budget is spent. */
  Solved descend(State start, long budget) {
    Solved at = solve(start);
    while (cells() < budget) {
      State next = below(at);
      Solved there = next.equals(at.state()) ? at : solve(next);
      if (!(there.value() < at.value())) {
        return at;
      }
      at = there;
    }
    return at;
  }
}
