package io.shallows.depth.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSearchTest {

  private static final long SEED = 4;

  private static Dataset teacher(int samples) {
    ContinuousSampler normal = new RandomStreams(SEED).gaussian("test", "data");
    double[] x = new double[samples * 3];
    double[] y = new double[samples];
    for (int i = 0; i < samples; i++) {
      x[3 * i] = normal.sample();
      x[3 * i + 1] = normal.sample();
      x[3 * i + 2] = 1;
      y[i] = Math.max(0, x[3 * i] - 0.5) - Math.max(0, x[3 * i + 1] + 0.3) + Math.max(0, -x[3 * i]);
    }
    return new Dataset(samples, 3, 1, x, y);
  }

  private static ReferenceSearch search(Dataset data) {
    TrainingLimits limits = TrainingLimits.of(1e-8, 300).withLossTolerance(1e-10);
    return new ReferenceSearch(
        data,
        new RandomStreams(SEED),
        "problem",
        Optimizers.named("levenberg-marquardt"),
        limits,
        6);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 0.5, 4",
    "16, 0.25, 2",
    "64, 0.25, 3",
    "4, 0.25, 2",
    "64, 0.75, 23",
    "1, 0.5, 1",
    "81, 0.75, 27",
    "1000000, 0.5, 1000"
  })
  void widthIsTheCeilingOfThePower(int m, double eta, int expected) {
    assertEquals(expected, ReferenceSearch.width(m, eta));
  }

  @Test
  void climbsEverySmallWidthWhateverIsAskedFor() {
    assertEquals(List.of(1, 2, 3, 4, 5), ReferenceSearch.climb(List.of(5, 2)));
    List<Integer> far = ReferenceSearch.climb(List.of(101));
    assertEquals(48 + 4, far.size());
    assertEquals(List.of(48, 64, 80, 96, 101), far.subList(47, 52));
  }

  @Test
  void levelsNeverRiseAndEndAtTheTeacher() {
    Dataset data = teacher(60);
    List<Reference> found = search(data).search(List.of(6), List.of(), Deadline.never());
    assertEquals(6, found.size());
    for (int k = 1; k <= 6; k++) {
      Reference reference = found.get(k - 1);
      assertEquals(k, reference.width());
      EmpiricalLoss loss =
          EmpiricalLoss.of(
              NetworkFamilies.named("plain").build(new NetworkShape(k, 0, 3, 1)), data);
      assertEquals(reference.loss(), loss.value(reference.theta()), 1e-14);
      if (k > 1) {
        assertTrue(reference.loss() <= found.get(k - 2).loss() * (1 + 1e-12), "width " + k);
      }
    }
    assertTrue(found.get(0).loss() > 1e-3, "one unit cannot fit three");
    assertTrue(found.get(5).loss() <= 1e-10, "six units fit three");
  }

  @Test
  void whatIsKnownIsUsedAndChangesNothing() {
    Dataset data = teacher(40);
    List<Reference> all = search(data).search(List.of(4), List.of(), Deadline.never());
    List<Reference> rest = search(data).search(List.of(4), all.subList(0, 2), Deadline.never());
    assertEquals(2, rest.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(all.get(i + 2).loss(), rest.get(i).loss());
      assertArrayEquals(all.get(i + 2).theta(), rest.get(i).theta());
    }
  }
}
