package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.grid.Grid;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.training.SafranShamirDescent;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import io.shallows.training.TrainingOutcome;
import io.shallows.training.TrainingResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published experiment on the population loss, by the trials that {@code run
 * launch/examples/safran-shamir.yaml} carries out. The published table is itself a sample of 1000
 * runs per row.
 */
class PublishedTableTest {

  private static final Path SPEC = Path.of("..", "launch", "examples", "safran-shamir.yaml");

  private static JsonNode row(int k, int n) throws IOException {
    try (InputStream in =
        PublishedTableTest.class.getResourceAsStream("/truth/published_minima.json")) {
      for (JsonNode row : new ObjectMapper().readTree(in).get("safran_shamir").get("rows")) {
        if (row.get(0).asInt() == k && row.get(1).asInt() == n) {
          return row;
        }
      }
    }
    throw new AssertionError("no row for k = " + k + ", n = " + n);
  }

  private static SweepSpec spec(int k, int n, int seeds) throws IOException {
    return SweepVocabulary.reader()
        .read(
            Files.readString(SPEC),
            SPEC.toString(),
            List.of("problem.teacherWidth=" + k, "grid.width=" + n, "grid.seed.count=" + seeds));
  }

  /** The rows of all trials, by as many threads as there are cores. */
  private static List<Record> trials(SweepSpec spec)
      throws InterruptedException, ExecutionException {
    Grid grid = new Grid(spec);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Record>>> parts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t;
        parts.add(
            pool.submit(
                () -> {
                  TrialRunner runner = TrialRunner.of(spec);
                  List<Record> rows = new ArrayList<>();
                  for (long i = first; i < grid.size(); i += threads) {
                    rows.add(runner.minimum(grid.at(i), Deadline.never()).trial());
                  }
                  return rows;
                }));
      }
      List<Record> all = new ArrayList<>();
      for (Future<List<Record>> part : parts) {
        all.addAll(part.get());
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }

  @Tag("validation")
  @ParameterizedTest
  @CsvSource({"6,6", "8,8", "10,10", "11,11", "14,14", "18,18", "8,9", "14,15", "18,19"})
  void aThousandRunsGiveTheTable(int k, int n) throws Exception {
    JsonNode published = row(k, n);
    List<Double> losses = new ArrayList<>();
    List<Double> eigenvalues = new ArrayList<>();
    for (Record trial : trials(spec(k, n, 1000))) {
      String kind = trial.get(TrialsTable.MINIMUM_KIND);
      if (trial.get(TrialsTable.LOSS) >= SafranShamirDescent.SPURIOUS_LOSS) {
        assertEquals("smooth-strict", kind);
        losses.add(trial.get(TrialsTable.LOSS));
        eigenvalues.add(trial.get(TrialsTable.HESSIAN_MIN));
      } else {
        assertEquals("global", kind);
      }
    }
    int spurious = losses.size();
    String where = "k " + k + " n " + n + ": " + spurious + " of 1000 spurious";
    System.out.println(where);
    // 99% interval of the difference of two samples of 1000
    double count = 10 * published.get(2).asDouble();
    double share = (spurious + count) / 2000;
    double deviation = Math.sqrt(2000 * share * (1 - share));
    assertEquals(count, spurious, 2.576 * deviation + 0.5, where);
    if (k == n) {
      checkMean(eigenvalues, published.get(3).asDouble(), where + ", smallest eigenvalue");
      checkMean(losses, published.get(4).asDouble(), where + ", loss");
    }
  }

  /**
   * Both means are those of samples: of one minimum up to k = 8, so that they agree in all printed
   * digits, and of several with different shares above.
   */
  private static void checkMean(List<Double> values, double published, String where) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double variance =
        values.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double deviation = Math.sqrt(2 * variance / values.size());
    assertEquals(published, mean, 6e-5 + 2.576 * deviation, where);
  }

  /** Ending a run at the tolerance of the preset is not to change what it is counted as. */
  @Tag("validation")
  @ParameterizedTest
  @ValueSource(longs = {7001, 7002})
  void thePublishedRuleItselfEndsTheSameWay(long seed) {
    GaussianTeacherLoss loss = GaussianTeacherLoss.orthonormal(8, 9, 8, true, Skip.NONE);
    var normal = ZigguratSampler.NormalizedGaussian.of(TestProblems.random(seed));
    double[] start = new double[72];
    for (int i = 0; i < start.length; i++) {
      start[i] = normal.sample() / Math.sqrt(8);
    }
    double decided = 1e-6 * loss.constantLoss();
    double[] least = {Double.POSITIVE_INFINITY};
    TrainingResult whole =
        new SafranShamirDescent()
            .minimize(
                loss,
                start,
                TrainingLimits.of(0, 2_000_000),
                Deadline.never(),
                (iterations, evaluations, value, theta) -> {
                  if (least[0] <= decided) {
                    assertTrue(value <= least[0] + 1e-12, "the loss rose at " + iterations);
                  }
                  least[0] = Math.min(least[0], value);
                });
    assertEquals(TrainingOutcome.CONVERGED, whole.outcome());
    assertTrue(whole.loss() < SafranShamirDescent.SPURIOUS_LOSS);
    TrainingResult early =
        new SafranShamirDescent()
            .minimize(
                loss,
                start,
                TrainingLimits.of(0, 2_000_000).withLossTolerance(decided),
                Deadline.never());
    assertEquals(TrainingOutcome.CONVERGED, early.outcome());
    assertTrue(early.loss() <= decided && early.iterations() < whole.iterations() / 50);
  }
}
