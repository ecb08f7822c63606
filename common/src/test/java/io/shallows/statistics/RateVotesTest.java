package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What certified ends say of the rate. */
class RateVotesTest {

  private static final double FLOOR = 1e-13;

  private static MeasuredDepth depth(int problem, int width, double lower, double upper) {
    return new MeasuredDepth(
        "problem-" + problem,
        "plain",
        width,
        "he",
        0,
        3L * width,
        true,
        upper,
        lower,
        false,
        FLOOR,
        true,
        1);
  }

  private static RateVotes votes(double[] lower, double[] upper) {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int problem = 0; problem < 12; problem++) {
      for (int k = 0; k < lower.length; k++) {
        depths.add(depth(problem, 4 << k, lower[k], upper[k]));
      }
    }
    return RateVotes.of(depths, 0.9, 0.25);
  }

  /** A lower end above 0 is above nothing that rounding hides at another width. */
  @Test
  void depthsThatRoundingHidesShowNoRise() {
    double[] upper = {FLOOR, FLOOR, FLOOR};
    RateVotes votes = votes(new double[] {0, FLOOR / 9, FLOOR / 2}, upper);
    assertEquals(0, votes.rising());
    assertEquals(12, votes.problems());
  }

  @Test
  void lowerEndsAboveUpperOnesAreACertainRise() {
    RateVotes votes = votes(new double[] {0.1, 0.3, 0.9}, new double[] {0.1, 0.3, 0.9});
    assertEquals(12, votes.rising());
    assertEquals(0, votes.falling());
  }
}
