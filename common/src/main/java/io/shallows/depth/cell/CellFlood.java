package io.shallows.depth.cell;

import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The depth of a point of a two-layer network of one output under squared loss, from both sides.
 *
 * <p>{@code f = sum_k b_k relu(w_k . x) [+ c . x]}, {@code L = |f - y|^2 / N}; with {@code v_k =
 * |b_k| w_k} and the signs of the b_k the loss depends on v and signs alone, and paths of v lift to
 * paths of (w, b). Where every v_k keeps to one side of every plane {@code x_i . v = 0}, f is
 * linear in v: these cells and the walls between them carry all of the depth (package description).
 * {@link #flood} searches them from the point to a level and gives a lower end with its proof and a
 * path, whose largest loss remains to be certified by who asks.
 *
 * <p>A budget counts convex programs, so that the result does not depend on the machine. Not safe
 * for use by several threads.
 */
public final class CellFlood {

  /** Share of the budget, as a divisor, that the last resort may spend in addition. */
  private static final int LAST_RESORT = 10;

  private final Network network;
  private final TwoLayerUnits layout;
  private final Landscape landscape;

  private CellFlood(Network network, TwoLayerUnits layout, Dataset data) {
    this.network = network;
    this.layout = layout;
    this.landscape = new Landscape(data, layout.skip().isPresent());
  }

  /**
   * The floods of a network on a data set; empty unless the network has two layers, one output and
   * a learned head.
   */
  public static Optional<CellFlood> of(Network network, Dataset data) {
    return data.outputs() == 1
        ? TwoLayerUnits.of(network).map(layout -> new CellFlood(network, layout, data))
        : Optional.empty();
  }

  /** The landscape that is searched. */
  public Landscape landscape() {
    return landscape;
  }

  /**
   * Searches from a point to a level. Where the budget does not suffice the path is that by the
   * unit whose removal costs the least, which a tenth of the budget more may look for.
   *
   * @param theta the parameters
   * @param loss the loss there
   * @param level the loss to reach
   * @param ceiling where to stop: the largest loss on a path that is known; infinite if none is
   * @param budget convex programs that may be solved
   */
  public FloodResult flood(double[] theta, double loss, double level, double ceiling, long budget) {
    if (theta.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "flood: "
              + theta.length
              + " parameters are not the "
              + network.parameterCount()
              + " of "
              + network);
    }
    if (!(loss >= 0) || budget < 1 || Double.isNaN(level)) {
      throw new IllegalArgumentException(
          "flood: loss " + loss + ", level " + level + " or budget " + budget);
    }
    NetworkCell start = CellWalk.cellOf(landscape, layout, theta);
    double zero = landscape.squares() / landscape.samples();
    double stop = Math.min(ceiling, Math.max(loss, zero) * (1 + 1e-9) + Double.MIN_NORMAL);
    Flood flood =
        new Flood(
            landscape, layout.width(), start, loss, level, stop, budget, landscape.everyCell());
    CellWalk walk = new CellWalk(landscape, layout, theta);
    long programs = flood.spent();
    double upper = flood.top();
    boolean found = flood.reached().isPresent();
    if (found) {
      follow(walk, flood);
    } else if (programs >= budget) {
      Optional<CellCertificate> removal = flood.lowestRemoval(start);
      programs = flood.spent();
      if (removal.isPresent() && removal.get().value() < stop) {
        Flood onward = onward(removal.get(), level, stop, budget);
        programs += onward.spent();
        found = onward.reached().isPresent();
        if (found) {
          upper = onward.top();
          walk.to(start, flood.vectors(start));
          walk.to(removal.get().cell(), removal.get().vectors());
          follow(walk, onward);
        }
      }
    }
    return new FloodResult(
        loss,
        level,
        flood.lower(),
        found ? Optional.of(upper) : Optional.empty(),
        flood.complete() && flood.reached().isPresent(),
        flood.cells(),
        programs,
        found ? walk.vertices() : List.of(),
        flood.cut());
  }

  /** From where a unit was taken out, at the height that takes. */
  private Flood onward(CellCertificate removal, double level, double stop, long budget) {
    return new Flood(
        landscape,
        layout.width(),
        removal.cell(),
        removal.value(),
        level,
        stop,
        1 + budget / LAST_RESORT,
        landscape.everyCell());
  }

  /**
   * A proof, for exact arithmetic, that no path from a point to a level stays below a height, or
   * below as much of it as the budget suffices for, less a millionth of the climb, at most a
   * hundredth.
   *
   * @param loss the loss at the point
   * @param height what {@link #flood} found to be the lower end
   * @param budget convex programs that may be solved
   * @throws IllegalArgumentException if there is no such proof; the message says why
   */
  public CutProof prove(double[] theta, double loss, double level, double height, long budget) {
    NetworkCell start = new ExactSides(landscape).of(layout, theta);
    return CutProver.prove(landscape, layout.width(), start, loss, level, height, budget);
  }

  private static void follow(CellWalk walk, Flood flood) {
    NetworkCell end = flood.reached().orElseThrow();
    for (Map.Entry<Flood.Step, NetworkCell> reached : flood.steps(end)) {
      Flood.Step step = reached.getKey();
      if (step.exit() == null) {
        walk.to(step.from(), step.vectors());
        walk.enter(step.into());
      } else if (step.exit().plane() == FrontierEntry.REMOVAL) {
        walk.to(reached.getValue(), step.vectors());
      } else {
        walk.to(step.from(), step.vectors());
        walk.cross(step.from().units().get(step.exit().unit()), step.into());
      }
    }
    walk.to(end, flood.vectors(end));
  }
}
