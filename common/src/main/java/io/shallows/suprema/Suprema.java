package io.shallows.suprema;

import io.shallows.depth.atlas.Arrangement;
import io.shallows.depth.atlas.Atlas;
import io.shallows.depth.atlas.CellSearch;
import io.shallows.depth.atlas.DepthAscent;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.random.RandomStreams;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The suprema of a spec's two-layer landscapes: a pure function of spec and place. */
public final class Suprema {

  /** Raised when a search or a tree would come out otherwise for the same {@link #key}. */
  private static final int REVISION = 4;

  /** States that no list can hold. */
  private static final long MOST_STATES = Integer.MAX_VALUE / 8;

  private final SweepSpec spec;
  private final TableSource tables;
  private final long most;
  private final long budget;

  /** The suprema that a spec asks for: {@code measurement.supremaStates} and the budget there. */
  public Suprema(SweepSpec spec, TableSource tables) {
    this(spec, tables, spec.measurement().supremaStates(), spec.measurement().supremaBudget());
  }

  /**
   * The suprema of a spec that allows {@code measurement.suprema}.
   *
   * @param most states that a complete tree may list
   * @param budget programs, of cells and of facets, that each search may solve
   */
  public Suprema(SweepSpec spec, TableSource tables, long most, long budget) {
    this.spec = spec;
    this.tables = tables;
    this.most = Math.min(most, MOST_STATES);
    this.budget = budget;
  }

  /** Programs that each search may solve. */
  public long budget() {
    return budget;
  }

  /** The landscapes, each once, in the order of the grid. */
  public List<SupremumPlace> places() {
    Grid grid = new Grid(spec);
    Set<SupremumPlace> places = new LinkedHashSet<>();
    for (long c = 0; c < grid.cells(); c++) {
      CellCoordinates cell = grid.cell(c);
      if (cell.networkDepth() == 0) {
        places.add(
            new SupremumPlace(
                cell.problemIndex(), cell.inputDimension(), cell.family(), cell.width()));
      }
    }
    return List.copyOf(places);
  }

  /** All that determines the supremum of one landscape, in one line; equal for equal results. */
  public String key(SupremumPlace place) {
    return String.join(
        " ",
        "r" + REVISION,
        Problem.of(spec, place.problem(), place.inputDimension()).id().hex(),
        place.family(),
        "n" + place.inputDimension(),
        "m" + place.width(),
        "eta" + spec.measurement().depth().eta(),
        "states" + most,
        "budget" + budget,
        "root" + spec.grid().seed().root());
  }

  /** What all suprema of a spec depend on beside their place, its problems and the root seed. */
  public String scope() {
    return String.join(
        " ",
        "suprema r" + REVISION,
        "eta" + spec.measurement().depth().eta(),
        "states" + most,
        "budget" + budget);
  }

  /**
   * The supremum of one landscape.
   *
   * @throws IllegalArgumentException if the problem has no data, or its samples lie such that cones
   *     cannot be told apart; the message says why
   */
  public Supremum of(SupremumPlace place) {
    Problem problem = Problem.of(spec, place.problem(), place.inputDimension());
    Dataset data = data(problem);
    Arrangement arrangement = Arrangement.of(data, freeSkip(place, data));
    long states = Atlas.states(arrangement, place.width());
    CellSearch.Result search = search(arrangement, place, problem, CellSearch.Method.DIVERSE);
    CellSearch.Result hopping =
        search(arrangement, place, problem, CellSearch.Method.BASIN_HOPPING);
    if (states > most) {
      return new Supremum(
          place,
          data.samples(),
          states,
          false,
          0,
          OptionalDouble.empty(),
          List.of(),
          search,
          hopping);
    }
    Atlas atlas = Atlas.of(arrangement, place.width(), most);
    List<Supremum.Level> levels = new ArrayList<>();
    for (double eta : spec.measurement().depth().eta()) {
      int k = ReferenceSearch.width(place.width(), eta);
      int covered = 0;
      for (int i = 0; i < atlas.tree().minima(); i++) {
        covered += atlas.covered(i, k) ? 1 : 0;
      }
      levels.add(new Supremum.Level(eta, k, atlas.best(k), covered, atlas.supremum(k).orElse(0)));
    }
    return new Supremum(
        place,
        data.samples(),
        states,
        true,
        atlas.tree().minima(),
        OptionalDouble.of(atlas.depth()),
        levels,
        search,
        hopping);
  }

  /**
   * Targets of a landscape's inputs at which its deepest minimum is deeper; none if the states are
   * more than may be listed. Cost: so many listings of the landscape.
   *
   * @param eta of the depth to e(m^eta) that ascends; none for depth to any lower loss
   * @param listings that are allowed, at least 1
   * @throws IllegalArgumentException as {@link #of}
   */
  public Optional<SupremumAscent> ascent(SupremumPlace place, OptionalDouble eta, int listings) {
    int k = referenceWidth(place, eta);
    Dataset data = data(Problem.of(spec, place.problem(), place.inputDimension()));
    boolean freeSkip = freeSkip(place, data);
    if (Atlas.states(Arrangement.of(data, freeSkip), place.width()) > most) {
      return Optional.empty();
    }
    return Optional.of(
        SupremumAscent.of(
            DepthAscent.of(data, freeSkip, place.width(), k, most, listings),
            k,
            listings,
            place.inputDimension()));
  }

  /** m^eta, rounded up; 0 without an eta, for depth to any lower loss. */
  public static int referenceWidth(SupremumPlace place, OptionalDouble eta) {
    return eta.isPresent() ? ReferenceSearch.width(place.width(), eta.getAsDouble()) : 0;
  }

  private Dataset data(Problem problem) {
    return problem
        .dataset(tables)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "problem.kind: " + spec.problem().kind() + " has no data"));
  }

  private static boolean freeSkip(SupremumPlace place, Dataset data) {
    return TwoLayerUnits.of(
            NetworkFamilies.named(place.family())
                .build(new NetworkShape(place.width(), 0, data.inputs(), 1)))
        .orElseThrow()
        .skip()
        .isPresent();
  }

  private CellSearch.Result search(
      Arrangement arrangement, SupremumPlace place, Problem problem, CellSearch.Method method) {
    return new CellSearch(
            arrangement,
            place.width(),
            method,
            new RandomStreams(spec.grid().seed().root())
                .uniform(
                    problem.id().hex(),
                    "search " + method + " " + place.family() + " " + place.width()),
            budget)
        .run();
  }
}
