package io.shallows.depth.atlas;

import io.shallows.depth.cell.Landscape;
import io.shallows.linalg.DualActiveSet;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ascent over the targets of fixed inputs: data whose deepest minimum is deeper.
 *
 * <p>What rises is the <em>relative depth</em> {@code R(y) = D(y) / L0(y)}, a number from 0 to 1
 * that no scale of the targets changes: D the largest depth of a minimum to any lower loss ({@link
 * Atlas#depth}) or to the best loss e(k) of k units ({@link Atlas#supremum}), L0 = |y|^2 / N the
 * loss of the network 0; with a free skip y stands for the targets without what a skip gives, here
 * and below. D is the least loss H of an exit, a facet or a smaller set, less the least loss V of a
 * state, each {@code |y - F c|^2 / N} at its best factors c. So where exit and state stay the same,
 * by the envelope theorem with residuals r = y - F c,
 *
 * <pre>grad D = 2 (r_H - r_V) / N,   |y| grad R = 2 (r_H - r_V - R y) / |y|,</pre>
 *
 * which is orthogonal to y. A step of length t goes along the sphere, from y to {@code (y + t |y|
 * u) / sqrt(1 + t^2)}, |u| = 1. It is taken if the landscape of the new targets, listed anew, has a
 * higher R: nothing is assumed of which state or exit decides, and every R is that of an {@link
 * Atlas}. Then t is doubled, up to 1; else it is halved, and the ascent ends where it is below
 * {@value #LEAST}.
 *
 * <p>Where two exits or two states tie R has no gradient, and the ascent soon meets such kinks:
 * behind one the other exit, which falls along u, is the lower one. So the gradient at a target
 * that did not rise is kept as long as t is at least 1/{@value #NEAR} of the way to it, and u is
 * the shortest vector along which all that are kept rise by as much; the ascent goes on along the
 * kink. Where none makes all rise only smaller steps are left. Measured with N = 8, n = 1, m = 1, 2
 * and 3, 60 listings each: the median R of ten problems was .38, .70 and .93 with the own gradient
 * alone and .45, .77 and .95 with those kept, with a skip .08, .36 and .41 against .22, .45 and
 * .44; 240 listings add less than .003 to a median.
 *
 * <p>The last R is a record over data, a lower end of what targets can have, and no bound: it is a
 * local maximum at best, of the inputs, the width and the start that were given. Cost: a listing
 * per step, refused ones too; beside it two programs. Deterministic. Source: Lemarechal 1975, An
 * extension of Davidon methods to non differentiable problems, doi:10.1007/BFb0120700, for the
 * direction.
 */
public final class DepthAscent {

  /**
   * The first and the longest step, an angle of 45 degrees; from .25 some ended in lower maxima.
   */
  private static final double FIRST = 1;

  /** A shorter step changes R by less than anybody reads; far above the rounding of targets. */
  private static final double LEAST = 1e-6;

  /** Steps from which a gradient counts; with 2 ascents ended lower, with 16 not higher. */
  private static final double NEAR = 4;

  /** A direction along which gradients rise by less than this share of the own one is none. */
  private static final double FLAT = 1e-6;

  private final boolean freeSkip;
  private final int width;
  private final int reference;
  private final long most;
  private final List<Slope> slopes = new ArrayList<>();

  private DepthAscent(boolean freeSkip, int width, int reference, long most) {
    this.freeSkip = freeSkip;
    this.width = width;
    this.reference = reference;
    this.most = most;
  }

  /**
   * What an ascent came to.
   *
   * @param data the inputs and the last targets
   * @param depths relative depths, at the start and after every step that was taken; rising
   * @param listings landscapes that were listed, the first one counted
   */
  public record Result(Dataset data, List<Double> depths, int listings) {

    public Result {
      depths = List.copyOf(depths);
    }
  }

  /**
   * A gradient of R, times |y|, at a target.
   *
   * @param distance of that target; 0 of the own one
   */
  @SuppressWarnings("ArrayRecordComponent") // made in this class alone, never compared
  private record Slope(double[] gradient, double distance) {}

  /**
   * Ascends from the targets of a data set of one output. Where no minimum is worse than the best
   * there is nothing to ascend, and the result is the start.
   *
   * @param width m, at least 1
   * @param reference k, if depth to e(k) ascends; 0 for depth to any lower loss
   * @param most how many states may be listed
   * @param listings how many landscapes may be listed, at least 1; with 1 no step is tried
   * @throws IllegalArgumentException if the first landscape cannot be listed, as {@link Atlas} says
   */
  public static Result of(
      Dataset data, boolean freeSkip, int width, int reference, long most, int listings) {
    if (reference < 0 || reference > width) {
      throw new IllegalArgumentException(
          "ascent: reference width " + reference + " is not from 0 to " + width);
    }
    if (listings < 1) {
      throw new IllegalArgumentException("ascent: " + listings + " listings are below 1");
    }
    return new DepthAscent(freeSkip, width, reference, most).ascend(data, listings);
  }

  private Result ascend(Dataset start, int listings) {
    Dataset data = start;
    Atlas atlas = atlas(data);
    List<Double> depths = new ArrayList<>(List.of(relative(atlas, reference)));
    int listed = 1;
    double step = depths.get(0) > 0 ? FIRST : 0;
    if (step > 0) {
      slopes.add(new Slope(gradient(atlas, reference), 0));
    }
    while (listed < listings && step >= LEAST) {
      double[] direction = direction();
      if (direction.length == 0) {
        step /= 2;
      } else {
        Dataset trial = moved(data, atlas.arrangement().landscape(), direction, step);
        Optional<Atlas> listing = listed(trial);
        listed++;
        double depth = listing.map(found -> relative(found, reference)).orElse(0.0);
        if (depth > depths.get(depths.size() - 1)) {
          data = trial;
          atlas = listing.orElseThrow();
          depths.add(depth);
          slopes.clear();
          slopes.add(new Slope(gradient(atlas, reference), 0));
          step = Math.min(FIRST, 2 * step);
        } else {
          if (depth > 0) {
            double[] gradient = gradient(listing.orElseThrow(), reference);
            takeOut(gradient, atlas.arrangement().landscape());
            slopes.add(new Slope(gradient, step));
          }
          step /= 2;
        }
      }
      double near = NEAR * step;
      slopes.removeIf(slope -> slope.distance() > near);
    }
    return new Result(data, depths, listed);
  }

  private Atlas atlas(Dataset data) {
    return Atlas.of(Arrangement.of(data, freeSkip), width, most);
  }

  /** The atlas of targets on the way; none where doubles do not tell its losses apart. */
  private Optional<Atlas> listed(Dataset data) {
    try {
      return Optional.of(atlas(data));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** R; 0 where nothing is worse than the best, and where the network 0 has no loss. */
  static double relative(Atlas atlas, int reference) {
    Landscape landscape = atlas.arrangement().landscape();
    double squares = landscape.squares();
    double depth = reference == 0 ? atlas.depth() : atlas.supremum(reference).orElse(0);
    return squares > 0 ? depth / (squares / landscape.samples()) : 0;
  }

  /** {@code |y| grad R}, from the programs of the deepest minimum and of its exit. */
  static double[] gradient(Atlas atlas, int reference) {
    RayProgram program = new RayProgram(atlas.arrangement());
    MergeTree tree = atlas.tree();
    int deepest = reference == 0 ? atlas.deepest() : atlas.deepest(reference);
    double level =
        reference == 0 ? tree.loss(deepest) - 2 * tree.tie() : atlas.best(reference) + tree.tie();
    double[] low = residual(program, atlas.rays(deepest));
    double[] gradient = residual(program, atlas.exitRays(deepest, level));
    Landscape landscape = atlas.arrangement().landscape();
    double relative = relative(atlas, reference);
    double length = Math.sqrt(landscape.squares());
    for (int s = 0; s < gradient.length; s++) {
      gradient[s] = 2 * (gradient[s] - low[s] - relative * landscape.y(s)) / length;
    }
    return gradient;
  }

  private static double[] residual(RayProgram program, int[] rays) {
    DualActiveSet solution = program.empty();
    program.solve(solution, rays, rays.length);
    return solution.point().clone();
  }

  /** Takes what is along the targets out of a gradient. */
  private static void takeOut(double[] gradient, Landscape landscape) {
    double along = 0;
    for (int s = 0; s < gradient.length; s++) {
      along += gradient[s] * landscape.y(s) / landscape.squares();
    }
    for (int s = 0; s < gradient.length; s++) {
      gradient[s] -= along * landscape.y(s);
    }
  }

  /** The shortest vector along which all kept gradients rise alike, at length 1; empty if none. */
  private double[] direction() {
    double own = length(slopes.get(0).gradient());
    double[][] normals = new double[slopes.size()][];
    double[] least = new double[normals.length];
    for (int j = 0; j < normals.length; j++) {
      double[] gradient = slopes.get(j).gradient();
      double length = length(gradient);
      if (length == 0) {
        return new double[0];
      }
      normals[j] = Arrays.stream(gradient).map(entry -> entry / length).toArray();
      least[j] = own / length;
    }
    DualActiveSet set = new DualActiveSet(normals[0].length);
    // ends by itself but for rounding, after which any direction may be tried
    for (int round = 0; round < 20 * normals.length; round++) {
      int worst = -1;
      double gap = FLAT;
      for (int j = 0; j < normals.length; j++) {
        double missing = (least[j] - dot(normals[j], set.point())) / least[j];
        if (missing > gap && !set.contains(j)) {
          gap = missing;
          worst = j;
        }
      }
      if (worst < 0) {
        break;
      }
      if (!set.enforce(normals[worst], least[worst], worst, false)) {
        return new double[0];
      }
    }
    double length = length(set.point());
    return length < 1 / FLAT
        ? Arrays.stream(set.point()).map(entry -> entry / length).toArray()
        : new double[0];
  }

  /** A step along the sphere of the targets; what a skip gives of them stays as it is. */
  private static Dataset moved(Dataset data, Landscape landscape, double[] direction, double step) {
    double length = Math.sqrt(landscape.squares());
    double share = 1 / Math.sqrt(1 + step * step);
    double[] y = data.y();
    for (int s = 0; s < y.length; s++) {
      y[s] += share * (landscape.y(s) + step * length * direction[s]) - landscape.y(s);
    }
    return new Dataset(data.samples(), data.inputs(), 1, data.x(), y);
  }

  private static double length(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
