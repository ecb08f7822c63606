package io.shallows.spec.value;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A part of a constraint with the type of its value. */
sealed interface Expression {
  /** How messages call the type. */
  String type();

  /** The value of a condition; only called on conditions. */
  default boolean isTrue(Constraint.Point point) {
    throw new IllegalStateException("not a condition");
  }

  record Condition(Predicate<Constraint.Point> test) implements Expression {
    @Override
    public String type() {
      return "a condition";
    }

    @Override
    public boolean isTrue(Constraint.Point point) {
      return test.test(point);
    }
  }

  record Numeric(ToDoubleFunction<Constraint.Point> value) implements Expression {
    @Override
    public String type() {
      return "a number";
    }
  }

  record Text(Function<Constraint.Point, String> value) implements Expression {
    @Override
    public String type() {
      return "a text";
    }
  }
}
