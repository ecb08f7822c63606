package io.shallows.depth.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** States and their edges as ray programs, which are solved when their bounds do not suffice. */
final class StateSolver {

  private final Arrangement arrangement;
  private final int width;
  private final RayBounds bounds;
  private final List<RaySet> cones = new ArrayList<>();
  private final List<List<Exit>> exits = new ArrayList<>();

  StateSolver(Arrangement arrangement, int width) {
    this.arrangement = arrangement;
    this.width = width;
    this.bounds = new RayBounds(arrangement);
    for (int c = 0; c < arrangement.cones(); c++) {
      cones.add(bounds.set(arrangement.cone(c).rays()));
      exits.add(new ArrayList<>());
    }
    for (Facet facet : arrangement.facets()) {
      RaySet rays = bounds.set(facet.rays());
      exits.get(facet.first()).add(new Exit(facet.second(), rays));
      exits.get(facet.second()).add(new Exit(facet.first(), rays));
    }
  }

  /** A state with the solution of its program. */
  record Solved(State state, RaySolution solution) {
    double value() {
      return solution.value();
    }
  }

  /**
   * A way out of a cone.
   *
   * @param across the cone behind the facet
   * @param rays of the facet
   */
  record Exit(int across, RaySet rays) {}

  Arrangement arrangement() {
    return arrangement;
  }

  int width() {
    return width;
  }

  RayBounds bounds() {
    return bounds;
  }

  /** How many programs were solved, of cells and of facets. */
  long programs() {
    return bounds.programs();
  }

  Solved solve(State state) {
    return new Solved(state, bounds.solve(rays(state)));
  }

  /** The rays of all cones of a state. */
  RaySet rays(State state) {
    RaySet rays = bounds.set(new int[0]);
    for (int cone : state.cones()) {
      rays = rays.union(cones.get(cone));
    }
    return rays;
  }

  /** Whether the units of a cone act on a sample. */
  boolean isOn(int cone, int sample) {
    int plane = arrangement.landscape().planeOf(sample);
    return plane >= 0
        && arrangement.cone(cone).cell().side(plane) * arrangement.landscape().sideOf(sample) > 0;
  }

  /** The facets of a cone. */
  List<Exit> exits(int cone) {
    return exits.get(cone);
  }

  /** The largest gain of a cone's rays; 0 if none lowers the loss. */
  double gain(RaySolution solution, int cone) {
    double most = 0;
    for (int ray : arrangement.cone(cone).rays()) {
      most = Math.max(most, solution.gain(ray));
    }
    return most;
  }

  /** The cones of a solved state without those that the others can stand in for. */
  State used(Solved solved) {
    State used = solved.state();
    for (int cone : solved.state().cones()) {
      if (exclusive(solved, used, cone).isEmpty()) {
        used = used.without(cone);
      }
    }
    return used;
  }

  /** The rays with a factor that only one cone of a state has. */
  private RaySet exclusive(Solved solved, State state, int cone) {
    return cones.get(cone).common(solved.solution().active()).minus(rays(state.without(cone)));
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
        double gain = gain(solved.solution(), cone);
        if (gain > most) {
          most = gain;
          best = used.with(cone);
        }
      }
      return best;
    }
    for (int cone : used.cones()) {
      RaySet own = exclusive(solved, used, cone);
      for (Exit exit : exits.get(cone)) {
        double gain =
            own.within(exit.rays()) && !used.holds(exit.across())
                ? gain(solved.solution(), exit.across())
                : 0;
        if (gain > most) {
          most = gain;
          best = used.without(cone).with(exit.across());
        }
      }
    }
    return best;
  }

  /** Down without a climb, from state to state, until nothing is below or the budget is spent. */
  Solved descend(State start, long budget) {
    Solved at = solve(start);
    while (programs() < budget) {
      State next = below(at);
      Solved there = next.equals(at.state()) ? at : solve(next);
      if (!(there.value() < at.value())) {
        return at;
      }
      at = there;
    }
    return at;
  }

  /** How many samples no unit of a state acts on. */
  int dead(State state) {
    int dead = 0;
    for (int s = 0; s < arrangement.landscape().samples(); s++) {
      int sample = s;
      dead += Arrays.stream(state.cones()).noneMatch(c -> isOn(c, sample)) ? 1 : 0;
    }
    return dead;
  }
}
