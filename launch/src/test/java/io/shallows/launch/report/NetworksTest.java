package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which networks a page shows, and their ways out. */
class NetworksTest {

  /** A small store is shown whole, a large one evenly: no shape has twice the marks of another. */
  @Test
  void aSampleIsEvenOverShapesAndTheSameWhateverFitsBeside() {
    Networks few = SyntheticReport.report(240).networks();
    assertEquals(240, few.ids().size());
    JsonNode all = few.json(10_000_000);
    assertEquals(240, all.get("rows").size());
    Map<String, Integer> shapes = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode row : all.get("rows")) {
      ids.add(row.get(0).asText());
      shapes.merge(row.get(2).asText() + row.get(4) + row.get(5), 1, Integer::sum);
    }
    assertEquals(few.ids(), ids);
    int least = shapes.values().stream().min(Integer::compare).orElseThrow();
    int most = shapes.values().stream().max(Integer::compare).orElseThrow();
    assertEquals(72, shapes.size(), "4 families, 3 dimensions, 6 widths");
    // beside the highest ways, which may be of one shape
    assertTrue(least >= 2 && most <= least + 24, shapes::toString);
    JsonNode half = few.json(60_000);
    int kept = half.get("rows").size();
    assertTrue(kept > 10 && kept < 240, () -> kept + " rows");
    for (int i = 0; i < kept; i++) {
      assertEquals(all.get("rows").get(i), half.get("rows").get(i), "the first ones stay");
    }
    assertTrue(half.toString().length() <= 60_000, "what was asked: " + half.toString().length());
  }

  private static Record vertex(long number, double loss, Double most, double... parameters) {
    Record.Builder row = SyntheticReport.row(PathsTable.TABLE, "plain", 1, 4);
    row.set(PathsTable.VERTEX, (Long) number)
        .set(PathsTable.LOSS, (Double) loss)
        .set(PathsTable.SEGMENT_MAX, most)
        .set(PathsTable.PARAMETERS, parameters);
    return row.build();
  }

  @Test
  void aWayHasItsLengthsLossesAndCeilings() {
    PathProfile way = new PathProfile();
    way.add(vertex(0, 1.0, null, 0, 0));
    way.add(vertex(1, 1.5, 1.625, 3, 4));
    way.add(vertex(2, 0.5, 1.5, 3, 16));
    ArrayNode json = way.json();
    assertEquals("[[0,5.0,17.0],[1.0,1.5,0.5],[1.0,1.625,1.5],2]", json.toString());
  }

  /** A ceiling over several segments is certified because it is the highest of theirs. */
  @Test
  void aLongWayIsShownInPiecesUnderTheHighestOfTheirCeilings() {
    PathProfile way = new PathProfile();
    way.add(vertex(0, 1.0, null, 0));
    for (int v = 1; v <= 100; v++) {
      way.add(vertex(v, 1.0 - v / 1000.0, v == 63 ? 9.5 : 1.0, v));
    }
    ArrayNode json = way.json();
    assertEquals(PathProfile.MOST + 1, json.get(0).size());
    assertEquals(100, json.get(3).asInt());
    int peaks = 0;
    for (int piece = 1; piece <= PathProfile.MOST; piece++) {
      boolean above = json.get(2).get(piece).doubleValue() == 9.5;
      peaks += above ? 1 : 0;
      if (above) {
        assertTrue(json.get(0).get(piece - 1).doubleValue() < 63);
        assertTrue(json.get(0).get(piece).doubleValue() >= 63);
      }
    }
    assertEquals(1, peaks);
    assertEquals(0.9, json.get(1).get(PathProfile.MOST).doubleValue());
  }

  @Test
  void aWayWithAGapIsNotDrawn() {
    PathProfile way = new PathProfile();
    way.add(vertex(0, 1.0, null, 0));
    assertNull(way.json(), "one vertex is no way");
    way.add(vertex(2, 0.5, 1.0, 1));
    assertNull(way.json());
    assertFalse(PathProfile.MOST < 10);
  }
}
