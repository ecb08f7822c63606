package io.shallows.depth.exact;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.TrainedMinima;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.problem.NetworkPathProblem;
import io.shallows.depth.problem.PathProblem;
import io.shallows.loss.EmpiricalLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The certified maximum of a finder's path is never below 10^5 points of it, and within the
 * certificate's tolerance of the largest of 10^5 points of its highest segment.
 */
class CertifiedPathSamplingTest {

  private static final double TOLERANCE = 1e-3;
  private static final int POINTS = 100_000;
  private static final List<String> FINDERS =
      List.of("constructive", "linear", "aligned", "string", "bezier", "autoneb", "dss");

  @ParameterizedTest
  @CsvSource({"plain, 0, 4", "plain, 1, 4", "long-skip, 1, 3", "residual, 1, 3", "plain, 2, 3"})
  void samplesNeverExceedTheCertificate(String family, int layers, int width) {
    TrainedMinima trained = new TrainedMinima(2, 24, 6, List.of(1));
    EmpiricalLoss loss = trained.loss(family, width, layers);
    List<double[]> minima = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      minima.add(trained.minimum(loss, "he", seed));
    }
    minima.sort(Comparator.comparingDouble(loss::value));
    DepthTarget target =
        DepthTarget.cellBest(loss.network(), loss.data(), minima.get(0), trained.references);
    double[] theta = minima.get(minima.size() - 1);
    int found = 0;
    for (String finder : FINDERS) {
      DepthSettings settings = new DepthSettings(List.of(finder), TOLERANCE, 400);
      PathProblem problem =
          new NetworkPathProblem(
              loss,
              NodeValues.at(loss.network(), loss.data(), theta),
              target,
              settings,
              new SearchLog());
      var path = PathFinders.named(finder).find(problem);
      if (path.isPresent()) {
        check(loss, path.get());
        found++;
      }
    }
    assertTrue(found >= 4, found + " finders reach the level");
  }

  private static void check(EmpiricalLoss loss, CertifiedPath path) {
    int segments = path.path().size() - 1;
    double certified = path.certificate().maximum();
    double sampled = loss.value(path.path().at(0));
    int highest = 0;
    List<Double> maxima = path.certificate().segmentMaxima();
    for (int k = 0; k < segments; k++) {
      highest = maxima.get(k) > maxima.get(highest) ? k : highest;
      sampled = Math.max(sampled, largest(loss, path.path(), k, POINTS / segments + 1));
    }
    sampled = Math.max(sampled, largest(loss, path.path(), highest, POINTS));
    assertTrue(sampled <= certified, path.method() + ": " + sampled + " above " + certified);
    assertTrue(
        certified <= sampled * (1 + TOLERANCE),
        path.method() + ": " + certified + " far above " + sampled);
  }

  private static double largest(EmpiricalLoss loss, Path path, int segment, int points) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int q = 0; q <= points; q++) {
      double t = q / (double) points;
      double[] point = SegmentMaximum.interpolate(path.at(segment), path.at(segment + 1), t);
      largest = Math.max(largest, loss.value(point));
    }
    return largest;
  }
}
