package io.shallows.depth.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.CellFloodVerification.Fault;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a cut is found from the data alone. */
class CellFloodVerificationTest {

  /** A trained network and the flood from it, with a lower end above its loss. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Flooded(Network network, Dataset data, double[] theta, FloodResult result) {

    List<Fault> faults(FloodCut cut) {
      return CellFloodVerification.faults(network, data, theta, result.loss(), cut);
    }

    Set<Fault.Kind> kinds(FloodCut cut) {
      return faults(cut).stream().map(Fault::kind).collect(Collectors.toCollection(TreeSet::new));
    }

    FloodCut with(List<CellCertificate> cells, List<FloodCut.Exit> exits) {
      return new FloodCut(result.cut().level(), result.cut().height(), cells, exits);
    }
  }

  private static Flooded flooded(String family, int inputDimension, int width, long seed) {
    RandomLandscapes random = new RandomLandscapes(seed);
    Dataset data = random.data(24, inputDimension);
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, 0, data.inputs(), 1));
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    CellFlood flood = CellFlood.of(network, data).orElseThrow();
    for (int trial = 0; trial < 60; trial++) {
      double[] theta =
          Optimizers.named("levenberg-marquardt")
              .minimize(
                  loss,
                  random.vector(network.parameterCount()),
                  new TrainingLimits(1e-9, 1e-14, 300, 2000),
                  Deadline.never())
              .theta();
      double start = loss.value(theta);
      FloodResult result = flood.flood(theta, start, 0.97 * start, Double.POSITIVE_INFINITY, 150);
      if (result.lower() > start * (1 + 1e-6) && result.cut().exits().size() > 2) {
        return new Flooded(network, data, theta, result);
      }
    }
    throw new IllegalStateException("no minimum with a hill around it");
  }

  @ParameterizedTest
  @CsvSource({"plain, 1, 3", "plain, 2, 3", "plain, 3, 2", "linear-skip, 2, 2", "long-skip, 2, 3"})
  void cutsOfFloodsHold(String family, int inputDimension, int width) {
    for (int seed = 0; seed < 3; seed++) {
      Flooded flooded = flooded(family, inputDimension, width, 40 + seed);
      assertEquals(List.of(), flooded.faults(flooded.result().cut()), "seed " + seed);
    }
  }

  @Test
  void aHeightThatIsNotProvenIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    FloodCut cut = flooded.result().cut();
    double higher = cut.height() + 1e-4 * (cut.height() - flooded.result().loss());
    FloodCut claimed = new FloodCut(cut.level(), higher, cut.cells(), cut.exits());
    assertTrue(flooded.kinds(claimed).contains(Fault.Kind.OPEN));
  }

  @Test
  void aChangedMultiplierIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    FloodCut cut = flooded.result().cut();
    int rejected = 0;
    for (int c = 0; c < Math.min(cut.cells().size(), 6); c++) {
      CellCertificate cell = cut.cells().get(c);
      for (int j = 0; j < cell.walls().size(); j++) {
        for (double factor : new double[] {0.99, 1.01, -1}) {
          List<Wall> walls = new ArrayList<>(cell.walls());
          Wall wall = walls.get(j);
          walls.set(j, new Wall(wall.unit(), wall.plane(), factor * wall.multiplier()));
          List<CellCertificate> cells = new ArrayList<>(cut.cells());
          cells.set(c, with(cell, cell.residual(), walls, cell.reach(), cell.bound()));
          Set<Fault.Kind> kinds = flooded.kinds(flooded.with(cells, cut.exits()));
          assertTrue(
              kinds.contains(factor < 0 ? Fault.Kind.MULTIPLIER : Fault.Kind.BOUND),
              "cell " + c + ", wall " + j + ": " + kinds);
          rejected++;
        }
      }
    }
    assertTrue(rejected >= 3, rejected + " multipliers");
  }

  @Test
  void aChangedResidualBoundOrReachIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 41);
    FloodCut cut = flooded.result().cut();
    CellCertificate cell = cut.cells().get(0);
    double[] residual = cell.residual().clone();
    residual[3] += 1e-3;
    double[] reach = cell.reach().clone();
    reach[0] *= 1e-7;
    List<CellCertificate> changed =
        List.of(
            with(cell, residual, cell.walls(), cell.reach(), cell.bound()),
            with(cell, cell.residual(), cell.walls(), reach, cell.bound()),
            with(cell, cell.residual(), cell.walls(), cell.reach(), cell.bound() + 1e-6),
            with(cell, new double[3], cell.walls(), cell.reach(), cell.bound()));
    for (CellCertificate wrong : changed) {
      List<CellCertificate> cells = new ArrayList<>(cut.cells());
      cells.set(0, wrong);
      assertTrue(flooded.kinds(flooded.with(cells, cut.exits())).contains(Fault.Kind.BOUND));
    }
  }

  /**
   * Ways out at a ceiling and above are left out, so nothing is proven beyond it, whatever comes
   * out of the queue next.
   */
  @ParameterizedTest
  @CsvSource({"plain, 1, 3", "plain, 2, 3", "linear-skip, 2, 2"})
  void nothingIsProvenBeyondTheCeiling(String family, int inputDimension, int width) {
    int held = 0;
    for (int seed = 0; seed < 3; seed++) {
      Flooded flooded = flooded(family, inputDimension, width, 40 + seed);
      double start = flooded.result().loss();
      double level = flooded.result().level();
      for (int part = 1; part < 20; part++) {
        double ceiling = start + 0.05 * part * (flooded.result().lower() - start);
        CellFlood again = CellFlood.of(flooded.network(), flooded.data()).orElseThrow();
        FloodResult below = again.flood(flooded.theta(), start, level, ceiling, 150);
        String where = "seed " + seed + ", part " + part;
        assertTrue(below.lower() <= ceiling, where + ": " + below.lower() + " > " + ceiling);
        assertEquals(List.of(), flooded.faults(below.cut()), where);
        held += below.lower() == ceiling ? 1 : 0;
      }
    }
    assertTrue(held >= 20, "only " + held + " floods come to their ceiling");
  }

  @Test
  void aFacetLeftOutIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    FloodCut cut = flooded.result().cut();
    int needed = 0;
    for (int e = 0; e < cut.exits().size(); e += 1 + cut.exits().size() / 20) {
      List<FloodCut.Exit> exits = new ArrayList<>(cut.exits());
      exits.remove(e);
      List<Fault> faults = flooded.faults(flooded.with(cut.cells(), exits));
      // some lead to cells of the cut anyway
      needed += faults.isEmpty() ? 0 : 1;
      assertTrue(faults.stream().allMatch(fault -> fault.kind() == Fault.Kind.OPEN));
    }
    assertTrue(needed >= 2, needed + " of " + cut.exits().size() + " exits are needed");
  }

  @Test
  void aCellLeftOutIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 42);
    FloodCut cut = flooded.result().cut();
    for (int c = 0; c < cut.cells().size(); c += 1 + cut.cells().size() / 8) {
      List<CellCertificate> cells = new ArrayList<>(cut.cells());
      cells.remove(c);
      assertFalse(flooded.faults(flooded.with(cells, cut.exits())).isEmpty(), "cell " + c);
    }
  }

  @Test
  void aFalseProofThatAPlaneIsNoFacetIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    FloodCut cut = flooded.result().cut();
    List<FloodCut.Exit> exits = new ArrayList<>();
    for (FloodCut.Exit exit : cut.exits()) {
      boolean facet = exit.program().isPresent() && exit.plane() >= 0;
      exits.add(
          facet
              ? new FloodCut.Exit(
                  exit.from(),
                  exit.unit(),
                  exit.plane(),
                  Optional.empty(),
                  List.of(new Wall(0, exit.plane(), 1)))
              : exit);
    }
    assertTrue(flooded.kinds(flooded.with(cut.cells(), exits)).contains(Fault.Kind.OPEN));
  }

  /** With more than two inputs the cells of a free unit are not all listed. */
  @Test
  void aCellWithAFreeUnitIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    Network wider =
        NetworkFamilies.named("plain").build(new NetworkShape(4, 0, flooded.data().inputs(), 1));
    double[] theta = new double[wider.parameterCount()];
    for (int k = 0; k < 3; k++) {
      for (int c = 0; c < flooded.data().inputs(); c++) {
        theta[wider.layer("W0").index(c, k)] =
            flooded.theta()[flooded.network().layer("W0").index(c, k)];
      }
      theta[wider.layer("A").index(k, 0)] =
          flooded.theta()[flooded.network().layer("A").index(k, 0)];
    }
    List<Fault> faults =
        CellFloodVerification.faults(
            wider, flooded.data(), theta, flooded.result().loss(), flooded.result().cut());
    assertTrue(faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.FREE_UNIT));
  }

  @Test
  void anotherPointIsRejected() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    double[] other = flooded.theta().clone();
    for (int i = 0; i < flooded.data().inputs(); i++) {
      other[flooded.network().layer("W0").index(i, 0)] *= -1;
    }
    List<Fault> faults =
        CellFloodVerification.faults(
            flooded.network(),
            flooded.data(),
            other,
            flooded.result().loss(),
            flooded.result().cut());
    assertTrue(faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.START));
  }

  private static CellCertificate with(
      CellCertificate cell, double[] residual, List<Wall> walls, double[] reach, double bound) {
    return new CellCertificate(
        cell.cell(),
        cell.facetUnit(),
        cell.facetPlane(),
        cell.vectors(),
        residual,
        walls,
        reach,
        cell.value(),
        bound);
  }

  /**
   * What the check finds open since its multipliers are others than the search's, programs of these
   * ways close; a height that is too much they do not.
   */
  @Test
  void programsCloseWhatOtherMultipliersDoNot() {
    Flooded flooded = flooded("plain", 2, 3, 40);
    CellFlood flood = CellFlood.of(flooded.network(), flooded.data()).orElseThrow();
    FloodCut cut = flooded.result().cut();
    FloodCut bare =
        flooded.with(
            cut.cells(), cut.exits().stream().filter(exit -> exit.program().isEmpty()).toList());
    List<Fault> faults = flooded.faults(bare);
    List<FloodCut.Way> ways = faults.stream().flatMap(fault -> fault.way().stream()).toList();
    assertFalse(ways.isEmpty(), "no way out has a program of its own");
    assertEquals(faults.size(), ways.size(), "only ways out are open: " + faults);
    assertEquals(List.of(), flooded.faults(flood.withPrograms(bare, ways)));
    double climb = cut.height() - flooded.result().loss();
    FloodCut higher =
        new FloodCut(cut.level(), cut.height() + 0.05 * climb, cut.cells(), cut.exits());
    List<Fault> wrong = flooded.faults(higher);
    assertFalse(wrong.isEmpty(), "a height that is too much");
    List<FloodCut.Way> open = wrong.stream().flatMap(fault -> fault.way().stream()).toList();
    assertFalse(flooded.faults(flood.withPrograms(higher, open)).isEmpty());
  }
}
