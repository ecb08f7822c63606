package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pairs of networks with skips and plain ones, from depths to rows. */
class SkipComparisonsTest {

  private static final RandomStreams STREAMS = new RandomStreams(9);
  private static final FitGroup GROUP = new FitGroup(1, 2, 0.5);

  private static MeasuredDepth depth(
      String family, int width, long parameters, int seed, boolean covered, double depth) {
    return new MeasuredDepth(
        "p" + seed % 4,
        family,
        width,
        "he",
        seed,
        parameters,
        covered,
        depth,
        0,
        false,
        0,
        false,
        Double.NaN);
  }

  private static List<Record> compare(List<MeasuredDepth> depths) {
    return new SkipComparisons("m", STREAMS).compare(GROUP, depths);
  }

  /** Of 24 pairs plain is deep in all, the skip in every fourth. */
  private static List<MeasuredDepth> rarer() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int seed = 0; seed < 24; seed++) {
      depths.add(depth("plain", 8, 80, seed, true, 0.5));
      depths.add(depth("long-skip", 8, 100, seed, true, seed / 4 % 4 == 0 ? 0.1 : 0));
    }
    return depths;
  }

  @Test
  void aKnownDifferenceIsFound() {
    List<Record> rows = compare(rarer());
    assertEquals(1, rows.size(), "no plain network has the parameters of the skip's");
    Record row = rows.get(0);
    assertEquals(24L, row.get(ComparisonsTable.PAIRS));
    assertEquals(4L, row.get(ComparisonsTable.PROBLEMS));
    // seeds 0 to 3 and 16 to 19 of the skip are deep: 8 of 24
    assertEquals(8 / 24.0 - 1, row.get(ComparisonsTable.SHARE_DIFFERENCE), 1e-15);
    assertTrue(row.get(ComparisonsTable.SHARE_HIGH) < 0);
    assertTrue(row.get(ComparisonsTable.SHARE_P_VALUE) < 0.01);
    assertEquals(0.1 - 0.5, row.get(ComparisonsTable.QUANTILE_DIFFERENCE), 1e-15);
  }

  @Test
  void equalNetworksDoNotDiffer() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int seed = 0; seed < 24; seed++) {
      depths.add(depth("plain", 8, 80, seed, true, seed));
      depths.add(depth("residual", 8, 80, seed, true, seed));
    }
    for (Record row : compare(depths)) {
      assertEquals(0.0, row.get(ComparisonsTable.SHARE_DIFFERENCE));
      assertEquals(1.0, row.get(ComparisonsTable.SHARE_P_VALUE), 1e-12);
    }
    assertEquals(
        List.of("width", "parameters"),
        compare(depths).stream().map(row -> row.get(ComparisonsTable.PAIRING)).toList());
  }

  @Test
  void equalParametersMeansTheNearestPlainWidthWithinATenth() {
    List<MeasuredDepth> depths = rarer();
    for (int seed = 0; seed < 24; seed++) {
      depths.add(depth("plain", 10, 104, seed, true, 0.05));
      depths.add(depth("plain", 11, 109, seed, true, 0));
    }
    Record row =
        compare(depths).stream()
            .filter(found -> found.get(ComparisonsTable.PAIRING).equals("parameters"))
            .findFirst()
            .orElseThrow();
    assertEquals(8L, row.get(LeadingColumns.WIDTH));
    assertEquals(10L, row.get(ComparisonsTable.PLAIN_WIDTH));
  }

  @Test
  void minimaAtOrBelowTheReferenceHaveNoDepthAndThoseOfUnknownDepthNoPair() {
    List<MeasuredDepth> depths = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      depths.add(depth("plain", 8, 80, seed, true, seed < 6 ? 1 : Double.NaN));
      depths.add(depth("long-skip", 8, 100, seed, false, 1));
    }
    Record row = compare(depths).get(0);
    assertEquals(6L, row.get(ComparisonsTable.PAIRS));
    assertEquals(-1.0, row.get(ComparisonsTable.SHARE_DIFFERENCE));
  }

  @Test
  void rowsDoNotDependOnTheOrderOfDepths() {
    List<MeasuredDepth> depths = rarer();
    List<Record> rows = compare(depths);
    Collections.shuffle(depths, new Random(6));
    assertEquals(rows, compare(depths));
  }
}
