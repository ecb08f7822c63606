package io.shallows.depth.measurement;

import io.shallows.depth.construction.DepthBound;
import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchEffort;
import io.shallows.depth.path.SearchLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What is known about the depth of one minimum to one target.
 *
 * @param loss the loss at the minimum, evaluated as paths are
 * @param level the target's level
 * @param covered what {@link Coverage} says of the two; if not, nothing else is measured
 * @param theory what the theory says, and the paths of its proofs
 * @param best the lowest certified path that reaches the level
 * @param zero why the depth is exactly 0, if it is
 * @param missing why there is no {@code upper}, where there is none
 * @param effort what the search for paths took and gave
 * @param proven what every path to the level climbs at least, as far as a search proved it
 */
public record DepthMeasurement(
    double loss,
    double level,
    boolean covered,
    Theory theory,
    Optional<CertifiedPath> best,
    Optional<ExactZero> zero,
    Optional<String> missing,
    SearchEffort effort,
    double proven) {

  /**
   * What the theory says of one minimum and target.
   *
   * @param applies whether a bound's proof covers the network
   * @param bound the least of the explicit bounds, where the target's units can be freed
   * @param merge the barrier of the merge path, where there is one
   * @param refit the barrier of the refit path, where there is one
   * @param freed the least barrier of the paths of the other bounds, where there are some
   * @param pathNorm the path norm of the network on the data, on which bounds depend
   */
  public record Theory(
      boolean applies,
      Optional<DepthBound> bound,
      OptionalDouble merge,
      OptionalDouble refit,
      OptionalDouble freed,
      OptionalDouble pathNorm) {

    /** For losses that it does not speak of. */
    public static final Theory SILENT =
        new Theory(
            false,
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    public Theory {
      Objects.requireNonNull(bound, "bound");
    }

    /** Before any bound was asked for. */
    public static Theory of(boolean applies, double pathNorm) {
      OptionalDouble none = OptionalDouble.empty();
      return new Theory(applies, Optional.empty(), none, none, none, OptionalDouble.of(pathNorm));
    }

    /** The least of the constructive barriers. */
    public OptionalDouble constructive() {
      return Stream.of(merge, refit, freed).flatMapToDouble(OptionalDouble::stream).min();
    }
  }

  public DepthMeasurement {
    Objects.requireNonNull(theory, "theory");
    Objects.requireNonNull(best, "best");
    Objects.requireNonNull(effort, "effort");
  }

  /** Before any search, for losses that no bound speaks of. */
  public static DepthMeasurement without(double loss, double level, boolean covered) {
    String missing =
        covered
            ? "no path was found that reaches the level"
            : "a global minimum, or not above the level by more than the tolerance";
    return new DepthMeasurement(
        loss,
        level,
        covered,
        Theory.SILENT,
        Optional.empty(),
        Optional.empty(),
        Optional.of(missing),
        SearchEffort.NONE,
        0);
  }

  /** The same with another reason why there is no upper end. */
  public DepthMeasurement missing(String reason) {
    return new DepthMeasurement(
        loss, level, covered, theory, best, zero, Optional.of(reason), effort, proven);
  }

  /** The same with what the theory says. */
  public DepthMeasurement with(Theory said) {
    return new DepthMeasurement(loss, level, covered, said, best, zero, missing, effort, proven);
  }

  /** The same with what a search found, whose lowest path is the best. */
  public DepthMeasurement searched(SearchLog log) {
    Optional<CertifiedPath> path = log.lowest();
    return new DepthMeasurement(
        loss,
        level,
        covered,
        theory,
        path,
        zero,
        path.isPresent() ? Optional.empty() : missing,
        log.effort(),
        Math.max(proven, log.proven()));
  }

  /** The same with a path that was found elsewhere, and what that took. */
  public DepthMeasurement along(CertifiedPath path, long evaluations) {
    List<SearchEffort.Improvement> falls =
        List.of(new SearchEffort.Improvement(evaluations, path.barrier()));
    return new DepthMeasurement(
        loss,
        level,
        covered,
        theory,
        Optional.of(path),
        zero,
        Optional.empty(),
        new SearchEffort(evaluations, falls, List.of(), Optional.empty()),
        proven);
  }

  /** The same, or with a lower path from the same minimum. */
  public DepthMeasurement lowered(CertifiedPath path) {
    return best.isPresent() && !path.isLowerThan(best.get()) ? this : by(path);
  }

  /** The same with another path as the best; a lower one counts as found at the end. */
  public DepthMeasurement by(CertifiedPath path) {
    List<SearchEffort.Improvement> falls = new ArrayList<>(effort.improvements());
    if (falls.isEmpty() || path.barrier() < falls.get(falls.size() - 1).barrier()) {
      falls.add(new SearchEffort.Improvement(effort.evaluations(), path.barrier()));
    }
    return new DepthMeasurement(
        loss,
        level,
        covered,
        theory,
        Optional.of(path),
        zero,
        Optional.empty(),
        new SearchEffort(effort.evaluations(), falls, effort.paths(), effort.flood()),
        proven);
  }

  /** The same with the reason why a path that never rises exists. */
  public DepthMeasurement because(ExactZero reason) {
    return new DepthMeasurement(
        loss, level, covered, theory, best, Optional.of(reason), Optional.empty(), effort, proven);
  }

  /** The same with what is proven of every path to a higher level, and so of those to this one. */
  public DepthMeasurement atLeast(double lower) {
    return lower <= proven
        ? this
        : new DepthMeasurement(loss, level, covered, theory, best, zero, missing, effort, lower);
  }

  /** The least of the explicit bounds. */
  public Optional<DepthBound> bound() {
    return theory.bound();
  }

  /**
   * The certified upper end of the bracket: 0 only by an argument, else the barrier of the lowest
   * path, which is no less than {@link #floor}.
   */
  public OptionalDouble upper() {
    if (zero.isPresent()) {
      return OptionalDouble.of(0);
    }
    return best.isPresent() ? OptionalDouble.of(best.get().barrier()) : OptionalDouble.empty();
  }

  /** Relative excess of a proven lower end over a certified path that is rounding of its solver. */
  private static final double SOLVER_ROUNDING = 1e-6;

  /**
   * The certified lower end: what a search proved, or 0; none for minima that are not covered.
   *
   * @throws IllegalStateException if the proof contradicts the certified path by more than rounding
   */
  public OptionalDouble lower() {
    if (!covered) {
      return OptionalDouble.empty();
    }
    double upper = upper().orElse(Double.POSITIVE_INFINITY);
    if (proven > upper * (1 + SOLVER_ROUNDING) + floor()) {
      throw new IllegalStateException(
          "depth: a lower end of " + proven + " above the certified upper end " + upper);
    }
    return OptionalDouble.of(Math.min(proven, upper));
  }

  /**
   * Whether the depth is known: its two ends differ by no more than rounding, {@value
   * #SOLVER_ROUNDING} of the upper one or {@link #floor}.
   */
  public boolean isExact() {
    return isExact(lower().orElse(0), upper().orElse(Double.NaN), floor());
  }

  /**
   * The same of numbers of a row.
   *
   * @param upper NaN where it is not known
   */
  public static boolean isExact(double lower, double upper, double floor) {
    return upper - lower <= Math.max(SOLVER_ROUNDING * upper, floor);
  }

  /** What gave {@link #upper}: the finder of the path, or {@code exact-zero}. */
  public Optional<String> method() {
    return zero.isPresent() ? Optional.of("exact-zero") : best.map(CertifiedPath::method);
  }

  /** How {@link #upper} is certified. */
  public Optional<String> certificate() {
    return zero.isPresent()
        ? Optional.of(PathCertificate.Kind.EXACT.label())
        : best.map(path -> path.certificate().kind().label());
  }

  /** At or below this an upper end cannot be told from 0: at least 1000 ulp of the loss. */
  public double floor() {
    double least = 1000 * Math.ulp(loss);
    return best.map(path -> Math.max(least, path.certificate().floor())).orElse(least);
  }

  /** {@code upper * m^((1 - eta) / n)}. */
  public OptionalDouble normalized(int width, double eta, int inputDimension) {
    OptionalDouble upper = upper();
    return upper.isPresent()
        ? OptionalDouble.of(upper.getAsDouble() * StrictMath.pow(width, (1 - eta) / inputDimension))
        : upper;
  }
}
