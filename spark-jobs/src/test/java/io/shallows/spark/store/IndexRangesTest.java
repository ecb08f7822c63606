package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexRangesTest {

  @Test
  void textAndRangesAreOneToOne() {
    IndexRanges ranges =
        new IndexRanges.Builder().add(0, 3).add(4, 15).add(32, 32).add(40, 47).build();
    assertEquals("0-15,32,40-47", ranges.toString());
    assertEquals(ranges, IndexRanges.parse("0-15,32,40-47"));
    assertEquals(25, ranges.size());
    assertEquals("", IndexRanges.parse("").toString());
    List<Long> indices = new ArrayList<>();
    IndexRanges.parse("3-4,7").forEach(indices::add);
    assertEquals(List.of(3L, 4L, 7L), indices);
  }

  @Test
  void overlappingRangesAreUnitedAndWhatIsMissingIsFound() {
    List<IndexRanges.Range> ranges =
        List.of(
            new IndexRanges.Range(8, 9), new IndexRanges.Range(2, 4), new IndexRanges.Range(3, 5));
    assertEquals("2-5,8-9", IndexRanges.union(ranges).toString());
    assertEquals("0-1,6-7,10-11", IndexRanges.parse("2-5,8-9").complement(12).toString());
    assertEquals("", IndexRanges.parse("0-9").complement(10).toString());
    assertEquals("0-9", IndexRanges.parse("").complement(10).toString());
  }

  @Test
  void unsortedRangesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> IndexRanges.parse("4-7,0-2"));
    assertThrows(IllegalArgumentException.class, () -> IndexRanges.parse("0-3,4-5"));
    assertThrows(IllegalArgumentException.class, () -> IndexRanges.parse("5-3"));
  }

  @Test
  void wholeRunsHoldEveryRunOfWhichSomethingIsThere() {
    assertEquals("0-11,20-23", IndexRanges.parse("3-4,9,21").wholeRuns(4).toString());
    assertEquals("0-3", IndexRanges.parse("0-3").wholeRuns(4).toString());
  }
}
