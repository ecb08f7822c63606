package io.shallows.depth.cell;

import io.shallows.depth.cell.CellProgram.FrontierEntry;
import io.shallows.linalg.DualActiveSet;
import io.shallows.network.Network;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 * With a penalty of units the loss has {@code kappa sum_k |v_k|} more, which is convex in v and
 * least where v_k is 0, so that the same walks carry all of the depth. {@link #flood} searches them
 * from the point to a level and gives a lower end with its proof and a path, whose largest loss
 * remains to be certified by who asks.
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
  private Optional<Run> last = Optional.empty();

  private CellFlood(Network network, TwoLayerUnits layout, Dataset data, double penalty) {
    this.network = network;
    this.layout = layout;
    this.landscape = new Landscape(data, layout.skip().isPresent(), penalty);
  }

  /**
   * The floods of a network on a data set; empty unless the network has two layers, one output and
   * a learned head.
   */
  public static Optional<CellFlood> of(Network network, Dataset data) {
    return of(network, data, 0);
  }

  /**
   * The same for the loss with {@code kappa sum_k |b_k| |w_k|}.
   *
   * @param penalty kappa; 0 for none
   */
  public static Optional<CellFlood> of(Network network, Dataset data, double penalty) {
    return data.outputs() == 1
        ? TwoLayerUnits.of(network).map(layout -> new CellFlood(network, layout, data, penalty))
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
   * <p>The last search is kept: asked from the same point, with the same budget, for a level that
   * is not lower and below a ceiling that is not higher, it answers without another one. Of several
   * levels the lowest is therefore best asked first.
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
    double zero = landscape.squares() / landscape.samples();
    double stop = Math.min(ceiling, Math.max(loss, zero) * (1 + 1e-9) + Double.MIN_NORMAL);
    if (last.isEmpty() || !last.get().answers(theta, level, stop, budget)) {
      NetworkCell start = CellWalk.cellOf(landscape, layout, theta);
      Flood flood =
          new Flood(
              landscape, layout.width(), start, loss, level, stop, budget, landscape.everyCell());
      last = Optional.of(new Run(theta.clone(), start, level, stop, budget, flood, flood.spent()));
    }
    return answer(last.get(), loss, level, stop);
  }

  /** A search that has run, from a point to a level. */
  @SuppressWarnings("ArrayRecordComponent") // made here alone, never compared
  private record Run(
      double[] theta,
      NetworkCell start,
      double level,
      double stop,
      long budget,
      Flood flood,
      long spent) {

    boolean answers(double[] from, double to, double below, long programs) {
      return budget == programs && level <= to && stop >= below && Arrays.equals(theta, from);
    }
  }

  private FloodResult answer(Run run, double loss, double level, double stop) {
    Flood flood = run.flood();
    CellWalk walk = new CellWalk(landscape, layout, run.theta());
    Optional<Flood.Fall> fall = flood.reached(level, stop);
    long cells = fall.map(Flood.Fall::cells).orElse(flood.cells());
    long programs = fall.map(Flood.Fall::spent).orElse(run.spent());
    Optional<Double> upper = fall.map(Flood.Fall::top);
    if (fall.isPresent()) {
      follow(walk, flood, fall.get().cell());
    } else if (run.spent() >= run.budget()) {
      long before = flood.spent();
      Optional<CellCertificate> removal = flood.lowestRemoval(run.start());
      programs += flood.spent() - before;
      if (removal.isPresent() && removal.get().value() < stop) {
        Flood onward = onward(removal.get(), level, stop, run.budget());
        programs += onward.spent();
        Optional<Flood.Fall> end = onward.reached(level, stop);
        upper = end.map(Flood.Fall::top);
        if (end.isPresent()) {
          walk.to(run.start(), flood.vectors(run.start()));
          walk.to(removal.get().cell(), removal.get().vectors());
          follow(walk, onward, end.get().cell());
        }
      }
    }
    return new FloodResult(
        loss,
        level,
        flood.lower(level),
        upper,
        fall.filter(end -> flood.isClosed(end, level)).isPresent(),
        cells,
        programs,
        upper.isPresent() ? walk.vertices() : List.of(),
        flood.cut(level));
  }

  /**
   * A cut in which some ways out have programs of their own. Where columns of a cell's features
   * nearly depend on each other, as those of two units of opposite signs in one cell do, the
   * multipliers that its own program leaves are worth little to who computes them in another way.
   */
  public FloodCut withPrograms(FloodCut cut, List<FloodCut.Way> ways) {
    Map<NetworkCell, CellCertificate> cells = new LinkedHashMap<>();
    cut.cells().forEach(certificate -> cells.put(certificate.cell(), certificate));
    List<FloodCut.Exit> exits = new ArrayList<>(cut.exits());
    for (FloodCut.Way way : ways) {
      program(cells.get(way.from()), way)
          .map(
              program ->
                  new FloodCut.Exit(
                      way.from(), way.unit(), way.plane(), Optional.of(program), List.of()))
          .ifPresent(exits::add);
    }
    return new FloodCut(cut.level(), cut.height(), cut.cells(), exits);
  }

  /** The program of a way out; empty where it cannot be solved, so that the way stays open. */
  private Optional<CellCertificate> program(CellCertificate certificate, FloodCut.Way way) {
    NetworkCell cell = way.from();
    List<CellProgram.UnitWall> active = Flood.active(certificate);
    try {
      if (way.plane() < 0) {
        return Optional.of(
            new CellProgram(landscape, cell.without(way.unit()), active).certificate());
      }
      DualActiveSet workspace = new DualActiveSet(cell.size() * landscape.inputs());
      return Optional.of(
          new CellProgram(landscape, cell, active).facet(way.unit(), way.plane(), workspace));
    } catch (CellProgram.UnsolvedException e) {
      return Optional.empty();
    }
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
    if (landscape.penalty() > 0) {
      throw new IllegalArgumentException(
          "a proof in exact arithmetic is of the squared loss without a penalty");
    }
    NetworkCell start = new ExactSides(landscape).of(layout, theta);
    return CutProver.prove(landscape, layout.width(), start, loss, level, height, budget);
  }

  private static void follow(CellWalk walk, Flood flood, NetworkCell end) {
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

  /**
   * On which sides of the planes a network's units lie, without any rounding: doubles are decimal
   * fractions. A unit on a plane counts for the side to which the plane's first input that is not 0
   * would move it, and a head of 0 counts as positive, so that the cell is one of a point beside.
   */
  static final class ExactSides {

    private final Landscape landscape;
    private final int[] firstOf;

    /**
     * The sides of a landscape's planes.
     *
     * @throws IllegalArgumentException if samples that share a plane there are not multiples of
     *     each other, so that exact arithmetic sees more planes
     */
    ExactSides(Landscape landscape) {
      this.landscape = landscape;
      this.firstOf = new int[landscape.planes()];
      boolean[] seen = new boolean[firstOf.length];
      for (int s = 0; s < landscape.samples(); s++) {
        int plane = landscape.planeOf(s);
        if (plane >= 0 && !seen[plane]) {
          seen[plane] = true;
          firstOf[plane] = s;
        } else if (plane >= 0 && !multiple(firstOf[plane], s)) {
          throw new IllegalArgumentException(
              "samples "
                  + firstOf[plane]
                  + " and "
                  + s
                  + " differ by rounding in their direction; without rounding they are two planes");
        }
      }
    }

    private boolean multiple(int first, int other) {
      for (int a = 0; a < landscape.inputs(); a++) {
        for (int b = 0; b < a; b++) {
          BigDecimal across = product(landscape.x(first, a), landscape.x(other, b));
          if (across.compareTo(product(landscape.x(first, b), landscape.x(other, a))) != 0) {
            return false;
          }
        }
      }
      return true;
    }

    private static BigDecimal product(double a, double b) {
      return new BigDecimal(a).multiply(new BigDecimal(b));
    }

    /** The cell of the network at some parameters. */
    NetworkCell of(TwoLayerUnits layout, double[] theta) {
      List<UnitCell> units = new ArrayList<>();
      for (int k = 0; k < layout.width(); k++) {
        boolean[] above = new boolean[firstOf.length];
        for (int i = 0; i < above.length; i++) {
          above[i] = isAbove(layout, theta, k, firstOf[i]);
        }
        units.add(UnitCell.of(above, layout.weight(theta, k) >= 0 ? 1 : -1));
      }
      return NetworkCell.of(landscape, units);
    }

    private boolean isAbove(TwoLayerUnits layout, double[] theta, int unit, int sample) {
      BigDecimal sum = BigDecimal.ZERO;
      double first = 0;
      for (int c = 0; c < landscape.inputs(); c++) {
        double x = landscape.x(sample, c);
        sum = sum.add(product(x, theta[layout.first().index(c, unit)]));
        first = first == 0 ? x : first;
      }
      return sum.signum() != 0 ? sum.signum() > 0 : first > 0;
    }
  }
}
