package io.shallows.depth.problem;

import io.shallows.depth.interval.PopulationCertifier;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitAlignment;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path problem on the closed-form population loss: paths stay as they are, bounded by bisection.
 */
public final class PopulationPathProblem extends PathProblem {

  private final GaussianTeacherLoss loss;
  private final GaussianTeacher teacher;
  private final PopulationCertifier certifier;

  public PopulationPathProblem(
      GaussianTeacherLoss loss,
      PopulationCertifier certifier,
      double[] start,
      DepthTarget target,
      DepthSettings settings,
      SearchLog log) {
    super(start, certifier.precise().at(start), target, settings, log);
    this.loss = loss;
    this.teacher = loss.teacher();
    this.certifier = certifier;
  }

  @Override
  public GaussianTeacherLoss loss() {
    return loss;
  }

  @Override
  public int units() {
    return teacher.width();
  }

  @Override
  public PathCoordinates coordinates() {
    return PathCoordinates.parameters(loss);
  }

  /**
   * Units are matched so that the sum of the squared distances of {@code a_i w_i} is least, an
   * assignment problem, and keep their norms: for committees that is the least distance of all
   * permutations. With free masses of equal signs, matched units also get the partner's length.
   */
  @Override
  public double[] aligned(double[] from, double[] to) {
    int[] partner = partners(from, to);
    double[] matched = to.clone();
    for (int i = 0; i < partner.length; i++) {
      double scale = scale(from, to, i, partner[i]);
      for (int c = 0; c < teacher.dimension(); c++) {
        matched[teacher.unitIndex(i, c)] = scale * to[teacher.unitIndex(partner[i], c)];
      }
      if (!teacher.committee()) {
        matched[teacher.massIndex(i)] = to[teacher.massIndex(partner[i])] / scale;
      }
    }
    return matched;
  }

  @Override
  public UnitSymmetry symmetry(double[] from, double[] to) {
    int[] partner = partners(from, to);
    UnitSymmetry identity = UnitSymmetry.identity(to.length);
    int[] source = identity.sources();
    double[] factor = identity.factors();
    for (int i = 0; i < partner.length; i++) {
      double scale = scale(from, to, i, partner[i]);
      for (int c = 0; c < teacher.dimension(); c++) {
        source[teacher.unitIndex(i, c)] = teacher.unitIndex(partner[i], c);
        factor[teacher.unitIndex(i, c)] = scale;
      }
      if (!teacher.committee()) {
        source[teacher.massIndex(i)] = teacher.massIndex(partner[i]);
        factor[teacher.massIndex(i)] = 1 / scale;
      }
    }
    return new UnitSymmetry(source, factor);
  }

  @Override
  public List<double[]> moves(double[] from, double[] to) {
    return Arrays.equals(from, to) ? List.of() : List.of(to.clone());
  }

  @Override
  public PathCertificate certificate(Path path) {
    return certifier.certify(path);
  }

  private int[] partners(double[] from, double[] to) {
    int m = teacher.width();
    double[] gains = new double[m * m];
    double largest = 1e-300;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double product = teacher.mass(from, i) * teacher.mass(to, j);
        for (int c = 0; c < teacher.dimension(); c++) {
          gains[i * m + j] += product * from[teacher.unitIndex(i, c)] * to[teacher.unitIndex(j, c)];
        }
        largest = Math.max(largest, Math.abs(gains[i * m + j]));
      }
    }
    for (int i = 0; i < gains.length; i++) {
      gains[i] /= largest;
    }
    return UnitAlignment.assignment(gains, m);
  }

  private double scale(double[] from, double[] to, int unit, int partner) {
    double own = 0;
    double other = 0;
    for (int c = 0; c < teacher.dimension(); c++) {
      own += from[teacher.unitIndex(unit, c)] * from[teacher.unitIndex(unit, c)];
      other += to[teacher.unitIndex(partner, c)] * to[teacher.unitIndex(partner, c)];
    }
    return teacher.committee() || own == 0 || other == 0 ? 1 : Math.sqrt(own / other);
  }

  /** Vertices that the path need not visit to stay as low are left out before it is certified. */
  @Override
  public Optional<CertifiedPath> certified(String method, List<double[]> path, boolean refit) {
    Path simple = new Path(simplified(completed(path)));
    PathCertificate certificate = certifier.certify(simple);
    double cutoff = known().map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY);
    if (!certificate.reaches(target().level()) || !(certificate.barrier() < cutoff)) {
      return Optional.empty();
    }
    CertifiedPath found = new CertifiedPath(method, simple, certificate);
    log().found(found);
    return Optional.of(found);
  }

  /**
   * From every kept vertex the path goes straight to the furthest vertex, by doubling and halving,
   * that it can reach without rising above the highest vertex, which is kept.
   */
  private List<double[]> simplified(List<double[]> path) {
    double[] losses = new double[path.size()];
    int peak = 0;
    for (int k = 0; k < losses.length; k++) {
      losses[k] = loss.value(path.get(k));
      peak = losses[k] > losses[peak] ? k : peak;
    }
    double ceiling = losses[peak];
    List<double[]> kept = new ArrayList<>(List.of(path.get(0)));
    int at = 0;
    while (at < path.size() - 1) {
      int last = at < peak ? peak : path.size() - 1;
      int reach = 1;
      while (at + 2 * reach <= last && below(path.get(at), path.get(at + 2 * reach), ceiling)) {
        reach *= 2;
      }
      for (int step = reach / 2; step > 0; step /= 2) {
        if (at + reach + step <= last
            && below(path.get(at), path.get(at + reach + step), ceiling)) {
          reach += step;
        }
      }
      at += reach;
      kept.add(path.get(at));
    }
    return kept;
  }

  private boolean below(double[] a, double[] b, double ceiling) {
    return certifier.stays(a, b, ceiling);
  }
}
