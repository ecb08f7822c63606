package io.shallows.spec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpressionTest {

  @Test
  void onlyConditionsAreTrueOrFalse() {
    Expression condition = new Expression.Condition(point -> true);
    assertEquals("a condition", condition.type());
    assertTrue(condition.isTrue(null));
    for (Expression other :
        new Expression[] {
          new Expression.Numeric(point -> 1), new Expression.Text(point -> "plain")
        }) {
      assertThrows(IllegalStateException.class, () -> other.isTrue(null));
    }
  }
}
