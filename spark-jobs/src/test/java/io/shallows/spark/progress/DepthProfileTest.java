package io.shallows.spark.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DepthProfileTest {

  private static Record row(String target, double drop, double lower, Optional<Double> upper) {
    Record.Builder row =
        Record.of(DepthsTable.TABLE)
            .set(LeadingColumns.TRIAL_ID, "t")
            .set(LeadingColumns.PROBLEM_ID, "p")
            .set(LeadingColumns.FAMILY, "plain")
            .set(LeadingColumns.WIDTH, 4)
            .set(LeadingColumns.NETWORK_DEPTH, 0)
            .set(LeadingColumns.INPUT_DIMENSION, 1)
            .set(LeadingColumns.INITIALIZATION, "he")
            .set(LeadingColumns.SEED, 0)
            .set(LeadingColumns.PARAMETER_COUNT, 12)
            .set(DepthsTable.MEASUREMENT_ID, "m")
            .set(DepthsTable.TARGET, target)
            .set(DepthsTable.DROP, (Double) drop)
            .set(DepthsTable.MINIMUM_KIND, "strict")
            .set(DepthsTable.LOSS, (Double) 0.5)
            .set(DepthsTable.REFERENCE_LOSS, (Double) 0.4)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.BOUND_APPLIES, false)
            .set(DepthsTable.DEPTH_LOWER, (Double) lower)
            .set(DepthsTable.DEPTH_FLOOR, (Double) 1e-13)
            .set(DepthsTable.GRADIENT_EVALUATIONS, 0)
            .set(DepthsTable.IMPROVEMENT_EVALUATIONS, new double[0])
            .set(DepthsTable.IMPROVEMENT_BARRIERS, new double[0])
            .set(DepthsTable.SECONDS_SPENT, (Double) 0.0);
    upper.ifPresent(value -> row.set(DepthsTable.DEPTH_UPPER, value));
    return row.build();
  }

  @Test
  void quantilesAreThoseOfEveryDrop() {
    DepthProfile profile = new DepthProfile();
    for (double upper : new double[] {1e-13, 2e-4, 3e-4}) {
      profile.add(row("own", 0.001, upper > 1e-9 ? upper : 0, Optional.of(upper)));
      profile.add(row("own", 0.1, 1e-5, Optional.of(10 * upper + 1e-3)));
    }
    profile.add(row("own", 0.1, 1e-5, Optional.empty()));
    profile.add(row("own", 0.001, 0, Optional.of(0.0)));
    profile.add(row("reference", 0.5, 0, Optional.of(9.0)));
    List<DepthProfile.Step> steps = profile.steps();
    assertEquals(new DepthProfile.Step("plain", 0.001, 4, 2, 4, 0, 3e-4), steps.get(0));
    assertEquals(2, steps.size());
    assertEquals(0.1, steps.get(1).drop());
    assertEquals(0, steps.get(1).known());
    assertEquals(3e-3, steps.get(1).median(), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, steps.get(1).high());
    assertEquals(
        List.of(
            "Depth profile of 4 plain minima, by the share of its loss that a minimum is to lose,"
                + " median and .9 quantile of the climb (share known from both sides): 0.001: 0"
                + " and 0.00030 (100%), 0.1: 0.0030 and no path (0%)."),
        profile.sentences());
  }

  @Test
  void oneDropIsNoProfile() {
    DepthProfile profile = new DepthProfile();
    profile.add(row("own", 0.001, 0, Optional.of(0.0)));
    assertEquals(List.of(), profile.sentences());
    assertEquals(1, profile.steps().size());
  }
}
