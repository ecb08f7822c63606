package io.shallows.depth.atlas;

import io.shallows.depth.atlas.StateSolver.Solved;
import io.shallows.depth.cell.UnitCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;

/** Where descents of a {@link CellSearch} begin: random states, and states made of others. */
final class Kicks {

  private final StateSolver solver;
  private final UniformRandomProvider random;
  private final int[] opposite;

  Kicks(StateSolver solver, UniformRandomProvider random) {
    this.solver = solver;
    this.random = random;
    Arrangement arrangement = solver.arrangement();
    Map<UnitCell, Integer> index = new TreeMap<>();
    for (int c = 0; c < arrangement.cones(); c++) {
      index.put(cell(c, 1), c);
    }
    this.opposite = new int[arrangement.cones()];
    Arrays.setAll(opposite, c -> index.getOrDefault(cell(c, -1), c));
  }

  /** A cone's cell, or with {@code direction} -1 that of the opposite directions. */
  private UnitCell cell(int cone, int direction) {
    UnitCell cell = solver.arrangement().cone(cone).cell();
    boolean[] above = new boolean[solver.arrangement().landscape().planes()];
    for (int plane = 0; plane < above.length; plane++) {
      above[plane] = cell.side(plane) * direction > 0;
    }
    return UnitCell.of(above, cell.sign());
  }

  /**
   * Some of the units that a best point uses look the other way: {@code relu(z) = z + relu(-z)}, so
   * that the others need only give a linear function more for the same output. The same function in
   * other units is another minimum, at another depth.
   */
  State turned(Solved solved) {
    State used = solver.used(solved);
    State kicked = used;
    for (int turned = 0; turned == 0 && used.size() > 0; ) {
      for (int cone : used.cones()) {
        if (random.nextInt(2) == 0) {
          kicked = kicked.without(cone).with(opposite[cone]);
          turned++;
        }
      }
    }
    return kicked;
  }

  /** Any cones. */
  State random() {
    int cones = solver.arrangement().cones();
    int[] state = new int[solver.width()];
    for (int k = 0; k < state.length; k++) {
      state[k] = random.nextInt(cones);
    }
    return State.of(state);
  }

  /** Cones that are all off on some random samples, at most half of them. */
  State leaving() {
    int samples = solver.arrangement().landscape().samples();
    int count = 1 + random.nextInt(Math.max(1, samples / 2));
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
  State switchedOff(State elite) {
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

  /** Some units are replaced, and free ones used. */
  State replaced(State state, int count) {
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
