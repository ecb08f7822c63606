package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthAscentTest {

  private static final long MOST = 1_000_000;

  private static Dataset with(Dataset data, double[] y) {
    return new Dataset(data.samples(), data.inputs(), 1, data.x(), y);
  }

  private static double relative(Dataset data, boolean skip, int width, int k) {
    return DepthAscent.relative(AtlasProblems.atlas(data, skip, width), k);
  }

  /** Against central differences over whole atlases, of problems that have a depth. */
  @ParameterizedTest
  @CsvSource({
    "false,2,0,10",
    "false,3,0,10",
    "false,3,2,10",
    "true,2,0,9",
    "true,3,0,6",
    "true,3,2,5"
  })
  void theGradientIsThatOfTheEnvelope(boolean skip, int width, int k, int deep) {
    int compared = 0;
    for (int seed = 0; seed < 10; seed++) {
      Dataset data = AtlasProblems.random(6, 1, seed);
      Atlas atlas = AtlasProblems.atlas(data, skip, width);
      if (DepthAscent.relative(atlas, k) > 0) {
        double[] gradient = DepthAscent.gradient(atlas, k);
        double length = Math.sqrt(atlas.arrangement().landscape().squares());
        double along = 0;
        for (int s = 0; s < 6; s++) {
          double[] higher = data.y();
          double[] lower = data.y();
          higher[s] += 1e-5;
          lower[s] -= 1e-5;
          double rise =
              relative(with(data, higher), skip, width, k)
                  - relative(with(data, lower), skip, width, k);
          assertEquals(rise / 2e-5 * length, gradient[s], 1e-8, "seed " + seed + ", " + s);
          along += gradient[s] * data.y(s, 0);
        }
        assertTrue(Arrays.stream(gradient).map(Math::abs).max().orElseThrow() > 1e-2);
        assertEquals(0, along, 1e-12, "R does not know the scale");
        compared++;
      }
    }
    assertEquals(deep, compared);
  }

  @ParameterizedTest
  @CsvSource({
    "false,1,0",
    "false,2,0",
    "false,3,0",
    "false,3,2",
    "true,1,0",
    "true,2,0",
    "true,3,0",
    "true,3,2"
  })
  void everyStepRisesAndTheLastIsWhatAnAtlasSays(boolean skip, int width, int k) {
    for (int seed = 20; seed < 23; seed++) {
      Dataset data = AtlasProblems.random(7, 1, seed);
      DepthAscent.Result result = DepthAscent.of(data, skip, width, k, MOST, 25);
      assertEquals(relative(data, skip, width, k), result.depths().get(0), 0);
      for (int i = 1; i < result.depths().size(); i++) {
        assertTrue(result.depths().get(i) > result.depths().get(i - 1), "step " + i);
      }
      int steps = result.depths().size() - 1;
      assertTrue(result.listings() > steps && result.listings() <= 25, "" + result.listings());
      assertEquals(relative(result.data(), skip, width, k), result.depths().get(steps), 0);
      assertTrue(result.depths().get(steps) <= 1);
      assertArrayEquals(data.x(), result.data().x());
      // the length of the targets stays, and with a free skip what it gives of them
      double squares = AtlasProblems.arrangement(data, skip).landscape().squares();
      assertEquals(
          squares,
          AtlasProblems.arrangement(result.data(), skip).landscape().squares(),
          1e-12 * squares);
    }
  }

  /**
   * The median R of ten problems with N = 7, at random targets and after 40 listings: .057 and .50,
   * .21 and .81, with a skip .066 and .46.
   */
  @ParameterizedTest
  @CsvSource({"false,1,.06,.49", "false,2,.21,.80", "true,2,.07,.45"})
  void theRiseIsLarge(boolean skip, int width, double start, double end) {
    double[] first = new double[10];
    double[] last = new double[10];
    for (int seed = 0; seed < 10; seed++) {
      DepthAscent.Result result =
          DepthAscent.of(AtlasProblems.random(7, 1, 40 + seed), skip, width, 0, MOST, 40);
      first[seed] = result.depths().get(0);
      last[seed] = result.depths().get(result.depths().size() - 1);
    }
    Arrays.sort(first);
    Arrays.sort(last);
    assertTrue((first[4] + first[5]) / 2 < start, "start " + Arrays.toString(first));
    assertTrue((last[4] + last[5]) / 2 > end, "end " + Arrays.toString(last));
  }

  @Test
  void aSecondAscentHasTheSameBits() {
    Dataset data = AtlasProblems.random(7, 1, 3);
    DepthAscent.Result first = DepthAscent.of(data, false, 2, 0, MOST, 30);
    DepthAscent.Result second = DepthAscent.of(data, false, 2, 0, MOST, 30);
    assertTrue(first.depths().size() > 5);
    assertEquals(first.depths(), second.depths());
    assertEquals(first.listings(), second.listings());
    assertArrayEquals(first.data().y(), second.data().y());
  }

  /** Enough units have no minimum that is worse; targets that a skip gives have no loss at all. */
  @Test
  void whatHasNothingToAscendStaysWhereItIs() {
    Dataset fitted = AtlasProblems.random(5, 1, 9);
    Dataset line = with(fitted, new double[5]);
    for (DepthAscent.Result result :
        new DepthAscent.Result[] {
          DepthAscent.of(fitted, false, 5, 0, MOST, 20), DepthAscent.of(line, true, 2, 0, MOST, 20)
        }) {
      assertEquals(1, result.listings());
      assertEquals(List.of(0.0), result.depths());
    }
    assertSame(fitted, DepthAscent.of(fitted, false, 5, 0, MOST, 20).data());
    Dataset deep = AtlasProblems.random(6, 1, 0);
    assertSame(deep, DepthAscent.of(deep, false, 2, 0, MOST, 1).data());
  }

  @Test
  void refusesWhatCannotBeListed() {
    Dataset data = AtlasProblems.random(6, 1, 0);
    assertThrows(IllegalArgumentException.class, () -> DepthAscent.of(data, false, 3, 0, 10, 20));
    assertThrows(IllegalArgumentException.class, () -> DepthAscent.of(data, false, 2, 0, MOST, 0));
    assertThrows(IllegalArgumentException.class, () -> DepthAscent.of(data, false, 2, 3, MOST, 9));
  }
}
