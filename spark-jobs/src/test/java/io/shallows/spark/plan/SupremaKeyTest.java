package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.suprema.SupremumPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupremaKeyTest {

  @Test
  void textIsTheKey() {
    SupremaKey key =
        new SupremaKey(
            List.of(
                new SupremumPlace(11, 2, "plain", 3), new SupremumPlace(11, 2, "linear-skip", 1)));
    assertEquals("11:2:plain=3,linear-skip=1", key.toString());
    assertEquals(key, SupremaKey.parse(key.toString()));
  }

  @Test
  void landscapesOfOneProblemGoTogether() {
    assertThrows(IllegalArgumentException.class, () -> new SupremaKey(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SupremaKey(
                List.of(new SupremumPlace(0, 1, "plain", 3), new SupremumPlace(1, 1, "plain", 3))));
  }
}
