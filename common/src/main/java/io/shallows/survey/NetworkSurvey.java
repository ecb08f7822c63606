package io.shallows.survey;

import io.shallows.depth.CellTree;
import io.shallows.depth.DepthMeter;
import io.shallows.depth.DepthProblem;
import io.shallows.depth.PooledDepths;
import io.shallows.depth.claim.CutClaim;
import io.shallows.depth.claim.PathClaim;
import io.shallows.depth.finder.PathFinder;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.reference.Reference;
import io.shallows.depth.reference.ReferenceDescent;
import io.shallows.depth.reference.ReferenceSearch;
import io.shallows.landscape.Landscape;
import io.shallows.landscape.Landscapes;
import io.shallows.linalg.Kernels;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.penalty.UnitPenalty;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.certificate.MinimumCertificate;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spec.DepthSpec;
import io.shallows.spec.TrainingSpec;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizer;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of one given network: its kind, its depths, its singularities.
 *
 * <p>The same searches, tolerances and certificates as for the end points of a sweep. Depth is
 * measured of minima that are not global, to the own level of every drop and, for every eta that is
 * asked for, to the best two-layer network of {@code ceil(m^eta)} units; two-layer networks with
 * one output have a lower end too, by the finder {@code cell-flood}, which under a penalty is asked
 * for by name. With a penalty, all that is said is of the sum of loss and penalty, as in rows.
 * Deterministic in the network, the settings and {@link #SEED}. Not safe for use by several
 * threads.
 */
public final class NetworkSurvey {

  /** Root of the streams that starts of references are drawn from. */
  public static final long SEED = 1;

  /** The finder with a lower end, which reads two layers and one output. */
  private static final String EXACT_FINDER = "cell-flood";

  /** Exponents of a spec's default ones: of few units to free, and of a low level. */
  private static final List<Double> CARRIED_ETAS = List.of(0.5, 0.75);

  private final GivenNetwork given;
  private final TrainingSpec training;
  private final DepthSpec depth;
  private final Landscape landscape;
  private final MinimumSearch search;
  private final double constantLoss;

  /**
   * A survey of one network.
   *
   * @param training optimizer of {@link #finished}, tolerances
   * @param depth drops, finders and their budget
   * @throws IllegalArgumentException if there is a penalty in {@code training}, since a given
   *     network brings its own, or a finder whose paths cannot be certified under that
   */
  public NetworkSurvey(GivenNetwork given, TrainingSpec training, DepthSpec depth) {
    if (training.penalty() != 0) {
      throw new IllegalArgumentException(
          "training.penalty: "
              + training.penalty()
              + " is that of a sweep, and a given network brings its own; use 0");
    }
    if (given.penalty() > 0) {
      requirePenalized(depth);
    }
    this.given = given;
    this.training = training;
    this.depth = depth;
    this.constantLoss = given.cost().constant(given.data());
    this.landscape =
        Landscapes.of(
            given.network(),
            given.family(),
            Optional.of(given.data()),
            given.cost(),
            () -> {
              throw new IllegalStateException("a given network has data");
            },
            constantLoss,
            given.penalty());
    Optimizer optimizer = Optimizers.named(training.optimizer());
    this.search = new MinimumSearch(optimizer, limits(), MinimumTolerances.of(training));
  }

  private static void requirePenalized(DepthSpec depth) {
    for (String name : depth.finders()) {
      if (!PathFinders.named(name).takesPenalty()) {
        throw new IllegalArgumentException(
            "measurement.depth.finders: "
                + name
                + " does not certify paths under a penalty; use "
                + PathFinders.all().stream()
                    .filter(PathFinder::takesPenalty)
                    .map(PathFinder::name)
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  private TrainingLimits limits() {
    return TrainingLimits.of(training.gradientTolerance(), training.maxIterations());
  }

  /** Loss of the best constant predictor on the data, the unit of losses. */
  public double constantLoss() {
    return constantLoss;
  }

  /** What the network is as it stands. */
  public Minimum asGiven() {
    return landscape.classify(search, given.theta());
  }

  /** The next minimum down from the network, by the search of a sweep. */
  public Minimum finished(Deadline deadline) {
    return landscape.search(search, given.theta(), deadline);
  }

  /** What a penalty of units adds to the loss at a point; 0 without one. */
  public double penalty(double[] theta) {
    return given.penalty() == 0
        ? 0
        : new UnitPenalty(given.network(), given.penalty()).value(theta);
  }

  /** The loss at a point without a penalty. */
  public double lossAlone(double[] theta) {
    return EmpiricalLoss.of(given.network(), given.data(), given.cost()).value(theta);
  }

  /**
   * Distance of a point from the network as given, over the length of its parameters; with a
   * penalty from its balanced form, where the search begins.
   */
  public double distance(double[] theta) {
    double[] from =
        given.penalty() == 0
            ? given.theta()
            : new UnitPenalty(given.network(), given.penalty()).balanced(given.theta());
    double[] moved = theta.clone();
    Kernels kernels = Kernels.best();
    double size = Math.sqrt(kernels.dot(from.length, from, 0, from, 0));
    kernels.axpy(moved.length, -1, from, 0, moved, 0);
    double length = Math.sqrt(kernels.dot(moved.length, moved, 0, moved, 0));
    return size > 0 ? length / size : length;
  }

  /** A certificate that a minimum is strict; empty where none is proven. */
  public Optional<MinimumCertificate> certificate(Minimum minimum) {
    return landscape.certify(minimum);
  }

  /** The singularity metrics at a point. */
  public SingularityProfile singularities(double[] theta) {
    return landscape.singularities(theta);
  }

  /**
   * One depth.
   *
   * @param drop share of the loss that the level lies below, for the network's own level
   * @param eta exponent of the width of the reference whose loss is the level
   * @param target the level
   * @param measured what is known of it
   */
  public record Depth(
      Optional<Double> drop, Optional<Double> eta, DepthTarget target, DepthMeasurement measured) {}

  /** The names of the finders that look for paths. */
  public List<String> finders() {
    List<String> names = new ArrayList<>(depth.finders());
    boolean exact =
        given.network().shape().networkDepth() == 0
            && given.network().shape().outputs() == 1
            && !given.network().shape().committee()
            && given.penalty() == 0
            && Landscapes.isLeastSquares(given.cost());
    if (exact && !names.contains(EXACT_FINDER)) {
      names.add(EXACT_FINDER);
    }
    return names;
  }

  /**
   * The depths of a minimum, one per drop and one per eta. Where no way out is found, the best
   * two-layer networks of m^.5 and m^.75 units are searched and carried into the freed units of the
   * constructive paths, as a sweep does with its references.
   *
   * @param etas of references; none are searched where there are none
   * @throws IllegalArgumentException if references are asked for and the loss is no squared one
   */
  public List<Depth> depths(Minimum minimum, List<Double> etas, Deadline deadline) {
    List<Depth> found = depths(minimum, etas, references(etas, deadline));
    boolean wayOut =
        found.stream()
            .filter(each -> each.drop().isPresent() && each.measured().covered())
            .allMatch(each -> each.measured().upper().isPresent());
    return wayOut || !etas.isEmpty() || !Landscapes.isLeastSquares(given.cost())
        ? found
        : depths(minimum, etas, references(CARRIED_ETAS, deadline));
  }

  private List<Depth> depths(Minimum minimum, List<Double> etas, List<Reference> references) {
    DepthSettings settings =
        new DepthSettings(finders(), depth.certificateTolerance(), depth.budget());
    DepthProblem problem = landscape.depth(settings, references);
    Coverage coverage = Coverage.of(minimum.kind(), training.globalTolerance(), constantLoss);
    List<Optional<Double>> drops = new ArrayList<>();
    List<Optional<Double>> exponents = new ArrayList<>();
    List<DepthTarget> targets = new ArrayList<>();
    for (double drop : depth.drops()) {
      targets.add(problem.own(minimum.theta(), drop, coverage));
      drops.add(Optional.of(drop));
      exponents.add(Optional.empty());
    }
    for (double eta : etas) {
      targets.add(problem.reference(width(eta)).orElseThrow());
      drops.add(Optional.empty());
      exponents.add(Optional.of(eta));
    }
    PooledDepths pooled = new DepthMeter(problem).measure(minimum.theta(), targets, coverage);
    List<Depth> depths = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      depths.add(
          new Depth(drops.get(i), exponents.get(i), targets.get(i), pooled.measurements().get(i)));
    }
    return List.copyOf(depths);
  }

  /**
   * What the lowest way of a depth proves.
   *
   * @throws IllegalArgumentException if it has none, the loss is not squared or has a penalty
   */
  public PathClaim claim(Depth depth) {
    requireNoPenalty();
    CertifiedPath way =
        depth
            .measured()
            .best()
            .orElseThrow(() -> new IllegalArgumentException("depth: no way was found"));
    return PathClaim.of(
        landscape.empirical().orElseThrow(),
        way.path(),
        way.certificate().segmentMaxima(),
        depth.target().level());
  }

  /**
   * What proves the lower end of a depth of a minimum.
   *
   * @throws IllegalArgumentException if there is none above 0, no proof that can be checked, or a
   *     penalty
   */
  public CutClaim lowerClaim(double[] theta, Depth depth) {
    requireNoPenalty();
    return CutClaim.of(
        landscape.empirical().orElseThrow(),
        theta,
        depth.measured().lower().orElse(0),
        depth.target().level());
  }

  private void requireNoPenalty() {
    if (given.penalty() > 0) {
      throw new IllegalArgumentException(
          "penalty: " + given.penalty() + " is not in certificates, which speak of the loss alone");
    }
  }

  /**
   * The lowest known ways between points of this network, certified as the paths of depths are.
   *
   * @param points parameters of networks that {@link GivenNetwork#requireComparable} lets pass
   */
  public List<CellTree.Link> links(List<double[]> points) {
    DepthSettings settings =
        new DepthSettings(depth.finders(), depth.certificateTolerance(), depth.budget());
    return new CellTree(landscape.depth(settings, List.of())).links(points);
  }

  private int width(double eta) {
    return ReferenceSearch.width(given.network().shape().width(), eta);
  }

  private List<Reference> references(List<Double> etas, Deadline deadline) {
    if (etas.isEmpty()) {
      return List.of();
    }
    Dataset data =
        Landscapes.referenceData(Optional.of(given.data()), given.cost())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "eta: levels of two-layer networks are searched for the squared loss, not"
                            + " for "
                            + given.cost().name()));
    TreeSet<Integer> widths = new TreeSet<>();
    etas.forEach(eta -> widths.add(width(eta)));
    TrainingLimits limits =
        limits()
            .withRelativeTolerance(training.relativeTolerance())
            .withLossTolerance(training.globalTolerance() * constantLoss);
    return new ReferenceSearch(
            data,
            new RandomStreams(SEED),
            "survey",
            descent(limits),
            limits.lossTolerance(),
            depth.referenceRestarts())
        .search(List.copyOf(widths), List.of(), deadline);
  }

  private ReferenceDescent descent(TrainingLimits limits) {
    Optimizer optimizer = Optimizers.named(ReferenceSearch.OPTIMIZER);
    return given.penalty() == 0
        ? ReferenceDescent.training(optimizer, limits)
        : ReferenceDescent.penalized(
            new MinimumSearch(optimizer, limits, MinimumTolerances.of(training)), given.penalty());
  }
}
