package io.shallows.depth;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.UnitSymmetry;
import java.util.Objects;
import java.util.Optional;

/**
 * A certified way between two minima of a cell, or from one to the level of the best of them; an
 * edge of which {@link CellTree} makes a tree.
 */
public final class TreeWay {

  private final int from;
  private final int to;
  private final Optional<CertifiedPath> path;
  private final UnitSymmetry symmetry;
  private final Optional<DepthMeasurement> toBest;
  private final double height;
  private final long evaluations;

  private TreeWay(
      int from,
      int to,
      Optional<CertifiedPath> path,
      UnitSymmetry symmetry,
      Optional<DepthMeasurement> toBest,
      double height,
      long evaluations) {
    this.from = from;
    this.to = to;
    this.path = path;
    this.symmetry = Objects.requireNonNull(symmetry, "symmetry");
    this.toBest = toBest;
    this.height = height;
    this.evaluations = evaluations;
  }

  /** A path that ends at minimum {@code to} as the symmetry maps it. */
  static TreeWay between(
      int from, int to, CertifiedPath path, UnitSymmetry symmetry, long evaluations) {
    double height = path.certificate().start() + path.barrier();
    return new TreeWay(
        from, to, Optional.of(path), symmetry, Optional.empty(), height, evaluations);
  }

  /**
   * What was measured from a minimum to the level of the best of its cell; empty if no path was
   * found. From a minimum that is not above that level, and from one with an exact zero, the way
   * does not rise.
   */
  public static Optional<TreeWay> toBest(
      int from, int best, DepthMeasurement measured, int parameters) {
    double rise = measured.covered() ? measured.upper().orElse(Double.NaN) : 0;
    return Double.isNaN(rise)
        ? Optional.empty()
        : Optional.of(
            new TreeWay(
                from,
                best,
                measured.best(),
                UnitSymmetry.identity(parameters),
                Optional.of(measured),
                measured.loss() + rise,
                0));
  }

  /** Where the way begins: a position in the list of minima. */
  public int from() {
    return from;
  }

  /** Where it leads: a position in the list of minima. */
  public int to() {
    return to;
  }

  /** What was measured, for a way to the level of the best. */
  public Optional<DepthMeasurement> toBest() {
    return toBest;
  }

  /** Evaluations that its search took; 0 for ways to the level of the best, which tables have. */
  public long evaluations() {
    return evaluations;
  }

  /** The certified maximum of the loss on it. */
  double height() {
    return height;
  }

  /** The path; a minimum that is not above the best needs none. */
  Optional<CertifiedPath> path() {
    return path;
  }

  UnitSymmetry symmetry() {
    return symmetry;
  }
}
