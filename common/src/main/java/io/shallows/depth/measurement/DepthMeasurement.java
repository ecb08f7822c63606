package io.shallows.depth.measurement;

import io.shallows.depth.construction.ExactZero;
import io.shallows.depth.construction.ExplicitBound;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.SearchEffort;
import io.shallows.depth.path.SearchLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known about the depth of one minimum to one target.
 *
 * @param loss the loss at the minimum, evaluated as paths are
 * @param level the target's level
 * @param covered what {@link Coverage} says of the two; if not, nothing else is measured
 * @param boundApplies whether the bound's proof covers the network
 * @param bound the explicit bound, where it applies and the target's units can be freed
 * @param merge the barrier of the merge path, where there is one
 * @param refit the barrier of the refit path, for networks that the bound covers
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
    boolean boundApplies,
    Optional<ExplicitBound> bound,
    OptionalDouble merge,
    OptionalDouble refit,
    Optional<CertifiedPath> best,
    Optional<ExactZero> zero,
    Optional<String> missing,
    SearchEffort effort,
    double proven) {

  public DepthMeasurement {
    Objects.requireNonNull(bound, "bound");
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
        false,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(missing),
        SearchEffort.NONE,
        0);
  }

  /** The same with what is known of the bound. */
  public DepthMeasurement withBound(boolean applies, Optional<ExplicitBound> value) {
    return new DepthMeasurement(
        loss, level, covered, applies, value, merge, refit, best, zero, missing, effort, proven);
  }

  /** The same with what a search found, whose lowest path is the best. */
  public DepthMeasurement searched(SearchLog log) {
    Optional<CertifiedPath> path = log.lowest();
    return new DepthMeasurement(
        loss,
        level,
        covered,
        boundApplies,
        bound,
        merge,
        refit,
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
        boundApplies,
        bound,
        merge,
        refit,
        Optional.of(path),
        zero,
        Optional.empty(),
        new SearchEffort(evaluations, falls, List.of()),
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
        boundApplies,
        bound,
        merge,
        refit,
        Optional.of(path),
        zero,
        Optional.empty(),
        new SearchEffort(effort.evaluations(), falls, effort.paths()),
        proven);
  }

  /** The same with the reason why a path that never rises exists. */
  public DepthMeasurement because(ExactZero reason) {
    return new DepthMeasurement(
        loss,
        level,
        covered,
        boundApplies,
        bound,
        merge,
        refit,
        best,
        Optional.of(reason),
        Optional.empty(),
        effort,
        proven);
  }

  /** The lesser of {@link #merge} and {@link #refit}. */
  public OptionalDouble constructive() {
    if (merge.isPresent() && refit.isPresent()) {
      return OptionalDouble.of(Math.min(merge.getAsDouble(), refit.getAsDouble()));
    }
    return merge.isPresent() ? merge : refit;
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
