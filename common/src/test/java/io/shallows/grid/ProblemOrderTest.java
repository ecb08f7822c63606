package io.shallows.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProblemOrderTest {

  private static SweepSpec spec(int problems) {
    return SweepVocabulary.reader()
        .read(
            "apiVersion: shallows/v1\n",
            "spec.yaml",
            List.of("grid.inputDimension=[3, 1]", "problem.count=" + problems));
  }

  @Test
  void problemsAreByNumberAndThenByInputDimension() {
    SweepIdentity identity = new SweepIdentity(spec(4));
    List<String> expected = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      expected.add(identity.problemId(number, 3).hex());
      expected.add(identity.problemId(number, 1).hex());
    }
    ProblemOrder order = ProblemOrder.of(identity, spec(4), 12, number -> number % 3 == 0);
    assertEquals(expected, order.ids());
    List<String> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(order);
    assertEquals(expected, shuffled);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(i / 2 % 3 == 0, order.isWhole(expected.get(i)), "number " + i / 2);
      assertTrue(order.contains(expected.get(i)));
    }
  }

  /** More problems do not change which are the first, and others are behind. */
  @Test
  void whatIsAddedIsBehind() {
    SweepIdentity identity = new SweepIdentity(spec(4));
    ProblemOrder few = ProblemOrder.of(identity, spec(4), 4, number -> true);
    ProblemOrder many = ProblemOrder.of(new SweepIdentity(spec(9)), spec(9), 9, number -> true);
    assertEquals(few.ids(), many.ids().subList(0, 8));
    String other = "0".repeat(32);
    String another = "f".repeat(32);
    assertFalse(few.contains(other));
    assertTrue(few.compare(other, few.ids().get(7)) > 0);
    assertTrue(few.compare(other, another) < 0);
    assertTrue(ProblemOrder.BY_ID.compare(another, other) > 0);
    assertEquals(0, few.compare(other, other));
  }
}
