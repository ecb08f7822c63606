package io.shallows.depth.reference;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Initialization;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizer;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Looks for e(k), the least loss of the two-layer network {@code f = A relu(W_0 x)} of width k.
 *
 * <p>Estimator: the best end point over a number of starts. Start 0 is the best network of the
 * width below with one more unit of outgoing weight 0, so that e is never rising in k; the others
 * are He-distributed, from streams that depend on the problem, k and the start's number alone.
 * Training only goes down, so e(k) is an upper bound of the true optimum, which nobody knows; a
 * depth measured to it is a depth to a level that k units reach.
 *
 * <p>With a penalty of units e(k) is the least of their sum, and He-distributed starts are balanced
 * first: {@link ReferenceDescent#penalized}.
 *
 * <p>Every integer width up to {@value #STEP_BY_ONE} is climbed through and every {@value
 * #STRIDE}th beyond, whichever widths are asked for: so e(k) does not depend on what else a sweep
 * needs. Once the loss is at or below the tolerance for global minima, wider networks are padded
 * and not trained.
 *
 * <p>Cost: restarts x (widths climbed) trainings.
 */
public final class ReferenceSearch {

  /**
   * References are trained by the optimizer that gets lowest soonest, whatever trains the networks
   * under study: a level is a fact about the data, not about their optimizer.
   */
  public static final String OPTIMIZER = "levenberg-marquardt";

  /**
   * Widths up to here are climbed one by one: training is cheap there, and small widths matter
   * most.
   */
  private static final int STEP_BY_ONE = 48;

  private static final int STRIDE = 16;

  /**
   * Widths m^eta this close below an integer are that integer: the power is rounded, for example of
   * 16^0.5.
   */
  private static final double ROUNDING = 1e-9;

  private final Dataset data;
  private final RandomStreams streams;
  private final String problemId;
  private final ReferenceDescent descent;
  private final double enough;
  private final int restarts;

  /**
   * Of the loss alone.
   *
   * @param limits their loss tolerance is the level at or below which a loss counts as globally
   *     minimal
   * @param restarts starts per width, at least 1
   */
  public ReferenceSearch(
      Dataset data,
      RandomStreams streams,
      String problemId,
      Optimizer optimizer,
      TrainingLimits limits,
      int restarts) {
    this(
        data,
        streams,
        problemId,
        ReferenceDescent.training(optimizer, limits),
        limits.lossTolerance(),
        restarts);
  }

  /**
   * @param descent how each network is brought down
   * @param enough the level at or below which a loss counts as globally minimal
   * @param restarts starts per width, at least 1
   */
  public ReferenceSearch(
      Dataset data,
      RandomStreams streams,
      String problemId,
      ReferenceDescent descent,
      double enough,
      int restarts) {
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: " + restarts + " is below 1");
    }
    this.data = data;
    this.streams = streams;
    this.problemId = problemId;
    this.descent = descent;
    this.enough = enough;
    this.restarts = restarts;
  }

  /** The reference width k = ceil(m^eta) of a hidden width m. */
  public static int width(int hiddenWidth, double eta) {
    return Math.max(1, (int) Math.ceil(StrictMath.pow(hiddenWidth, eta) - ROUNDING));
  }

  /** The widths that are climbed through to reach all of {@code widths}, smallest first. */
  public static List<Integer> climb(List<Integer> widths) {
    TreeSet<Integer> climbed = new TreeSet<>(widths);
    int most = climbed.last();
    for (int k = 1; k < most; k += k < STEP_BY_ONE ? 1 : STRIDE) {
      climbed.add(k);
    }
    return List.copyOf(climbed);
  }

  /**
   * The references of {@link #climb}'s widths that are not known yet, by rising width.
   *
   * @param known references of this problem that exist already
   * @return fewer than asked for if the deadline came; what is returned is complete
   */
  public List<Reference> search(List<Integer> widths, List<Reference> known, Deadline deadline) {
    Map<Integer, Reference> byWidth = new TreeMap<>();
    for (Reference reference : known) {
      byWidth.put(reference.width(), reference);
    }
    List<Reference> found = new ArrayList<>();
    Reference below = null;
    for (int k : climb(widths)) {
      Reference reference = byWidth.get(k);
      if (reference == null) {
        reference = best(k, below, deadline);
        if (deadline.expired()) {
          return found;
        }
        found.add(reference);
      }
      below = reference;
    }
    return found;
  }

  private Reference best(int k, Reference below, Deadline deadline) {
    if (below != null && below.loss() <= enough) {
      return new Reference(
          k,
          below.loss(),
          grow(below, k),
          below.gradientNorm(),
          1,
          1,
          0,
          TrainingOutcome.CONVERGED);
    }
    EmpiricalLoss loss = EmpiricalLoss.of(network(k), data);
    TrainingResult best = null;
    int bestStart = 0;
    int converged = 0;
    int trained = 0;
    while (trained < restarts && !deadline.expired()) {
      ReferenceDescent.End end = descent.from(loss, start(loss, k, below, trained), deadline);
      TrainingResult result = end.result();
      if (result.outcome() == TrainingOutcome.CONVERGED) {
        converged++;
      }
      if (best == null || result.loss() < best.loss()) {
        best = result;
        bestStart = trained;
      }
      trained++;
      if (end.least()) {
        break;
      }
    }
    return best == null
        ? below
        : new Reference(
            k,
            best.loss(),
            best.theta(),
            best.gradientNorm(),
            trained,
            converged,
            bestStart,
            best.outcome());
  }

  private double[] start(EmpiricalLoss loss, int k, Reference below, int number) {
    if (number == 0 && below != null) {
      return grow(below, k);
    }
    Initialization he = Initializations.named("he");
    return he.draw(loss.network(), streams.uniform(problemId, "reference-" + k + "-" + number));
  }

  /**
   * The network of {@code below} with units of random direction and outgoing weight 0 up to width
   * k: an equal loss.
   */
  private double[] grow(Reference below, int k) {
    Network wide = network(k);
    Network narrow = network(below.width());
    double[] from = below.theta();
    double[] to = new double[wide.parameterCount()];
    UniformRandomProvider random = streams.uniform(problemId, "reference-grow-" + k);
    ContinuousSampler normal = RandomStreams.gaussian(random);
    DenseLayer wideFirst = wide.layers().get(0);
    DenseLayer narrowFirst = narrow.layers().get(0);
    for (int i = 0; i < wideFirst.inputs(); i++) {
      for (int j = 0; j < k; j++) {
        to[wideFirst.index(i, j)] =
            j < below.width()
                ? from[narrowFirst.index(i, j)]
                : Math.sqrt(2.0 / wideFirst.inputs()) * normal.sample();
      }
    }
    DenseLayer wideHead = wide.layers().get(1);
    DenseLayer narrowHead = narrow.layers().get(1);
    System.arraycopy(from, narrowHead.offset(), to, wideHead.offset(), narrowHead.size());
    return to;
  }

  private Network network(int k) {
    return NetworkFamilies.named("plain")
        .build(new NetworkShape(k, 0, data.inputs(), data.outputs()));
  }
}
