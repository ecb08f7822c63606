package io.shallows.depth;

import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathPool;
import io.shallows.network.Embedding;
import java.util.List;
import java.util.Objects;

/**
 * The depth of a plain network's minimum as a point of a network with skips, to the levels that the
 * minimum itself was measured to.
 *
 * <p>Formula: {@code D_skip(E(theta); level) <= D_plain(theta; level)}, E the {@link Embedding}:
 * the image of a path has the losses of the path. So the image of every known path of the plain
 * network is a path here with that path's certificate, of which nothing has to be computed again,
 * an exact zero stays one, and {@code depth_upper} is never above the plain one's. Beside them all
 * finders run from the embedded point; it is no minimum of the larger network as a rule, and what
 * the added layers can lower at once is tried first ({@link DepthProblem#searchNested}).
 *
 * <p>Like any depth it is known as a bracket: an upper end of 0 proves that the skips annihilate
 * the minimum, one above 0 proves nothing. Cost: that of the depths of one minimum of the larger
 * network. Not safe for use by several threads.
 */
public final class NestedDepth {

  private final Embedding embedding;
  private final double[] base;
  private final DepthProblem problem;

  /**
   * Of minima of the plain network on the data of a problem.
   *
   * @param base parameters of the larger network, from which free layers are taken
   * @param problem the loss of the larger network
   */
  public NestedDepth(Embedding embedding, double[] base, DepthProblem problem) {
    this.embedding = Objects.requireNonNull(embedding, "embedding");
    this.base = base.clone();
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * What is known of the embedded point, in the order of the targets.
   *
   * @param theta the minimum of the plain network
   * @param targets of the plain network
   * @param plain what was measured to them
   */
  public List<DepthMeasurement> measure(
      double[] theta, List<DepthTarget> targets, List<DepthMeasurement> plain, Coverage coverage) {
    if (targets.size() != plain.size()) {
      throw new IllegalArgumentException(
          "nested: " + plain.size() + " measurements of " + targets.size() + " targets");
    }
    double[] start = embedding.point(theta, base);
    PathPool pool = problem.pool();
    plain.stream().flatMap(known -> known.best().stream()).map(this::within).forEach(pool::add);
    return PooledDepths.of(
            problem.at(start),
            targets.stream().map(this::within).toList(),
            coverage,
            pool,
            problem.searchNested(start))
        .measurements();
  }

  /**
   * A measurement with what the plain one proves: its path as an image, and its exact zero.
   *
   * @param nested what {@link #measure} gave
   * @param plain what is known of the same target in the plain network by now
   */
  public DepthMeasurement settled(DepthMeasurement nested, DepthMeasurement plain) {
    if (!plain.covered()) {
      return nested;
    }
    DepthMeasurement settled = plain.best().map(this::within).map(nested::lowered).orElse(nested);
    return settled.zero().isEmpty() && plain.zero().isPresent()
        ? settled.because(plain.zero().get())
        : settled;
  }

  private CertifiedPath within(CertifiedPath path) {
    return new CertifiedPath(path.method(), within(path.path()), path.certificate());
  }

  private Path within(Path path) {
    return new Path(path.vertices().stream().map(vertex -> embedding.point(vertex, base)).toList());
  }

  private DepthTarget within(DepthTarget target) {
    return new DepthTarget(
        target.kind(), target.level(), target.anchors(), target.minimum().map(this::within));
  }
}
