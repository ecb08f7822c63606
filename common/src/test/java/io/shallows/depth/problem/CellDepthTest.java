package io.shallows.depth.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.TrainedMinima;
import io.shallows.depth.cell.CellFloodVerification;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.SearchLog;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depths of two-layer networks that are known by an argument or by trying everything. */
class CellDepthTest {

  private static final long BUDGET = 20_000;

  private static EmpiricalLoss loss(String family, int width, Dataset data) {
    Network network =
        NetworkFamilies.named(family).build(new NetworkShape(width, 0, data.inputs(), 1));
    return EmpiricalLoss.of(network, data);
  }

  private static CellDepth depth(EmpiricalLoss loss) {
    return CellDepth.of(loss).orElseThrow();
  }

  /** A path was found whose barrier cannot be told from 0. */
  private static void assertFlat(DepthBracket bracket, String what) {
    assertTrue(bracket.path().orElseThrow().certificate().isHidden(), what);
    assertEquals(0, bracket.lower(), 1e-13, what);
  }

  /** With a constant input appended. */
  private static Dataset withConstant(double[] x, double[] y) {
    double[] inputs = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      inputs[2 * i] = x[i];
      inputs[2 * i + 1] = 1;
    }
    return new Dataset(x.length, 2, 1, inputs, y);
  }

  /** Sets a network's units, each given by its two weights and its head. */
  private static double[] parameters(Network network, double[][] units) {
    double[] theta = new double[network.parameterCount()];
    DenseLayer first = network.layer("W0");
    DenseLayer head = network.layer("A");
    for (int k = 0; k < units.length; k++) {
      for (int c = 0; c < first.inputs(); c++) {
        theta[first.index(c, k)] = units[k][c];
      }
      theta[head.index(k, 0)] = units[k][first.inputs()];
    }
    return theta;
  }

  /**
   * m hinges at 0, 1, ..., m - 1 with slopes that alternate between 1 and -1, which fit two samples
   * on each piece exactly, and a sample at -1, on which all units are off. The squares of the
   * others' targets are .8 of the square of its own, and all have the mean square 1: the loss is 1
   * / 1.8.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trap(Dataset data, double[][] units) {

    static Trap of(int m) {
      int samples = 2 * m + 1;
      double[] slopes = IntStream.range(0, m).mapToDouble(k -> k % 2 == 0 ? 1 : -1).toArray();
      double[] x = new double[samples];
      double[] y = new double[samples];
      x[0] = -1;
      double square = 0;
      for (int i = 1; i < samples; i++) {
        int piece = (i - 1) / 2;
        x[i] = piece + (i % 2 == 1 ? 0.3 : 0.7);
        for (int k = 0; k < m; k++) {
          double bend = k == 0 ? slopes[0] : slopes[k] - slopes[k - 1];
          y[i] += bend * Math.max(0, x[i] - k);
        }
        square += y[i] * y[i];
      }
      y[0] = Math.sqrt(square / 0.8);
      double scale = Math.sqrt((square + y[0] * y[0]) / samples);
      double[][] units = new double[m][];
      for (int k = 0; k < m; k++) {
        double bend = k == 0 ? slopes[0] : slopes[k] - slopes[k - 1];
        units[k] = new double[] {1, -k, bend / scale};
      }
      return new Trap(withConstant(x, Arrays.stream(y).map(v -> v / scale).toArray()), units);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void trapsOfOneInputAreAsDeepAsTheirWidthSays(int width) {
    Trap trap = Trap.of(width);
    EmpiricalLoss loss = loss("plain", width, trap.data());
    double[] theta = parameters(loss.network(), trap.units());
    DepthBracket bracket = depth(loss).own(theta, 1e-3, BUDGET);
    assertEquals(5.0 / 9, bracket.loss(), 1e-12);
    assertTrue(bracket.exact());
    assertEquals(0.02676973 / width, bracket.upper().orElseThrow(), 1e-8 / width);
    assertEquals(bracket.upper().orElseThrow(), bracket.lower(), 1e-9);
    assertEquals(
        List.of(),
        CellFloodVerification.faults(
            loss.network(), trap.data(), theta, bracket.loss(), bracket.cut()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void aLearnedSkipLeavesNoDepth(int width) {
    Trap trap = Trap.of(width);
    EmpiricalLoss loss = loss("linear-skip", width, trap.data());
    double[] theta = parameters(loss.network(), trap.units());
    DepthBracket bracket = depth(loss).own(theta, 1e-3, BUDGET);
    assertEquals(5.0 / 9, bracket.loss(), 1e-12);
    assertTrue(bracket.exact());
    assertFlat(bracket, "width " + width);
  }

  /** As a finder it gives the pool its path and the measurement its lower end. */
  @Test
  void theFinderGivesBothEndsOfAMeasurement() {
    Trap trap = Trap.of(4);
    EmpiricalLoss loss = loss("plain", 4, trap.data());
    double[] theta = parameters(loss.network(), trap.units());
    DepthSettings settings = new DepthSettings(List.of("constructive", "cell-flood"), 1e-3, 1000);
    DepthTarget target = DepthTarget.own(0.999 * 5 / 9, List.of());
    DepthMeasurement measured =
        new DepthMeter(new SquaredDepth(loss, NetworkFamilies.named("plain"), settings))
            .measure(theta, target);
    assertEquals(0.02676973 / 4, measured.upper().orElseThrow(), 1e-8);
    assertEquals(0.02676973 / 4, measured.lower().orElseThrow(), 1e-8);
    assertEquals(Optional.of("cell-flood"), measured.method());
  }

  /** A deeper network has no cells of this kind, and a point is no level. */
  @Test
  void theFinderKnowsWhatItIsNotFor() {
    EmpiricalLoss deep = TRAINED.loss("plain", 3, 1);
    assertTrue(CellDepth.of(deep).isEmpty());
    EmpiricalLoss loss = TRAINED.loss("plain", 3, 0);
    double[] theta = TRAINED.minimum(loss, "he", 0);
    PathProblem problem =
        new NetworkPathProblem(
            loss,
            NodeValues.at(loss.network(), loss.data(), theta),
            DepthTarget.minimum(0, theta),
            new DepthSettings(List.of("cell-flood"), 1e-3, 1000),
            new SearchLog());
    assertTrue(PathFinders.named(CellDepth.METHOD).find(problem).isEmpty());
    assertEquals(0, problem.log().proven());
  }

  /** Yun, Sra, Jadbabaie 2019 (arXiv 1907.03922): x = -1, 0, 1 and y = 1, 0, 1. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void threePointsHaveDepthZeroFromTwoUnitsOn(int width) {
    Dataset data = withConstant(new double[] {-1, 0, 1}, new double[] {1, 0, 1});
    EmpiricalLoss loss = loss("plain", width, data);
    double[][] units = new double[width][];
    for (int k = 0; k < width; k++) {
      units[k] = new double[] {k == 0 ? 0 : 0.3 * k - 0.5, 1, k == 0 ? 2.0 / 3 : 0};
    }
    double[] theta = parameters(loss.network(), units);
    DepthBracket bracket = depth(loss).measure(theta, 1e-9, Double.POSITIVE_INFINITY, BUDGET);
    assertEquals(2.0 / 9, bracket.loss(), 1e-12);
    assertTrue(bracket.exact());
    assertFlat(bracket, "width " + width);
  }

  @Test
  void asManyUnitsAsSamplesHaveNoDepth() {
    for (int seed = 0; seed < 6; seed++) {
      UniformRandomProvider random = new RandomStreams(seed).uniform("wide", "data");
      int samples = 4 + seed % 2;
      double[] x = random.doubles(samples, -1, 1).toArray();
      double[] y = random.doubles(samples, -1, 1).toArray();
      EmpiricalLoss loss = loss("plain", samples, withConstant(x, y));
      double[] theta = random.doubles(loss.network().parameterCount(), -1, 1).toArray();
      DepthBracket bracket =
          depth(loss).measure(theta, 1e-9, Double.POSITIVE_INFINITY, 10 * BUDGET);
      assertFlat(bracket, "seed " + seed);
    }
  }

  /** 60 of the 200 of {@link #everyTinyProblemAgreesWithItsMergeTree}. */
  @Test
  void tinyProblemsAgreeWithTheirMergeTree() {
    int hills = 0;
    for (int seed = 0; seed < 60; seed++) {
      hills += compareWithMergeTree(seed);
    }
    assertTrue(hills >= 20, hills + " depths above 0");
  }

  /** N = 6 and 7, m = 2 and 3, one input: all network cells, all facets, all programs. */
  @Test
  @Tag("campaign")
  void everyTinyProblemAgreesWithItsMergeTree() {
    int hills = 0;
    for (int seed = 0; seed < 200; seed++) {
      hills += compareWithMergeTree(seed);
    }
    assertTrue(hills >= 60, hills + " depths above 0");
  }

  /** The number of depths above 0. */
  private static int compareWithMergeTree(int seed) {
    UniformRandomProvider random = new RandomStreams(seed).uniform("tiny", "data");
    ContinuousSampler normal = RandomStreams.gaussian(random);
    int samples = 6 + seed % 2;
    int width = 2 + seed / 2 % 2;
    double[] x = new double[samples];
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      x[i] = normal.sample();
      y[i] = normal.sample();
    }
    CompleteMergeTree tree = new CompleteMergeTree(x, y, width);
    EmpiricalLoss loss = loss("plain", width, withConstant(x, y));
    int cell = tree.bottom(random.nextInt(tree.size()));
    double least = tree.least();
    if (tree.value(cell) - least < 1e-6) {
      return 0;
    }
    double[] theta = parameters(loss.network(), tree.units(cell));
    int hills = 0;
    double start = tree.value(cell);
    for (double level : new double[] {0.999 * start, least + 1e-3 * (start - least)}) {
      if (level < least) {
        continue;
      }
      double expected = tree.height(cell, level) - start;
      DepthBracket bracket =
          depth(loss).measure(theta, level, Double.POSITIVE_INFINITY, 10 * BUDGET);
      String what = "seed " + seed + ", level " + level;
      assertEquals(start, bracket.loss(), 1e-9, what);
      assertEquals(expected, bracket.lower(), 1e-7, what);
      assertEquals(expected, bracket.upper().orElseThrow(), 1e-7, what);
      assertEquals(
          List.of(),
          CellFloodVerification.faults(
              loss.network(), loss.data(), theta, bracket.loss(), bracket.cut()),
          what);
      hills += expected > 1e-6 ? 1 : 0;
    }
    return hills;
  }

  private static final TrainedMinima TRAINED = new TrainedMinima(2, 32, 6, List.of(1));

  private static boolean isOpen(DepthBracket bracket) {
    return bracket.upper().isEmpty() || !bracket.exact();
  }

  @Test
  void depthRisesWithTheDrop() {
    EmpiricalLoss loss = TRAINED.loss("plain", 3, 0);
    int rises = 0;
    for (int seed = 0; seed < 6; seed++) {
      double[] theta = TRAINED.minimum(loss, "he", seed);
      double lower = 0;
      double upper = 0;
      for (double drop : new double[] {1e-5, 1e-3, 1e-2, 1e-1}) {
        DepthBracket bracket = depth(loss).own(theta, drop, 3000);
        assertTrue(bracket.lower() >= lower * (1 - 1e-9) - 1e-12, "seed " + seed);
        assertTrue(bracket.upper().orElse(1e9) >= upper * (1 - 1e-9) - 1e-12, "seed " + seed);
        assertTrue(bracket.upper().orElse(1e9) >= bracket.lower(), "seed " + seed);
        rises += bracket.lower() > lower ? 1 : 0;
        lower = bracket.lower();
        upper = bracket.upper().orElse(upper);
      }
    }
    assertTrue(rises >= 4, rises + " rises");
  }

  /** One search answers for all drops what one search for each would. */
  @Test
  void aProfileIsThatOfSeparateSearches() {
    List<Double> drops = List.of(1e-1, 1e-5, 1e-2, 1e-3);
    int differences = 0;
    for (int width : new int[] {3, 5}) {
      EmpiricalLoss loss = TRAINED.loss("plain", width, 0);
      for (int seed = 0; seed < 4; seed++) {
        double[] theta = TRAINED.minimum(loss, "he", seed);
        List<DepthBracket> profile = depth(loss).profile(theta, drops, 600);
        for (int k = 0; k < drops.size(); k++) {
          DepthBracket alone = depth(loss).own(theta, drops.get(k), 600);
          DepthBracket together = profile.get(k);
          String what = "width " + width + ", seed " + seed + ", drop " + drops.get(k);
          assertEquals(alone.level(), together.level(), what);
          assertEquals(alone.lower(), together.lower(), what);
          assertEquals(alone.upper(), together.upper(), what);
          assertEquals(alone.exact(), together.exact(), what);
          assertEquals(alone.cells(), together.cells(), what);
          assertEquals(
              List.of(),
              CellFloodVerification.faults(
                  loss.network(), loss.data(), theta, together.loss(), together.cut()),
              what);
        }
        differences += profile.get(0).lower() > profile.get(1).lower() ? 1 : 0;
      }
    }
    assertTrue(differences >= 2, differences + " profiles that rise");
  }

  /**
   * What is known of a nearer level holds of farther ones, and nothing looks on where it is all.
   */
  @Test
  void whatIsProvenOfALevelHoldsOfLowerOnes() {
    EmpiricalLoss loss = TRAINED.loss("plain", 4, 0);
    DepthSettings settings =
        new DepthSettings(List.of("constructive", "cell-flood", "string"), 1e-3, 300);
    int apart = 0;
    int closed = 0;
    for (int seed = 0; seed < 6; seed++) {
      double[] theta = TRAINED.minimum(loss, "he", seed);
      double start = NodeValues.at(loss.network(), loss.data(), theta).loss();
      List<DepthTarget> targets =
          List.of(
              DepthTarget.own(0.2 * start, List.of()), DepthTarget.own(0.999 * start, List.of()));
      List<DepthMeasurement> measured =
          new DepthMeter(new SquaredDepth(loss, NetworkFamilies.named("plain"), settings))
              .measure(theta, targets, Coverage.strict())
              .measurements();
      double near = measured.get(1).lower().orElseThrow();
      assertTrue(measured.get(0).lower().orElseThrow() >= near, "seed " + seed);
      apart += measured.get(0).isExact() ? 0 : 1;
      if (measured.get(1).isExact()) {
        closed++;
        assertEquals(0, measured.get(1).effort().evaluations(), "seed " + seed);
      }
    }
    assertTrue(apart >= 1 && closed >= 3, apart + " open, " + closed + " closed");
  }

  /** Order of samples and units, scale between layers, samples written down twice. */
  @Test
  void depthDoesNotDependOnOrderScaleOrCopies() {
    EmpiricalLoss loss = TRAINED.loss("plain", 4, 0);
    int closed = 0;
    for (int seed = 0; seed < 5; seed++) {
      double[] theta = TRAINED.minimum(loss, "he", seed);
      DepthBracket bracket = depth(loss).own(theta, 1e-3, 4000);
      if (isOpen(bracket)) {
        continue;
      }
      closed++;
      double expected = bracket.upper().orElseThrow();
      double tolerance = 1e-9 + 1e-5 * expected;
      EmpiricalLoss reversed = loss("plain", 4, copied(loss.data(), true, 1));
      assertEquals(
          expected, depth(reversed).own(theta, 1e-3, 4000).upper().orElseThrow(), tolerance);
      EmpiricalLoss twice = loss("plain", 4, copied(loss.data(), false, 2));
      DepthBracket doubled = depth(twice).own(theta, 1e-3, 4000);
      assertEquals(expected, doubled.upper().orElseThrow(), tolerance);
      assertEquals(bracket.lower(), doubled.lower(), tolerance);
      double[] scaled = turned(loss.network(), theta);
      DepthBracket moved = depth(loss).own(scaled, 1e-3, 4000);
      assertEquals(expected, moved.upper().orElseThrow(), tolerance);
      assertEquals(bracket.lower(), moved.lower(), tolerance);
    }
    assertTrue(closed >= 3, closed + " closed");
  }

  private static Dataset copied(Dataset data, boolean reversed, int copies) {
    int n = data.samples();
    double[] x = new double[copies * n * data.inputs()];
    double[] y = new double[copies * n];
    for (int i = 0; i < copies * n; i++) {
      int s = reversed ? n - 1 - i % n : i % n;
      for (int c = 0; c < data.inputs(); c++) {
        x[i * data.inputs() + c] = data.x(s, c);
      }
      y[i] = data.y(s, 0);
    }
    return new Dataset(copies * n, data.inputs(), 1, x, y);
  }

  /** Units in the opposite order, each scaled up in one layer and down in the other. */
  private static double[] turned(Network network, double[] theta) {
    DenseLayer first = network.layer("W0");
    DenseLayer head = network.layer("A");
    double[] turned = theta.clone();
    int m = first.outputs();
    for (int k = 0; k < m; k++) {
      double scale = k % 2 == 0 ? 3.7 : 0.2;
      for (int c = 0; c < first.inputs(); c++) {
        turned[first.index(c, m - 1 - k)] = scale * theta[first.index(c, k)];
      }
      turned[head.index(m - 1 - k, 0)] = theta[head.index(k, 0)] / scale;
    }
    return turned;
  }

  @Test
  void aDeadUnitLeavesNoDepth() {
    EmpiricalLoss narrow = TRAINED.loss("plain", 3, 0);
    EmpiricalLoss wide = TRAINED.loss("plain", 4, 0);
    DenseLayer from = narrow.network().layer("W0");
    DenseLayer to = wide.network().layer("W0");
    int hills = 0;
    for (int seed = 0; seed < 6; seed++) {
      double[] theta = TRAINED.minimum(narrow, "he", seed);
      hills += depth(narrow).own(theta, 1e-2, 1000).lower() > 0 ? 1 : 0;
      double[] more = new double[wide.network().parameterCount()];
      for (int k = 0; k < 3; k++) {
        for (int c = 0; c < from.inputs(); c++) {
          more[to.index(c, k)] = theta[from.index(c, k)];
        }
        more[wide.network().layer("A").index(k, 0)] =
            theta[narrow.network().layer("A").index(k, 0)];
      }
      DepthBracket bracket = depth(wide).own(more, 1e-3, 4000);
      assertFlat(bracket, "seed " + seed);
    }
    assertTrue(hills >= 2, hills + " depths above 0 without it");
  }

  /**
   * The same numbers whatever was asked before, and no more programs than allowed: the budget, a
   * tenth of it more for the last resort, and those of the cells that are open when it ends.
   */
  @Test
  void aFloodRepeatsItselfWithinItsBudget() {
    EmpiricalLoss loss = TRAINED.loss("plain", 5, 0);
    CellDepth depth = depth(loss);
    for (int seed = 0; seed < 3; seed++) {
      double[] theta = TRAINED.minimum(loss, "clustered", seed);
      DepthBracket once = depth.own(theta, 1e-2, 500);
      DepthBracket again = depth(loss).own(theta, 1e-2, 500);
      assertEquals(once.lower(), again.lower());
      assertEquals(once.upper(), again.upper());
      assertEquals(once.programs(), again.programs());
      assertTrue(once.programs() <= 500 + 50 + 10, once.programs() + " programs");
      assertTrue(depth.own(theta, 1e-2, 50).lower() <= once.lower());
    }
  }
}
