package io.shallows.depth.finder;

import io.shallows.depth.path.BudgetedSurface;
import io.shallows.depth.path.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The string method with a climbing image: relaxes a path towards one of least maximum.
 *
 * <p>Every inner image moves against the part of the gradient that is perpendicular to the path
 * (improved tangents); after each step images are spread evenly again on either side of the highest
 * one. In later rounds the highest image climbs: its force along the path is reversed, so that it
 * converges to a saddle. Steps are those of FIRE (Bitzek et al. 2006,
 * doi:10.1103/PhysRevLett.97.170201) with one clock per image. Between rounds images are inserted
 * in the middle of gaps where the loss is above its interpolation (as in AutoNEB, Draxler et al.
 * 2018, arXiv 1803.00885). The last round is returned unless an earlier one was clearly lower at
 * images and in the middle of gaps: an upper estimate only, to be certified. Sources: E, Ren,
 * Vanden-Eijnden 2007, doi:10.1063/1.2720838; Henkelman, Uberuaga, Jonsson 2000,
 * doi:10.1063/1.1329672.
 *
 * <p>Cost: one gradient per inner image and step; stops when the budget is spent, when no force is
 * above the tolerance, or when nothing on the path is above its first point.
 */
final class StringMethod {

  /**
   * Share of the barrier that an earlier, coarser round may have missed: so much higher a later
   * round is still better.
   */
  private static final double MISSED = 0.05;

  private final int images;
  private final int rounds;
  private final double forceTolerance;
  private final boolean climbing;

  /**
   * Settings.
   *
   * @param images inner images at the start
   * @param rounds rounds of relaxation; images are inserted between them
   * @param forceTolerance largest force at which a round ends
   * @param climbing whether the highest image climbs in all rounds but the first
   */
  StringMethod(int images, int rounds, double forceTolerance, boolean climbing) {
    this.images = images;
    this.rounds = rounds;
    this.forceTolerance = forceTolerance;
    this.climbing = climbing;
  }

  /** Relaxes a path within what is left of the surface's budget; its ends stay. */
  List<double[]> relax(BudgetedSurface surface, List<double[]> path) {
    Images string = start(surface, path);
    List<double[]> best = string.copy();
    double lowest = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) {
      long share = (surface.left() - 4L * string.size()) / (rounds - round);
      boolean settled = round(surface, string, share, climbing && round > 0);
      List<Double> middles = middles(surface, string);
      double largest = string.largest();
      for (double middle : middles) {
        largest = Math.max(largest, middle);
      }
      double least = Math.min(string.losses.get(0), string.losses.get(string.size() - 1));
      if (largest <= lowest + MISSED * (lowest - least)) {
        lowest = Math.min(lowest, largest);
        best = string.copy();
      }
      boolean inserted = round < rounds - 1 && insert(surface, string, middles);
      if (largest <= string.losses.get(0)
          || (settled && !inserted && round > 0)
          || share < string.size()) {
        break;
      }
    }
    return best;
  }

  /** The highest image after relaxing, for saddle searches: the point itself. */
  static double[] peak(BudgetedSurface surface, List<double[]> path) {
    double[] best = path.get(0);
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 1; k < path.size() - 1; k++) {
      double value = surface.value(path.get(k));
      if (value > most) {
        most = value;
        best = path.get(k);
      }
    }
    return best.clone();
  }

  private Images start(BudgetedSurface surface, List<double[]> path) {
    Images string = new Images();
    for (double[] point : path) {
      string.add(string.size(), point.clone(), 0, new double[0]);
    }
    while (string.size() < images + 2) {
      int widest = 0;
      for (int k = 1; k < string.size() - 1; k++) {
        if (gap(string, k) > gap(string, widest)) {
          widest = k;
        }
      }
      double[] middle =
          Images.between(string.points.get(widest), string.points.get(widest + 1), 0.5);
      string.add(widest + 1, middle, 0, new double[0]);
    }
    for (int k = 0; k < string.size(); k++) {
      evaluate(surface, string, k);
    }
    return string;
  }

  private static double gap(Images string, int k) {
    return Images.distance(string.points.get(k), string.points.get(k + 1));
  }

  private static void evaluate(BudgetedSurface surface, Images string, int k) {
    double[] gradient = new double[string.points.get(k).length];
    string.losses.set(k, surface.valueAndGradient(string.points.get(k), gradient));
    string.gradients.set(k, gradient);
  }

  /** One round; whether every force fell below the tolerance. */
  private boolean round(BudgetedSurface surface, Images string, long share, boolean climb) {
    int count = string.size();
    if (count < 3) {
      return true; // both ends stay, and a round that evaluates nothing would have no end
    }
    List<Fire> clocks = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      clocks.add(new Fire());
    }
    long end = surface.spent() + share;
    while (surface.spent() + count - 2 <= end) {
      double largestForce = 0;
      int highest = string.highest();
      boolean climbs =
          climb
              && string.losses.get(highest)
                  > Math.max(string.losses.get(0), string.losses.get(count - 1));
      double spacing = gap(string, 0);
      for (int k = 1; k < count - 1; k++) {
        spacing = Math.min(spacing, gap(string, k));
      }
      for (int k = 1; k < count - 1; k++) {
        double[] force = force(string, k, climbs && k == highest);
        largestForce = Math.max(largestForce, Images.norm(force));
        clocks.get(k).step(string.points.get(k), force, Math.max(spacing, 1e-12));
      }
      if (largestForce < forceTolerance) {
        return true;
      }
      if (climbs) {
        string.spread(0, highest);
        string.spread(highest, count - 1);
      } else {
        string.spread(0, count - 1);
      }
      for (int k = 1; k < count - 1; k++) {
        evaluate(surface, string, k);
      }
    }
    return false;
  }

  private static double[] force(Images string, int k, boolean climbs) {
    double[] tangent = string.tangent(k);
    double[] force = string.gradients.get(k).clone();
    double along = 0;
    for (int i = 0; i < force.length; i++) {
      along += force[i] * tangent[i];
    }
    double factor = climbs ? 2 : 1;
    for (int i = 0; i < force.length; i++) {
      force[i] = factor * along * tangent[i] - force[i];
    }
    return force;
  }

  /** Losses in the middle of all gaps. */
  private static List<Double> middles(BudgetedSurface surface, Images string) {
    List<Double> middles = new ArrayList<>();
    for (int k = 0; k + 1 < string.size(); k++) {
      middles.add(
          surface.value(Images.between(string.points.get(k), string.points.get(k + 1), 0.5)));
    }
    return middles;
  }

  /** Inserts images where the loss is above its interpolation by a tenth of the path's range. */
  private static boolean insert(BudgetedSurface surface, Images string, List<Double> middles) {
    double largest = string.largest();
    double smallest = largest;
    for (double loss : string.losses) {
      smallest = Math.min(smallest, loss);
    }
    boolean inserted = false;
    for (int k = middles.size() - 1; k >= 0; k--) {
      double line = 0.5 * (string.losses.get(k) + string.losses.get(k + 1));
      if (middles.get(k) > line + 0.1 * (largest - smallest)) {
        double[] middle = Images.between(string.points.get(k), string.points.get(k + 1), 0.5);
        string.add(k + 1, middle, middles.get(k), new double[0]);
        evaluate(surface, string, k + 1);
        inserted = true;
      }
    }
    return inserted;
  }

  /** FIRE's clock of one image. */
  private static final class Fire {
    private double[] velocity = new double[0];
    private double dt;
    private double mixing = 0.1;
    private int downhill;

    void step(double[] point, double[] force, double spacing) {
      double size = Images.norm(force);
      if (size == 0) {
        return;
      }
      if (velocity.length == 0) {
        velocity = new double[point.length];
        dt = Math.sqrt(0.05 * spacing / size);
      }
      double power = 0;
      double speed = 0;
      for (int i = 0; i < point.length; i++) {
        power += velocity[i] * force[i];
        speed += velocity[i] * velocity[i];
      }
      speed = Math.sqrt(speed);
      if (power > 0) {
        for (int i = 0; i < point.length; i++) {
          velocity[i] = (1 - mixing) * velocity[i] + mixing * speed * force[i] / size;
        }
        if (++downhill > 5) {
          dt *= 1.1;
          mixing *= 0.99;
        }
      } else if (power < 0) {
        Arrays.fill(velocity, 0);
        dt *= 0.5;
        mixing = 0.1;
        downhill = 0;
      }
      double length = 0;
      for (int i = 0; i < point.length; i++) {
        velocity[i] += dt * force[i];
        length += velocity[i] * velocity[i];
      }
      length = dt * Math.sqrt(length);
      double scale = length > 0.25 * spacing ? 0.25 * spacing / length : 1;
      for (int i = 0; i < point.length; i++) {
        point[i] += scale * dt * velocity[i];
      }
    }
  }
}
