package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import org.junit.jupiter.api.Test;

/** How a bracket is shown. */
class NetworkStoryTest {

  private static String line(double lower, double upper, boolean exact) {
    return NetworkStory.depthLine(
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
            .set(DepthsTable.TARGET, "own")
            .set(DepthsTable.DROP, (Double) 0.01)
            .set(DepthsTable.MINIMUM_KIND, "strict")
            .set(DepthsTable.LOSS, (Double) 0.5)
            .set(DepthsTable.REFERENCE_LOSS, (Double) 0.495)
            .set(DepthsTable.COVERED, true)
            .set(DepthsTable.BOUND_APPLIES, false)
            .set(DepthsTable.DEPTH_LOWER, (Double) lower)
            .set(DepthsTable.DEPTH_UPPER, (Double) upper)
            .set(DepthsTable.DEPTH_EXACT, exact)
            .set(DepthsTable.DEPTH_FLOOR, (Double) 1e-13)
            .set(DepthsTable.GRADIENT_EVALUATIONS, 0)
            .set(DepthsTable.IMPROVEMENT_EVALUATIONS, new double[0])
            .set(DepthsTable.IMPROVEMENT_BARRIERS, new double[0])
            .set(DepthsTable.SECONDS_SPENT, (Double) 0.0)
            .build(),
        80);
  }

  @Test
  void depthsThatAreKnownAreMarked() {
    String start = "own, lower by 0.01 of it                 0.495 ";
    assertEquals(start + " 4.63e-07  4.63e-07=", line(4.63e-7, 4.63e-7, true));
    assertEquals(start + " 4.63e-07     0.0112", line(4.63e-7, 0.0112, false));
    assertEquals(start + "        0  1.00e-13~", line(0, 1e-13, true));
    assertEquals(start + "        0          0", line(0, 0, true));
  }
}
