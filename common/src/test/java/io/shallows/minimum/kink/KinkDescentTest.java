package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.network.DenseLayer;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The moves of the finish, each by itself, on a network of one unit: {@code a relu(w x + b)} on x =
 * 0, 1, 2. Sample 0 is at a kink where b = 0.
 *
 * <p>There the loss in b has slope {@code (2/3) a (r_1 + r_2)} below and {@code (2/3) a (r_0 + r_1
 * + r_2)} above, r the residuals. With a w = (y_1 + 2 y_2) / 5 the gradient in a and w is 0.
 */
class KinkDescentTest {

  private static final Kink KINK = new Kink(0, 0, 0);

  /** Slope 0.24 downwards along b below the kink, 2 upwards above it, over 3: a corner. */
  private static final double[] CORNER = {-1, 1.3, 2};

  /** Slope 0.24 upwards below the kink: it is left to the side where sample 0 is off. */
  private static final double[] OFF = {-1, 0.7, 2};

  /** Slope 0.24 downwards below the kink, 0.14 above it: it is left to the other side. */
  private static final double[] ON = {-0.05, 1.3, 2};

  /** The loss falls by 2 / 3 above the kink, whose weight is negative. */
  private static final double[] RIDGE = {1, 1.3, 2};

  private static final TrainingLimits LIMITS = new TrainingLimits(1e-9, 1e-20, 500, 100_000);

  private final KinkEffort effort = new KinkEffort(LIMITS);

  private static EmpiricalLoss loss(double[] y) {
    double[] x = {0, 1, 1, 1, 2, 1};
    return EmpiricalLoss.of(
        NetworkFamilies.named("plain").build(new NetworkShape(1, 0, 2, 1)),
        new Dataset(3, 2, 1, x, y));
  }

  private static double[] theta(EmpiricalLoss loss, double w, double b, double a) {
    DenseLayer first = loss.network().layers().get(0);
    DenseLayer head = loss.network().layers().get(1);
    double[] theta = new double[loss.dimension()];
    theta[first.index(0, 0)] = w;
    theta[first.index(1, 0)] = b;
    theta[head.index(0, 0)] = a;
    return theta;
  }

  private static double bias(EmpiricalLoss loss, KinkPoint point) {
    return point.theta()[loss.network().layers().get(0).index(1, 0)];
  }

  /** The lowest point with b = 0. */
  private static KinkPoint onKink(double[] y) {
    EmpiricalLoss loss = loss(y);
    double product = (y[1] + 2 * y[2]) / 5;
    return KinkPoint.of(loss, theta(loss, product, 0, 1), List.of(KINK));
  }

  private KinkManifold manifold(EmpiricalLoss loss) {
    return new KinkManifold(loss, effort);
  }

  private KinkRelease release(EmpiricalLoss loss) {
    return new KinkRelease(loss, manifold(loss), effort);
  }

  private StepOutcome advance(EmpiricalLoss loss, KinkPoint point, Deadline deadline) {
    GaussNewtonStep how = new GaussNewtonStep(loss);
    how.build(point, point.rowSpace());
    how.restart(how.scale(), 1);
    KinkGradient gradient = KinkGradient.of(point, point.rowSpace(), 0.2, 1e-9);
    return new KinkAdvance(loss, manifold(loss), effort, deadline)
        .from(point, point.rowSpace(), gradient, how);
  }

  @Test
  void aStepAlongDescendsAndKeepsTheKinks() {
    EmpiricalLoss loss = loss(CORNER);
    KinkPoint point = KinkPoint.of(loss, theta(loss, 0.5, 0, 1), List.of(KINK));
    StepOutcome found = advance(loss, point, Deadline.never());
    KinkPoint next = assertInstanceOf(StepOutcome.Move.class, found).point();
    assertTrue(next.loss() < point.loss(), "loss " + next.loss());
    assertEquals(List.of(KINK), next.kinks());
    assertEquals(0, bias(loss, next), 1e-15);
  }

  @Test
  void aStepThatJumpsAcrossACornerEndsThereWithItsKink() {
    EmpiricalLoss loss = loss(CORNER);
    KinkPoint point = KinkPoint.of(loss, theta(loss, 1.06, -0.1, 1), List.of());
    double[] step = theta(loss, 0, 0.3, 0);
    double[] end = point.theta().clone();
    end[loss.network().layers().get(0).index(1, 0)] += 0.3;
    KinkLine line = KinkLine.of(point, step, loss.linearize(end));
    assertEquals(1, line.crossings().size());
    assertEquals(1.0 / 3, line.time(0), 1e-15);
    Optional<StepOutcome> found =
        new CornerSearch(loss, manifold(loss), effort).lowest(line, point.loss());
    StepOutcome.Corner corner = assertInstanceOf(StepOutcome.Corner.class, found.orElseThrow());
    assertEquals(KINK, corner.kink());
    assertEquals(List.of(KINK), corner.point().kinks());
    assertEquals(0, bias(loss, corner.point()), 1e-15);
    assertTrue(corner.point().loss() < point.loss());
  }

  @Test
  void aLineThatCrossesNoKinkHasNoCorner() {
    EmpiricalLoss loss = loss(CORNER);
    KinkPoint point = KinkPoint.of(loss, theta(loss, 1.06, -0.1, 1), List.of());
    double[] end = point.theta().clone();
    end[loss.network().layers().get(0).index(1, 0)] += 0.05;
    KinkLine line = KinkLine.of(point, theta(loss, 0, 0.05, 0), loss.linearize(end));
    assertTrue(line.isSmooth());
    assertEquals(
        Optional.empty(), new CornerSearch(loss, manifold(loss), effort).lowest(line, 1e9));
  }

  @Test
  void theClosestKinkIsTakenFromAHairAway() {
    EmpiricalLoss loss = loss(CORNER);
    KinkPoint point = KinkPoint.of(loss, theta(loss, 1.06, -1e-7, 1), List.of());
    assertEquals(Optional.of(KINK), manifold(loss).nearest(point));
    KinkPoint there = manifold(loss).joined(point.theta(), List.of(), KINK).orElseThrow();
    assertEquals(List.of(KINK), there.kinks());
    assertEquals(0, bias(loss, there), 1e-15);
    KinkPoint far = KinkPoint.of(loss, theta(loss, 1.06, -1e-4, 1), List.of());
    assertEquals(Optional.empty(), manifold(loss).nearest(far));
  }

  private Release hardest(KinkPoint point, double[] y) {
    KinkGradient gradient = KinkGradient.of(point, point.rowSpace(), 0.2, 1e-9);
    assertEquals(0, gradient.length(), 1e-15, "along the kink");
    assertTrue(gradient.slopes().isPresent());
    return release(loss(y)).hardest(point, gradient, 0.2);
  }

  @Test
  void aKinkIsReleasedToTheSideOfItsBound() {
    for (double[] y : List.of(OFF, ON)) {
      KinkPoint point = onKink(y);
      Release.Along off = assertInstanceOf(Release.Along.class, hardest(point, y));
      assertEquals(List.of(KINK), off.left());
      assertEquals(List.of(), off.point().kinks());
      double b = bias(loss(y), off.point());
      assertEquals(y == ON ? 1 : -1, Math.signum(b), "side of " + b);
      assertEquals(0, b, 1e-10);
    }
  }

  @Test
  void aKinkWhoseSlopeIsInsideStays() {
    KinkPoint point = onKink(CORNER);
    assertEquals(new Release.Stationary(), hardest(point, CORNER));
    KinkSlopes slopes = point.slopes();
    assertEquals(0.12, slopes.slopes()[0], 1e-12);
    assertEquals(0, slopes.norm(), 1e-15);
    assertEquals(
        new Release.Stationary(),
        release(loss(CORNER)).offRidges(point, point.rowSpace(), () -> 1e-9));
  }

  @Test
  void aRidgeIsLeftToTheSideWhereTheLossFalls() {
    KinkPoint point = onKink(RIDGE);
    assertTrue(point.hasRidges());
    Release release = release(loss(RIDGE)).offRidges(point, point.rowSpace(), () -> 1e-9);
    Release.Along off = assertInstanceOf(Release.Along.class, release);
    assertEquals(List.of(KINK), off.left());
    assertTrue(bias(loss(RIDGE), off.point()) > 0);
  }

  /** One unit above another: the upper one's kink is curved, and a step leaves it. */
  @Test
  void aStepIsCorrectedBackOntoACurvedKink() {
    EmpiricalLoss loss =
        EmpiricalLoss.of(
            NetworkFamilies.named("plain").build(new NetworkShape(2, 1, 2, 1)),
            new Dataset(3, 2, 1, new double[] {0, 1, 1, 1, 2, 1}, CORNER));
    Kink upper = new Kink(1, 2, 0);
    double[] theta = TestProblems.random(3).doubles(loss.dimension(), 0.3, 1).toArray();
    DenseLayer second = loss.network().layers().get(1);
    theta[second.index(1, 0)] = -theta[second.index(0, 0)];
    assertTrue(manifold(loss).restore(theta, List.of(upper)));
    KinkPoint point = KinkPoint.of(loss, theta, List.of(upper));
    assertFalse(point.isLinear());
    double[] step = TestProblems.random(4).doubles(theta.length, -0.1, 0.1).toArray();
    double[] left = theta.clone();
    for (int i = 0; i < left.length; i++) {
      left[i] += step[i];
    }
    assertTrue(Math.abs(preActivation(loss, left, upper)) > 1e-3, "the step stays by itself");
    double[] kept = manifold(loss).along(point, step, 1).orElseThrow();
    assertEquals(0, preActivation(loss, kept, upper), 1e-10);
  }

  private static double preActivation(EmpiricalLoss loss, double[] theta, Kink kink) {
    double[] z = loss.linearize(theta).preActivations(kink.relu());
    return z[kink.sample() * (z.length / loss.data().samples()) + kink.unit()];
  }

  /** Along the valley a w = 1 a long Newton step leaves the floor, which bends. */
  @Test
  void chordStepsFollowABentValley() {
    EmpiricalLoss loss = loss(new double[] {0, 1, 2});
    KinkPoint point = KinkPoint.of(loss, theta(loss, 4, 0.1, 0.2), List.of());
    NewtonStep how = NewtonStep.of(loss, manifold(loss), effort).orElseThrow();
    how.build(point, point.rowSpace());
    how.restart(how.scale(), 10);
    KinkGradient gradient = KinkGradient.of(point, point.rowSpace(), 0.2, 1e-9);
    double[] step = new double[loss.dimension()];
    assertTrue(how.solve(gradient.along(), step));
    double[] candidate = manifold(loss).along(point, step, 1).orElseThrow();
    double value = loss.value(candidate);
    double merit = value + 0.5 * how.damping() * square(step);
    double[] corrected = how.corrected(point.rowSpace(), step, candidate, value);
    double after = loss.value(corrected) + 0.5 * how.damping() * square(step);
    assertTrue(after < 0.01 * merit, merit + " becomes " + after);
    for (int i = 0; i < step.length; i++) {
      assertEquals(point.theta()[i] + step[i], corrected[i], 1e-15, "the step leads there");
    }
  }

  private static double square(double[] v) {
    double sum = 0;
    for (double component : v) {
      sum += component * component;
    }
    return sum;
  }

  @Test
  void limitsBlockAStep() {
    EmpiricalLoss loss = loss(CORNER);
    KinkPoint point = KinkPoint.of(loss, theta(loss, 0.5, 0.2, 1), List.of());
    Deadline past =
        new Deadline() {
          @Override
          public boolean expired() {
            return true;
          }

          @Override
          public double elapsedSeconds() {
            return 1;
          }
        };
    assertEquals(new StepOutcome.Blocked(TrainingOutcome.TIMED_OUT), advance(loss, point, past));
    effort.evaluated(LIMITS.maxGradientEvaluations());
    assertEquals(
        new StepOutcome.Blocked(TrainingOutcome.BUDGET), advance(loss, point, Deadline.never()));
  }

  /** A start below the corner, one on the kink, and one on a kink that is none of the end's. */
  @Test
  void theMovesTogetherEndWhereTheLossSaysSo() {
    EmpiricalLoss corner = loss(CORNER);
    for (double b : new double[] {-0.3, 0, 0.3}) {
      KinkDescent descent = new KinkDescent(corner, LIMITS, Deadline.never());
      List<Kink> kinks = b == 0 ? List.of(KINK) : List.of();
      assertEquals(
          TrainingOutcome.CONVERGED, descent.descend(theta(corner, 1, b, 1), kinks), "b " + b);
      assertEquals(List.of(KINK), descent.point().kinks(), "b " + b);
      assertEquals(onKink(CORNER).loss(), descent.point().loss(), 1e-12, "b " + b);
    }
    for (double[] y : List.of(OFF, ON, RIDGE)) {
      EmpiricalLoss loss = loss(y);
      KinkDescent descent = new KinkDescent(loss, LIMITS, Deadline.never());
      assertEquals(
          TrainingOutcome.CONVERGED,
          descent.descend(onKink(y).theta(), List.of(KINK)),
          "y_0 " + y[0]);
      assertEquals(List.of(), descent.point().kinks());
      assertEquals(y == OFF ? -1 : 1, Math.signum(bias(loss, descent.point())));
      assertTrue(descent.point().loss() < onKink(y).loss() - 1e-4);
    }
  }

  @Test
  void theHessianFollowsAfterSlowIterationsOnTheSameKinks() {
    KinkState state = new KinkState();
    state.begin(onKink(CORNER));
    for (int i = 0; i < 5; i++) {
      assertFalse(state.wantsHessian(1 - 0.1 * i, true), "iteration " + i);
    }
    assertTrue(state.wantsHessian(0.5, true));
    assertTrue(state.wantsHessian(0.01, true), "stays while the kinks do");
    state.capture(new StepOutcome.Corner(onKink(CORNER), KINK));
    assertFalse(state.wantsHessian(0.01, true), "a new kink");
    state.insistOnHessian();
    assertFalse(state.wantsHessian(0.01, false), "a network that is too large");
  }

  @Test
  void aKinkThatWasReleasedTooEarlyWaitsLongerNextTime() {
    KinkState state = new KinkState();
    state.begin(onKink(CORNER));
    double first = state.share();
    state.capture(new StepOutcome.Corner(onKink(CORNER), KINK));
    assertEquals(first, state.share(), "never released");
    state.release(new Release.Along(onKink(CORNER), List.of(KINK)));
    state.capture(new StepOutcome.Corner(onKink(CORNER), KINK));
    assertEquals(0.3 * first, state.share());
    for (int i = 0; i < 20; i++) {
      state.capture(new StepOutcome.Corner(onKink(CORNER), KINK));
    }
    assertEquals(1e-4, state.share());
  }
}
