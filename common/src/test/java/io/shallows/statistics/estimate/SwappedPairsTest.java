package io.shallows.statistics.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.random.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SwappedPairsTest {

  /** Against sorting both sides, with ties within and between them. */
  @Test
  void differencesHaveTheBitsOfSortedSamples() {
    UniformRandomProvider random = new RandomStreams(5).uniform("swapped", "test");
    for (int round = 0; round < 300; round++) {
      int pairs = 1 + random.nextInt(40);
      double[] first = new double[pairs];
      double[] second = new double[pairs];
      boolean[] swapped = new boolean[pairs];
      for (int i = 0; i < pairs; i++) {
        first[i] = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble();
        second[i] = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble();
      }
      SwappedPairs sample = new SwappedPairs(first, second);
      for (double p : new double[] {0, 0.3, 0.5, 0.9, 0.99, 1}) {
        double[] one = new double[pairs];
        double[] other = new double[pairs];
        for (int i = 0; i < pairs; i++) {
          swapped[i] = random.nextBoolean();
          one[i] = swapped[i] ? second[i] : first[i];
          other[i] = swapped[i] ? first[i] : second[i];
        }
        assertEquals(
            SampleQuantile.of(one, p) - SampleQuantile.of(other, p),
            sample.quantileDifference(swapped, p));
      }
    }
  }

  @Test
  void samplesOfUnequalLengthAreNoPairs() {
    assertThrows(
        IllegalArgumentException.class, () -> new SwappedPairs(new double[2], new double[3]));
    assertThrows(
        IllegalArgumentException.class, () -> new SwappedPairs(new double[0], new double[0]));
  }
}
