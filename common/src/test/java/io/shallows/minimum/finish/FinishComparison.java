package io.shallows.minimum.finish;

import io.shallows.depth.DepthMeter;
import io.shallows.depth.SquaredDepth;
import io.shallows.depth.measurement.Coverage;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.LossSurface;
import io.shallows.minimum.MinimumSearch;
import io.shallows.minimum.MinimumTolerances;
import io.shallows.minimum.StationaryPoint;
import io.shallows.minimum.kink.KinkFinish;
import io.shallows.minimum.kink.KinkPoint;
import io.shallows.network.NetworkFamilies;
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
 * java ... FinishComparison plain,long-skip,residual 8,16,32 1,2 he,clustered 1,2 20 kinks,descend
 * </pre>
 *
 * <p>The finish {@code kinks} is the one of revision 2: descents along kinks and nothing else. The
 * last number of a line is the upper end of the depth to a thousandth below the minimum's own loss,
 * over that loss; none where nothing bad was reached.
 */
final class FinishComparison {

  private static final MinimumTolerances TOLERANCES =
      new MinimumTolerances(1e-8, 1e-5, 1e-9, 1e-7, 1e-10);

  /**
   * Above, a spectrum takes longer than a finish; the kind is then only what its first step says.
   */
  private static final int SPECTRUM = 1500;

  /** What a sweep looks for paths with, but the cell's others. */
  private static final List<String> FINDERS =
      List.of("constructive", "string", "settle", "descent", "pull-down");

  private static final double CERTIFICATE = 1e-3;
  private static final long DEPTH_BUDGET = 1000;
  private static final double DROP = 1e-3;

  private FinishComparison() {}

  public static void main(String[] arguments) {
    double seconds = Double.parseDouble(arguments[5]);
    List<Finish> finishes =
        Arrays.stream(arguments[6].split(",", -1)).map(FinishComparison::named).toList();
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
            "%s,%d,%d,%s,%d,%d,%s,%.3f,%d,%s,%.3e,%.6e,%s,%d,%s%n",
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
            end.kinks(),
            depth(loss, family, end, kind));
      }
    }
  }

  /** The upper end of the depth to just below the end's own loss, over that loss. */
  private static String depth(EmpiricalLoss loss, String family, StationaryPoint end, String kind) {
    double constant = loss.outputLoss().constant(loss.data());
    if (kind.equals("global")
        || kind.equals("not-stationary")
        || end.outcome() != TrainingOutcome.CONVERGED
        || end.loss() <= TOLERANCES.global() * constant) {
      return "";
    }
    SquaredDepth problem =
        new SquaredDepth(
            loss,
            NetworkFamilies.named(family),
            new DepthSettings(FINDERS, CERTIFICATE, DEPTH_BUDGET));
    Coverage coverage = new Coverage(TOLERANCES.global() * constant, false);
    DepthTarget own = problem.own(end.theta(), DROP, coverage);
    DepthMeasurement depth =
        new DepthMeter(problem).measure(end.theta(), List.of(own), coverage).measurements().get(0);
    return String.format(Locale.ROOT, "%.3e", depth.upper().orElse(Double.NaN) / end.loss());
  }

  private static Finish named(String name) {
    return name.equals("kinks") ? new Kinks() : Finishes.named(name);
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

  /** Descents along kinks with the limits that they had in revision 2. */
  private record Kinks() implements Finish {

    @Override
    public String name() {
      return "kinks";
    }

    @Override
    public String definition() {
      return "descents along kinks and nothing else";
    }

    @Override
    public FinishRun of(
        EmpiricalLoss loss, TrainingLimits limits, double kinkTolerance, Deadline deadline) {
      long most = Math.max(1, 30_000_000_000L / ((long) loss.data().samples() * loss.dimension()));
      TrainingLimits own =
          new TrainingLimits(
              limits.gradientTolerance(),
              limits.relativeTolerance(),
              limits.lossTolerance(),
              2000,
              Math.min(5 * 75_000L, most));
      KinkFinish finish = new KinkFinish(loss, own, kinkTolerance, deadline, 4);
      return new FinishRun() {
        @Override
        public TrainingOutcome settle(double[] start, List<Kink> kinks) {
          return finish.settle(start, kinks);
        }

        @Override
        public KinkPoint point() {
          return finish.point();
        }

        @Override
        public int iterations() {
          return finish.iterations();
        }

        @Override
        public long evaluations() {
          return finish.evaluations();
        }
      };
    }
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
