package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.problem.PathProblem;
import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.QuadraticModel;
import io.shallows.training.QuadraticModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pulls the lowest known path down to the floor of the valley that it runs through.
 *
 * <p>Of a path of least maximum every point is lowest across the path. So images are laid along the
 * known path, and each is moved to lower losses in the hyperplane through it that is perpendicular
 * to the line between its neighbours, by damped Gauss-Newton steps of all layers. Gradients alone
 * take hundreds of steps to the floor of a narrow valley, these take a few. Where the loss in the
 * middle of two images, with its heads at their best, is among the highest of the path, it becomes
 * an image; again. After the last round the path is certified by its problem, which turns it into
 * moves of one layer; it counts if it is lower than the lowest so far, so nothing is ever raised.
 *
 * <p>The pass that a path leads over stays the same: what the result is lower than is other paths
 * over this pass. Nothing for population losses, where no path is known, and where the lowest was
 * pulled down already, for a lower level. Cost per step of an image: a linearization, a
 * factorisation of order min(p, N c), which the budget does not count, and a loss; in all {@value
 * #CHEAP} times the budget.
 */
final class PullDownFinder implements PathFinder {

  /** Gaps between images along the path at first. */
  private static final int GAPS = 16;

  /** Steps of each image per round; with twice as many paths are hardly lower. */
  private static final int STEPS = 4;

  /** Rounds: after five, new images lower few paths. */
  private static final int ROUNDS = 5;

  /** Rounds before the first certificate, which takes as long as all rounds. */
  private static final int UNSEEN = 4;

  /** Evaluations for each of the budget: so it takes about as long as a string. */
  private static final int CHEAP = 2;

  /** From this share of the highest climb on, the middle of two images is worth an image. */
  private static final double HIGH = 0.5;

  /** Dampings that are tried in a step. */
  private static final int TRIES = 4;

  /** First damping, in units of the model's mean diagonal, and the least. */
  private static final double DAMPING = 1e-3;

  private static final double LEAST_DAMPING = 1e-9;

  /** How the damping falls after a step and grows after none. */
  private static final double FALL = 5;

  private static final double GROWTH = 6;

  @Override
  public String name() {
    return "pull-down";
  }

  @Override
  public String definition() {
    return "lowers the lowest path of the finders before it: its points go down across the path by"
        + " Gauss-Newton steps";
  }

  @Override
  public boolean improves() {
    return true;
  }

  @Override
  public Optional<CertifiedPath> find(PathProblem problem) {
    Optional<CertifiedPath> known = problem.known();
    Optional<EmpiricalLoss> loss = problem.empirical();
    boolean lowered = known.map(path -> path.method().equals(name())).orElse(true);
    return lowered || loss.isEmpty() || known.get().path().size() < 2
        ? Optional.empty()
        : new Descent(problem, loss.get()).of(known.get().path());
  }

  /** A point of the path. */
  private static final class Image {
    double[] theta;
    double loss;
    double damping = Double.NaN;

    Image(double[] theta, double loss) {
      this.theta = theta;
      this.loss = loss;
    }
  }

  /** One path on its way down. */
  private final class Descent {
    private final PathProblem problem;
    private final BudgetedSurface surface;
    private final PathCoordinates coordinates;
    private final QuadraticModel model;
    private final OrthonormalRows along;
    private final double[] tangent;
    private final double[] gradient;
    private final double[] step;

    Descent(PathProblem problem, EmpiricalLoss loss) {
      this.problem = problem;
      this.surface = problem.log().counted(loss, CHEAP * problem.settings().budget());
      this.coordinates = problem.coordinates();
      this.model = QuadraticModels.gaussNewton(loss);
      int p = loss.dimension();
      this.along = new OrthonormalRows(p);
      this.tangent = new double[p];
      this.gradient = new double[p];
      this.step = new double[p];
    }

    Optional<CertifiedPath> of(Path path) {
      List<Image> images = laid(path);
      Optional<CertifiedPath> best = Optional.empty();
      for (int round = 0; round < ROUNDS && images.size() > 2 && allowed(); round++) {
        for (int k = 0; k < STEPS; k++) {
          for (int i = 1; i < images.size() - 1; i++) {
            if (images.get(i).loss > problem.startLoss() && allowed()) {
              lower(images.get(i - 1), images.get(i), images.get(i + 1));
            }
          }
        }
        boolean last = round == ROUNDS - 1 || !allowed();
        if (last || round >= UNSEEN) {
          best = CertifiedPath.lower(best, certified(images));
        }
        if (last || !problem.isOpen()) {
          return best;
        }
        insert(images);
      }
      return best;
    }

    /** Whether the budget has room for one more step. */
    private boolean allowed() {
      return surface.allows(model.cost() + 1L);
    }

    private Optional<CertifiedPath> certified(List<Image> images) {
      List<double[]> points = new ArrayList<>();
      for (Image image : images) {
        points.add(image.theta);
      }
      return problem.certifiedClosely(name(), points);
    }

    /** Points at equal distances along a path, with their best heads; the ends as they are. */
    private List<Image> laid(Path path) {
      List<double[]> points = new ArrayList<>();
      double[] at = new double[path.size()];
      for (int k = 0; k < at.length; k++) {
        points.add(coordinates.project(path.at(k)));
        if (k > 0) {
          at[k] = at[k - 1] + Images.distance(points.get(k - 1), points.get(k));
        }
      }
      List<Image> images = new ArrayList<>(List.of(image(problem.start())));
      int k = 1;
      for (int q = 1; q < GAPS; q++) {
        double want = at[at.length - 1] * q / GAPS;
        while (k < at.length - 1 && at[k] < want) {
          k++;
        }
        double width = at[k] - at[k - 1];
        double t = width > 0 ? (want - at[k - 1]) / width : 0;
        images.add(lifted(Images.between(points.get(k - 1), points.get(k), t)));
      }
      images.add(image(path.at(at.length - 1)));
      return images;
    }

    private Image image(double[] theta) {
      return new Image(theta.clone(), surface.value(theta));
    }

    private Image lifted(double[] point) {
      surface.charge(coordinates.passes() - 1L);
      return image(coordinates.lift(point));
    }

    /** Adds the middles of high gaps. */
    private void insert(List<Image> images) {
      double top = problem.startLoss();
      List<Image> middles = new ArrayList<>();
      for (int k = 0; k + 1 < images.size(); k++) {
        double[] from = coordinates.project(images.get(k).theta);
        double[] to = coordinates.project(images.get(k + 1).theta);
        middles.add(lifted(Images.between(from, to, 0.5)));
        top = Math.max(top, Math.max(middles.get(k).loss, images.get(k + 1).loss));
      }
      double limit = problem.startLoss() + HIGH * (top - problem.startLoss());
      for (int k = middles.size() - 1; k >= 0; k--) {
        double middle = middles.get(k).loss;
        if (middle > limit && middle > Math.min(images.get(k).loss, images.get(k + 1).loss)) {
          images.add(k + 1, middles.get(k));
        }
      }
    }

    /** One step across the path, if any of the dampings that are tried lowers the loss. */
    private void lower(Image before, Image image, Image after) {
      for (int i = 0; i < tangent.length; i++) {
        tangent[i] = after.theta[i] - before.theta[i];
      }
      along.clear();
      along.add(tangent);
      surface.charge(model.cost());
      model.build(image.theta, List.of(), along);
      surface.valueAndGradient(image.theta, gradient);
      along.project(gradient);
      double unit = model.scale();
      if (!(unit > 0)) {
        return;
      }
      if (Double.isNaN(image.damping)) {
        image.damping = DAMPING * unit;
      }
      for (int k = 0; k < TRIES; k++) {
        if (model.solve(image.damping, gradient, step)) {
          double[] next = image.theta.clone();
          for (int i = 0; i < next.length; i++) {
            next[i] += step[i];
          }
          double value = surface.value(next);
          if (value < image.loss) {
            image.theta = next;
            image.loss = value;
            image.damping = Math.max(image.damping / FALL, LEAST_DAMPING * unit);
            return;
          }
        }
        image.damping *= GROWTH;
      }
    }
  }
}
