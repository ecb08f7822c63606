package io.shallows.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.layers.HeadSlide;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Embedding;
import io.shallows.network.Initializations;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedDepthTest {

  private static final TrainedMinima MINIMA = new TrainedMinima(2, 32, 4, List.of(1, 2));

  private static final DepthSettings SETTINGS =
      new DepthSettings(List.of("constructive", "string"), 1e-3, 60);

  private static double[] base(Embedding embedding, int seed) {
    return Initializations.named("he")
        .draw(embedding.network(), new RandomStreams(5).uniform("base", "" + seed));
  }

  private static List<DepthTarget> targets(DepthProblem plain, double[] theta) {
    List<DepthTarget> targets = new ArrayList<>();
    for (double drop : new double[] {1e-3, 0.5}) {
      targets.add(plain.own(theta, drop, Coverage.strict()));
    }
    for (int width : new int[] {1, 2}) {
      plain.reference(width).ifPresent(targets::add);
    }
    return targets;
  }

  @ParameterizedTest
  @CsvSource({
    "linear-skip, 0",
    "linear-skip, 1",
    "linear-skip, 2",
    "long-skip, 0",
    "long-skip, 1",
    "long-skip, 2",
    "residual, 0"
  })
  void noUpperEndIsAboveThePlainOne(String name, int networkDepth) {
    NetworkFamily family = NetworkFamilies.named(name);
    EmpiricalLoss loss = MINIMA.loss("plain", 3, networkDepth);
    SquaredDepth plain =
        new SquaredDepth(loss, NetworkFamilies.named("plain"), SETTINGS, MINIMA.references);
    Embedding embedding = Embedding.in(family, loss.network().shape());
    SquaredDepth larger =
        new SquaredDepth(
            EmpiricalLoss.of(embedding.network(), MINIMA.data),
            family,
            SETTINGS,
            MINIMA.references);
    int covered = 0;
    int annihilated = 0;
    for (int seed = 0; seed < 2; seed++) {
      double[] theta = MINIMA.minimum(loss, "clustered", seed);
      List<DepthTarget> targets = targets(plain, theta);
      List<DepthMeasurement> known =
          new DepthMeter(plain).measure(theta, targets, Coverage.strict()).measurements();
      double[] base = base(embedding, seed);
      NestedDepth nested = new NestedDepth(embedding, base, larger);
      List<DepthMeasurement> found = nested.measure(theta, targets, known, Coverage.strict());
      for (int k = 0; k < targets.size(); k++) {
        DepthMeasurement here = known.get(k);
        DepthMeasurement there = nested.settled(found.get(k), here);
        assertEquals(here.covered(), there.covered());
        if (!here.covered()) {
          continue;
        }
        covered++;
        assertEquals(here.loss(), there.loss(), "the same bits");
        assertTrue(
            there.upper().orElse(Double.POSITIVE_INFINITY)
                <= here.upper().orElse(Double.POSITIVE_INFINITY),
            () -> there + " above " + here);
        assertTrue(there.lower().getAsDouble() <= there.upper().orElse(Double.MAX_VALUE));
        annihilated += there.zero().isPresent() && here.zero().isEmpty() ? 1 : 0;
        there.best().ifPresent(path -> requireWalk(embedding, path, theta, base));
      }
    }
    assertTrue(covered > 3, covered + " covered levels");
    assertTrue(annihilated > 0, "none is annihilated");
  }

  /** A path begins at the embedded point, and no point on it is above its certified maximum. */
  private static void requireWalk(
      Embedding embedding, CertifiedPath path, double[] theta, double[] base) {
    assertEquals(0, distance(embedding.point(theta, base), path.path().at(0)));
    double limit = path.certificate().maximum() + path.certificate().rounding();
    for (int v = 1; v < path.path().size(); v++) {
      double[] a = path.path().at(v - 1);
      double[] b = path.path().at(v);
      for (double t : new double[] {0, 0.25, 0.5, 0.75, 1}) {
        double[] point = a.clone();
        for (int i = 0; i < a.length; i++) {
          point[i] += t * (b[i] - a[i]);
        }
        assertTrue(NodeValues.at(embedding.network(), MINIMA.data, point).loss() <= limit);
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }

  /** One hinge cannot be a hinge plus a line; with a learned line the loss slides to 0. */
  @Test
  void aLinearSkipAnnihilatesWhatALineExplains() {
    int samples = 9;
    double[] x = new double[2 * samples];
    double[] y = new double[samples];
    for (int s = 0; s < samples; s++) {
      x[2 * s] = s - 4;
      x[2 * s + 1] = 1;
      y[s] = Math.max(0, x[2 * s]) + 2 * x[2 * s] - 1;
    }
    Dataset data = new Dataset(samples, 2, 1, x, y);
    EmpiricalLoss loss =
        EmpiricalLoss.of(NetworkFamilies.named("plain").build(new NetworkShape(1, 0, 2, 1)), data);
    double[] theta = {1, 0, 3};
    Embedding embedding =
        Embedding.in(NetworkFamilies.named("linear-skip"), loss.network().shape());
    EmpiricalLoss larger = EmpiricalLoss.of(embedding.network(), data);
    DepthProblem depth = new SquaredDepth(larger, NetworkFamilies.named("linear-skip"), SETTINGS);
    NestedDepth nested =
        new NestedDepth(embedding, new double[embedding.network().parameterCount()], depth);
    double start = NodeValues.at(loss.network(), data, theta).loss();
    DepthTarget target = DepthTarget.own(1e-6 * start, List.of());
    DepthMeasurement unknown = DepthMeasurement.without(start, target.level(), true);
    DepthMeasurement found =
        nested.measure(theta, List.of(target), List.of(unknown), Coverage.strict()).get(0);
    assertEquals(0, found.upper().getAsDouble());
    assertEquals(Optional.of(ExactZero.SLIDE), found.zero());
    assertEquals(2, found.best().orElseThrow().path().size());
  }

  /** The heads are of least squares then, as at a minimum of the network itself. */
  @Test
  void afterASlideNothingIsLeftToSlide() {
    EmpiricalLoss loss = MINIMA.loss("linear-skip", 3, 1);
    double[] theta = MINIMA.minimum(loss, "clustered", 1);
    NodeValues start = NodeValues.at(loss.network(), loss.data(), theta);
    NodeValues once = HeadSlide.from(start, 0).orElse(start);
    assertTrue(once.loss() > 1e-6, "a loss with room below it");
    Optional<NodeValues> twice = HeadSlide.from(once, 0);
    assertTrue(twice.isEmpty() || twice.get().loss() >= (1 - 1e-9) * once.loss());
  }

  /** Along a slide the loss is convex and ends lower, so it is never above its start. */
  @ParameterizedTest
  @CsvSource({"linear-skip, 2", "long-skip, 0", "long-skip, 1", "residual, 0"})
  void slidesNeverRise(String name, int networkDepth) {
    EmpiricalLoss loss = MINIMA.loss("plain", 4, networkDepth);
    Embedding embedding = Embedding.in(NetworkFamilies.named(name), loss.network().shape());
    int moved = 0;
    for (int seed = 0; seed < 3; seed++) {
      double[] theta = MINIMA.minimum(loss, "he", seed);
      NodeValues start =
          NodeValues.at(
              embedding.network(), MINIMA.data, embedding.point(theta, base(embedding, seed)));
      Optional<NodeValues> end = HeadSlide.from(start, 0);
      if (end.isPresent()) {
        moved++;
        double highest =
            new SegmentMaximum(embedding.network(), MINIMA.data)
                .between(start, end.get())
                .evaluated();
        assertTrue(highest <= start.loss());
        assertTrue(end.get().loss() < start.loss());
      }
    }
    assertTrue(moved > 0, "nothing moved");
  }

  /** Better paths that are found later, as a tree finds them, count within the larger network. */
  @Test
  void aPathThatIsFoundLaterIsTakenOver() {
    EmpiricalLoss loss = MINIMA.loss("plain", 3, 1);
    SquaredDepth plain =
        new SquaredDepth(loss, NetworkFamilies.named("plain"), SETTINGS, MINIMA.references);
    double[] theta = MINIMA.minimum(loss, "clustered", 0);
    DepthTarget target = plain.own(theta, 0.1, Coverage.strict());
    DepthMeasurement found = new DepthMeter(plain).measure(theta, target);
    Embedding embedding =
        Embedding.in(NetworkFamilies.named("linear-skip"), loss.network().shape());
    NestedDepth nested =
        new NestedDepth(
            embedding,
            new double[embedding.network().parameterCount()],
            new SquaredDepth(
                EmpiricalLoss.of(embedding.network(), MINIMA.data),
                NetworkFamilies.named("linear-skip"),
                SETTINGS));
    DepthMeasurement nothing =
        DepthMeasurement.without(found.loss(), found.level(), true).missing("not looked for");
    DepthMeasurement settled = nested.settled(nothing, found);
    assertEquals(found.upper(), settled.upper());
    assertEquals(found.method(), settled.method());
    DepthMeasurement zero = nested.settled(nothing, found.because(ExactZero.ROOMY));
    assertEquals(0, zero.upper().getAsDouble());
  }
}
