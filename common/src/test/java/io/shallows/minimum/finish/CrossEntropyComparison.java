package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * What a finish makes of the ends of training under cross-entropy, in processor time of one thread:
 * two classes of 128 samples each, n = 2 and bias, whose means are {@code DISTANCE} apart. Two
 * lines per start: as trained, and finished.
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp TEST-CLASSPATH \
 *   io.shallows.minimum.finish.CrossEntropyComparison FAMILIES WIDTHS LAYERS INITIALIZATIONS SEEDS DISTANCE
 * java ... CrossEntropyComparison plain,long-skip,residual 8,16 0,1,2 he,clustered 1 1
 * </pre>
 */
final class CrossEntropyComparison {

  private static final MinimumSearch SEARCH =
      new MinimumSearch(
          Optimizers.named("lbfgs"),
          TrainingLimits.of(1e-8, 2000),
          new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10));

  private CrossEntropyComparison() {}

  public static void main(String[] arguments) {
    Dataset data = data(Double.parseDouble(arguments[5]));
    for (String seed : arguments[4].split(",", -1)) {
      for (String width : arguments[1].split(",", -1)) {
        for (String layers : arguments[2].split(",", -1)) {
          for (String family : arguments[0].split(",", -1)) {
            for (String initialization : arguments[3].split(",", -1)) {
              EmpiricalLoss loss =
                  EmpiricalLoss.of(
                      NetworkFamilies.named(family)
                          .build(
                              new NetworkShape(
                                  Integer.parseInt(width), Integer.parseInt(layers), 3, 2)),
                      data,
                      OutputLosses.CROSS_ENTROPY);
              double[] start =
                  TestProblems.start(
                      loss,
                      initialization,
                      1000L * Integer.parseInt(width)
                          + 100L * Integer.parseInt(layers)
                          + Integer.parseInt(seed));
              String what = family + "," + width + "," + layers + "," + initialization + "," + seed;
              say(what + ",as-trained", SEARCH.unfinished(), loss, start);
              say(what + ",descend", SEARCH, loss, start);
            }
          }
        }
      }
    }
  }

  private static Dataset data(double distance) {
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(7));
    double[] x = new double[3 * 256];
    double[] y = new double[2 * 256];
    for (int s = 0; s < 256; s++) {
      x[3 * s] = normal.sample() + distance * (s % 2);
      x[3 * s + 1] = normal.sample();
      x[3 * s + 2] = 1;
      y[2 * s + s % 2] = 1;
    }
    return new Dataset(256, 3, 2, x, y);
  }

  private static void say(String what, MinimumSearch search, EmpiricalLoss loss, double[] start) {
    double began = seconds();
    Minimum end = search.search(loss, start, Deadline.never());
    System.out.printf(
        Locale.ROOT,
        "%s,%.3f,%d,%s,%.3e,%.8e,%s,%d,%s%n",
        what,
        seconds() - began,
        end.gradientEvaluations(),
        end.outcome().label(),
        end.stationarity(),
        end.loss(),
        end.kind().label(),
        end.kinks(),
        Integer.toHexString(Arrays.hashCode(end.theta())));
  }

  private static double seconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }
}
