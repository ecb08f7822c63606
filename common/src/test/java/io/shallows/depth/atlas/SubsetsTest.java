package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SubsetsTest {

  @Test
  void everySubsetHasANumberOfItsOwn() {
    Subsets subsets = new Subsets(7, 3);
    assertEquals(1 + 7 + 21 + 35, subsets.count());
    TreeSet<String> seen = new TreeSet<>();
    for (int number = 0; number < subsets.count(); number++) {
      int[] elements = subsets.elements(number);
      assertEquals(number, subsets.number(elements, elements.length));
      seen.add(Arrays.toString(elements));
      for (int more = 0; more < 7 && elements.length < 3; more++) {
        int[] larger = Arrays.copyOf(elements, elements.length + 1);
        larger[elements.length] = more;
        Arrays.sort(larger);
        if (Arrays.stream(larger).distinct().count() == larger.length) {
          assertArrayEquals(
              larger, subsets.elements(subsets.with(elements, elements.length, more)));
        }
      }
    }
    assertEquals(subsets.count(), seen.size());
  }
}
