package io.shallows.minimum.finish;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.StationaryPoint;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.LevenbergMarquardt;
import io.shallows.training.Optimizer;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingObserver;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrainingResult;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finishes compared on the same ends of training, in processor time of one thread: a teacher of 8
 * units, n = 2 and bias, N = 256. Starts whose training converges have nothing to finish and are
 * left out. One line per start and finish; {@code docs/benchmarks/finishes.py} makes tables of
 * them.
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp TEST-CLASSPATH io.shallows.minimum.finish.FinishComparison \
 *   FAMILIES WIDTHS LAYERS INITIALIZATIONS SEEDS SECONDS FINISHES
 * java ... FinishComparison plain,long-skip,residual 8,16,32 1,2 he,clustered 1,2 20 descend,decay
 * </pre>
 */
final class FinishComparison {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);

  /**
   * Above, a spectrum takes longer than a finish; the kind is then only what its first step says.
   */
  private static final int SPECTRUM = 1500;

  private FinishComparison() {}

  public static void main(String[] arguments) {
    double seconds = Double.parseDouble(arguments[5]);
    List<Finish> finishes =
        Arrays.stream(arguments[6].split(",", -1)).map(Finishes::named).toList();
    for (int seed = 1; seed <= 3; seed++) {
      compare(finishes, "plain", 6, 1, "he", seed, 1, false); // until the compiler is done
    }
    for (String seed : arguments[4].split(",", -1)) {
      for (String width : arguments[1].split(",", -1)) {
        for (String layers : arguments[2].split(",", -1)) {
          for (String family : arguments[0].split(",", -1)) {
            for (String initialization : arguments[3].split(",", -1)) {
              compare(
                  finishes,
                  family,
                  Integer.parseInt(width),
                  Integer.parseInt(layers),
                  initialization,
                  Integer.parseInt(seed),
                  seconds,
                  true);
            }
          }
        }
      }
    }
  }

  private static void compare(
      List<Finish> finishes,
      String family,
      int width,
      int layers,
      String starts,
      int seed,
      double seconds,
      boolean say) {
    Dataset data = TestProblems.teacher(256, 2, 8, 40);
    EmpiricalLoss loss = TestProblems.loss(family, width, layers, data);
    double[] start = TestProblems.start(loss, starts, 1000L * width + 100L * layers + seed);
    TrainingLimits limits = TrainingLimits.of(1e-8, 2000);
    TrainingResult trained =
        new LevenbergMarquardt()
            .minimize(
                loss,
                start,
                limits
                    .withLossTolerance(TOLERANCES.global() * loss.outputLoss().constant(data))
                    .withRelativeTolerance(TOLERANCES.relative()),
                Deadline.never());
    if (trained.outcome() == TrainingOutcome.CONVERGED
        || trained.outcome() == TrainingOutcome.DIVERGED) {
      return;
    }
    for (Finish finish : finishes) {
      MinimumSearch search = new MinimumSearch(new Trained(trained), limits, TOLERANCES, finish);
      double began = seconds();
      StationaryPoint end = search.stationaryPoint(loss, start, until(began + seconds));
      double took = seconds() - began;
      boolean judged = loss.dimension() <= SPECTRUM || end.outcome() != TrainingOutcome.CONVERGED;
      String kind = judged ? search.at(loss, end.theta()).kind().label() : unjudged(end);
      if (say) {
        System.out.printf(
            Locale.ROOT,
            "%s,%d,%d,%s,%d,%d,%s,%.3f,%d,%s,%.3e,%.6e,%s,%d%n",
            family,
            width,
            layers,
            starts,
            seed,
            loss.dimension(),
            finish.name(),
            took,
            end.gradientEvaluations() - trained.gradientEvaluations(),
            end.outcome().label(),
            end.stationarity(),
            end.loss() / loss.outputLoss().constant(data),
            kind,
            end.kinks());
      }
    }
  }

  private static String unjudged(StationaryPoint end) {
    return end.loss() <= TOLERANCES.global() ? "global" : end.kinks() > 0 ? "kink" : "smooth";
  }

  private static double seconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
  }

  private static Deadline until(double end) {
    return new Deadline() {
      @Override
      public boolean expired() {
        return seconds() > end;
      }

      @Override
      public double elapsedSeconds() {
        return 0;
      }
    };
  }

  /** Ends where it ended before. */
  private record Trained(TrainingResult result) implements Optimizer {

    @Override
    public String name() {
      return "trained";
    }

    @Override
    public String definition() {
      return "a result from before";
    }

    @Override
    public TrainingResult minimize(
        LossSurface loss,
        double[] start,
        TrainingLimits limits,
        Deadline deadline,
        TrainingObserver observer) {
      return result;
    }
  }
}
