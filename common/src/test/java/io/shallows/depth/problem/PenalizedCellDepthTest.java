package io.shallows.depth.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.CellCertificate;
import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.CellFloodVerification;
import io.shallows.depth.cell.CellFloodVerification.Fault;
import io.shallows.depth.cell.FloodCut;
import io.shallows.depth.cell.Wall;
import io.shallows.depth.verification.LowerEndVerification;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Depths under a penalty of units, which trying everything gives as well. */
class PenalizedCellDepthTest {

  private static final long BUDGET = 100_000;
  private static final Map<Integer, Tiny> KNOWN = new HashMap<>();

  /** A tiny problem, one of its local minima and the complete tree. */
  private static final class Tiny {
    final PenalizedLoss loss;
    final CompleteMergeTree tree;
    final int cell;
    final double[] theta;

    Tiny(int seed) {
      UniformRandomProvider random = new RandomStreams(seed).uniform("tiny", "penalized");
      ContinuousSampler normal = RandomStreams.gaussian(random);
      int samples = 5 + seed % 2;
      int width = seed % 12 == 0 ? 3 : 2;
      double kappa = new double[] {1e-3, 1e-2, 5e-2}[seed % 3];
      double[] x = new double[samples];
      double[] y = new double[samples];
      double[] inputs = new double[2 * samples];
      for (int i = 0; i < samples; i++) {
        x[i] = normal.sample();
        y[i] = normal.sample();
        inputs[2 * i] = x[i];
        inputs[2 * i + 1] = 1;
      }
      tree = new CompleteMergeTree(x, y, width, kappa);
      cell = tree.bottom(random.nextInt(tree.size()));
      Network network = NetworkFamilies.named("plain").build(new NetworkShape(width, 0, 2, 1));
      EmpiricalLoss plain = EmpiricalLoss.of(network, new Dataset(samples, 2, 1, inputs, y));
      loss = new PenalizedLoss(plain, new UnitPenalty(network, kappa));
      theta = new double[network.parameterCount()];
      DenseLayer first = network.layer("W0");
      DenseLayer head = network.layer("A");
      double[][] units = tree.units(cell);
      for (int k = 0; k < width; k++) {
        theta[first.index(0, k)] = units[k][0];
        theta[first.index(1, k)] = units[k][1];
        theta[head.index(k, 0)] = units[k][2];
      }
    }

    static Tiny of(int seed) {
      return KNOWN.computeIfAbsent(seed, Tiny::new);
    }

    double start() {
      return tree.value(cell);
    }

    List<Fault> faults(double kappa, DepthBracket bracket, FloodCut cut) {
      return CellFloodVerification.faults(
          loss.loss().network(), loss.loss().data(), kappa, theta, bracket.loss(), cut);
    }
  }

  /** 24 of the 150 of {@link #everyTinyProblemAgreesWithItsMergeTree}. */
  @Test
  void tinyProblemsAgreeWithTheirMergeTree() {
    int hills = 0;
    for (int seed = 0; seed < 24; seed++) {
      hills += compareWithMergeTree(seed);
    }
    assertTrue(hills >= 8, hills + " depths above 0");
  }

  /** N = 5 and 6, m = 2 and 3, one input: all network cells, all facets, all programs. */
  @Test
  @Tag("campaign")
  void everyTinyProblemAgreesWithItsMergeTree() {
    int hills = 0;
    for (int seed = 0; seed < 150; seed++) {
      hills += compareWithMergeTree(seed);
    }
    assertTrue(hills >= 50, hills + " depths above 0");
  }

  /** The number of depths above 0. */
  private static int compareWithMergeTree(int seed) {
    Tiny tiny = Tiny.of(seed);
    double start = tiny.start();
    double least = tiny.tree.least();
    int hills = 0;
    for (double level : new double[] {0.999 * start, least + 1e-3 * (start - least)}) {
      if (level < least + 1e-6) {
        continue;
      }
      double expected = tiny.tree.height(tiny.cell, level) - start;
      DepthBracket bracket =
          CellDepth.of(tiny.loss)
              .orElseThrow()
              .measure(tiny.theta, level, Double.POSITIVE_INFINITY, BUDGET);
      String what = "seed " + seed + ", level " + level;
      assertEquals(start, bracket.loss(), 1e-8, what);
      assertEquals(expected, bracket.lower(), 1e-7, what);
      assertEquals(expected, bracket.upper().orElseThrow(), 1e-7, what);
      double kappa = tiny.loss.penalty().kappa();
      assertEquals(List.of(), tiny.faults(kappa, bracket, bracket.cut()), what);
      hills += expected > 1e-6 ? 1 : 0;
    }
    return hills;
  }

  private static FloodCut with(FloodCut cut, UnaryOperator<CellCertificate> change) {
    return new FloodCut(
        cut.level(), cut.height(), cut.cells().stream().map(change).toList(), cut.exits());
  }

  private static CellCertificate changed(
      CellCertificate from, double[] residual, List<Wall> walls, double[] reach) {
    return new CellCertificate(
        from.cell(),
        from.facetUnit(),
        from.facetPlane(),
        from.vectors(),
        residual,
        walls,
        reach,
        from.value(),
        from.bound());
  }

  private static double[] times(double[] values, double factor) {
    double[] product = values.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return product;
  }

  /** What proves a lower end for one kappa proves none for less, and nothing in it may be wrong. */
  @Test
  void cutsWithAFaultAreRejected() {
    int cuts = 0;
    for (int seed = 0; seed < 24; seed++) {
      Tiny tiny = Tiny.of(seed);
      double kappa = tiny.loss.penalty().kappa();
      DepthBracket bracket = CellDepth.of(tiny.loss).orElseThrow().own(tiny.theta, 1e-3, BUDGET);
      FloodCut cut = bracket.cut();
      if (bracket.lower() < 1e-4) {
        continue;
      }
      cuts++;
      String what = "seed " + seed;
      assertEquals(List.of(), tiny.faults(kappa, bracket, cut), what);
      assertFalse(tiny.faults(0.9 * kappa, bracket, cut).isEmpty(), what + ": less penalty");
      assertFalse(tiny.faults(0, bracket, cut).isEmpty(), what + ": no penalty");
      List<UnaryOperator<CellCertificate>> wrong = new ArrayList<>();
      wrong.add(c -> changed(c, times(c.residual(), 1.01), c.walls(), c.reach()));
      wrong.add(c -> changed(c, c.residual(), c.walls(), times(c.reach(), 0.5)));
      wrong.add(
          c ->
              changed(
                  c,
                  c.residual(),
                  c.walls().stream()
                      .map(wall -> new Wall(wall.unit(), wall.plane(), -1e-3 - wall.multiplier()))
                      .toList(),
                  c.reach()));
      boolean walled = cut.cells().stream().anyMatch(cell -> !cell.walls().isEmpty());
      for (int k = 0; k < (walled ? 3 : 2); k++) {
        List<Fault> faults = tiny.faults(kappa, bracket, with(cut, wrong.get(k)));
        assertFalse(faults.isEmpty(), what + ": change " + k);
      }
      FloodCut fewer =
          new FloodCut(
              cut.level(), cut.height(), cut.cells().subList(0, cut.cells().size() - 1), List.of());
      assertFalse(tiny.faults(kappa, bracket, fewer).isEmpty(), what + ": a cell left out");
    }
    assertTrue(cuts >= 6, cuts + " cuts");
  }

  @Test
  void lowerEndsAreProvenAgain() {
    int proven = 0;
    for (int seed = 0; seed < 12; seed++) {
      Tiny tiny = Tiny.of(seed);
      DepthBracket bracket = CellDepth.of(tiny.loss).orElseThrow().own(tiny.theta, 1e-3, BUDGET);
      if (bracket.lower() < 1e-4) {
        continue;
      }
      proven++;
      double lower = bracket.lower();
      assertEquals(
          Optional.empty(),
          LowerEndVerification.fault(tiny.loss, tiny.theta, lower, bracket.level(), BUDGET));
      assertTrue(
          LowerEndVerification.fault(tiny.loss, tiny.theta, 1.1 * lower, bracket.level(), BUDGET)
              .orElseThrow()
              .startsWith("a lower end of "));
    }
    assertTrue(proven >= 3, proven + " lower ends");
  }

  /** A proof for exact arithmetic is not made with a penalty, and says so. */
  @Test
  void proofsInExactArithmeticAreWithoutAPenalty() {
    Tiny tiny = Tiny.of(1);
    CellFlood flood =
        CellFlood.of(tiny.loss.loss().network(), tiny.loss.loss().data(), 0.1).orElseThrow();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> flood.prove(tiny.theta, 1, 0.5, 1.1, 10));
    assertTrue(refused.getMessage().contains("without a penalty"), refused.getMessage());
  }
}
