package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtlasTest {

  /**
   * One unit with a bias: for every angle the least loss over the length is a formula, so a fine
   * grid of angles is a landscape on two circles that meet at the unit 0.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void oneUnitIsAGridOfAngles(long seed) {
    Dataset data = AtlasProblems.random(7, 1, seed);
    MergeTree tree = AtlasProblems.atlas(data, false, 1).tree();
    double[] angles = new double[100_000 + 2 * data.samples()];
    for (int t = 0; t < angles.length; t++) {
      int kink = t - 100_000;
      // the angles at which a sample's sign changes, where the profile has its ridges, are exact
      angles[t] =
          kink < 0
              ? 2 * Math.PI * t / 100_000
              : Math.atan2(-data.x(kink / 2, 0), 1) + (kink % 2 == 0 ? 0 : Math.PI);
      angles[t] = (angles[t] + 2 * Math.PI) % (2 * Math.PI);
    }
    Arrays.sort(angles);
    int grid = angles.length;
    double zero = 0;
    for (double y : data.y()) {
      zero += y * y / data.samples();
    }
    List<Double> losses = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (int sign = 1; sign >= -1; sign -= 2) {
      double[] profile = new double[grid];
      for (int t = 0; t < grid; t++) {
        double angle = angles[t];
        double square = 0;
        double along = 0;
        for (int s = 0; s < data.samples(); s++) {
          double z = Math.max(0, Math.cos(angle) * data.x(s, 0) + Math.sin(angle));
          square += z * z;
          along += sign * z * data.y(s, 0);
        }
        double gain = along > 0 ? along * along / square / data.samples() : 0;
        profile[t] = zero - gain;
      }
      for (int t = 0; t < grid; t++) {
        double here = profile[t];
        if (here < profile[(t + 1) % grid] && here <= profile[(t + grid - 1) % grid]) {
          losses.add(here);
          heights.add(Math.min(zero, leave(profile, t)));
        }
      }
    }
    double best = losses.stream().mapToDouble(v -> v).min().orElseThrow();
    int compared = 0;
    for (int i = 0; i < losses.size(); i++) {
      double loss = losses.get(i);
      if (loss > best + 1e-6 && heights.get(i) - loss > 1e-6) {
        double height = heights.get(i);
        compared++;
        assertTrue(
            IntStream.range(0, tree.minima())
                .anyMatch(
                    m ->
                        Math.abs(tree.loss(m) - loss) < 1e-6
                            && Math.abs(tree.depth(m).orElse(-1) + tree.loss(m) - height) < 1e-6),
            "loss " + loss + " height " + height);
      }
    }
    assertEquals(
        compared,
        IntStream.range(0, tree.minima())
            .filter(m -> tree.loss(m) > best + 1e-6 && tree.depth(m).orElse(0) > 1e-6)
            .count());
  }

  /** The least height at which one leaves a point of a circle downwards. */
  private static double leave(double[] profile, int from) {
    double least = Double.POSITIVE_INFINITY;
    for (int step = -1; step <= 1; step += 2) {
      double height = profile[from];
      for (int t = 1; t < profile.length; t++) {
        double here = profile[Math.floorMod(from + step * t, profile.length)];
        height = Math.max(height, here);
        if (here < profile[from] - 1e-9) {
          least = Math.min(least, height);
          break;
        }
      }
    }
    return least;
  }

  /** A known depth at every width, and none where a linear skip is learned. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void trapsAreAmongTheMinima(int width) {
    MergeTree tree = AtlasProblems.atlas(AtlasProblems.trap(width), false, width).tree();
    int found = 0;
    for (int i = 0; i < tree.minima(); i++) {
      if (Math.abs(tree.loss(i) - 5.0 / 9) < 1e-10) {
        assertEquals(0.02676973 / width, tree.depth(i).orElseThrow(), 1e-8 / width);
        found++;
      }
    }
    assertEquals(1, found);
    MergeTree skip = AtlasProblems.atlas(AtlasProblems.trap(width), true, width).tree();
    for (int i = 0; i < skip.minima(); i++) {
      assertTrue(Math.abs(skip.loss(i) - 5.0 / 9) > 1e-4, "loss " + skip.loss(i));
    }
  }

  /** Order and repetition of samples, the targets' scale and the inputs' change no shape. */
  @Test
  void depthsAreThoseOfTheLossAlone() {
    Dataset data = AtlasProblems.random(6, 1, 11);
    MergeTree tree = AtlasProblems.atlas(data, false, 3).tree();
    double[] x = new double[24];
    double[] y = new double[12];
    for (int s = 0; s < 12; s++) {
      int from = s * 5 % 6;
      x[2 * s] = 3 * data.x(from, 0);
      x[2 * s + 1] = 3;
      y[s] = -2 * data.y(from, 0);
    }
    MergeTree other = AtlasProblems.atlas(new Dataset(12, 2, 1, x, y), false, 3).tree();
    assertEquals(tree.minima(), other.minima());
    for (int i = 0; i < tree.minima(); i++) {
      assertEquals(4 * tree.loss(i), other.loss(i), 1e-10);
      assertEquals(4 * tree.depth(i).orElse(0), other.depth(i).orElse(0), 1e-10);
    }
  }

  @ParameterizedTest
  @CsvSource({"false,3", "true,3", "false,2"})
  void levelsBelowAreNeverNearerAndBarsNeverLongerThanDepths(boolean skip, int width) {
    Atlas atlas = AtlasProblems.atlas(AtlasProblems.random(7, 1, 21), skip, width);
    MergeTree tree = atlas.tree();
    for (int k = 0; k < width; k++) {
      assertTrue(atlas.best(k + 1) <= atlas.best(k));
    }
    for (int i = 0; i < tree.minima(); i++) {
      double own = tree.depth(i).orElse(Double.POSITIVE_INFINITY);
      double before = own;
      for (int k = 1; k <= width; k++) {
        if (atlas.covered(i, k)) {
          double depth = tree.depth(i, atlas.best(k) + tree.tie()).orElseThrow();
          assertTrue(depth >= own - 1e-12);
          assertTrue(k == 1 || depth >= 0);
        }
      }
      assertTrue(tree.bar(i).orElse(0) <= before + 1e-12);
      assertEquals(tree.loss(i), atlas.point(i).loss(), 1e-12);
    }
    double deepest = tree.depth(atlas.deepest()).orElseThrow();
    assertTrue(Arrays.stream(new double[] {atlas.supremum(width).orElse(0)}).sum() >= deepest);
  }

  @Test
  void aSecondListingHasTheSameBits() {
    Dataset data = AtlasProblems.random(6, 2, 5);
    Atlas first = AtlasProblems.atlas(data, false, 2);
    Atlas second = AtlasProblems.atlas(data, false, 2);
    assertEquals(first.tree().minima(), second.tree().minima());
    for (int i = 0; i < first.tree().minima(); i++) {
      assertEquals(first.tree().loss(i), second.tree().loss(i), 0);
      assertEquals(first.tree().depth(i), second.tree().depth(i));
      assertEquals(first.cells(i), second.cells(i));
    }
  }

  /** As many units as samples, or with a free skip all but the inputs' number, fit everything. */
  @Test
  void enoughUnitsLeaveNoDepth() {
    Atlas atlas = AtlasProblems.atlas(AtlasProblems.random(5, 1, 9), false, 5);
    assertEquals(0, atlas.best(5), 1e-20);
    assertEquals(-1, atlas.deepest());
    assertTrue(atlas.supremum(5).isEmpty());
  }
}
