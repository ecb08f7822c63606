package io.shallows.spec.value;

import java.util.List;
import java.util.Objects;

/**
 * A condition on a cell's coordinates, such as {@code width <= 256 || networkDepth <= 2}; parsed to
 * data, never executed as code.
 *
 * <p>Grammar, loosest first: {@code ||}, {@code &&}, {@code == != < <= > >=}, {@code + -}, {@code *
 * /}, {@code ! -} and parentheses; numbers, texts in single or double quotes, and the names {@code
 * width}, {@code networkDepth}, {@code inputDimension}, {@code problem} (its index), {@code family}
 * and {@code initialization}. Seeds have no name: a cell is kept or left out as a whole. Texts are
 * only compared for equality. Arithmetic is that of double precision.
 */
public final class Constraint {
  /**
   * The longest text: far above what a person writes, and enough for a sweep of 36 families, depths
   * and dimensions whose problems were added in a dozen rounds.
   */
  static final int MAX_LENGTH = 50_000;

  private final String text;
  private final Expression condition;

  private Constraint(String text, Expression condition) {
    this.text = text;
    this.condition = condition;
  }

  /** Names of coordinates that a constraint may use. */
  public static List<String> names() {
    return Coordinate.names();
  }

  /**
   * Parses a condition.
   *
   * @throws IllegalArgumentException with position and reason if it is not one
   */
  public static Constraint parse(String text) {
    return new Constraint(text, new ConstraintParser(text).parse());
  }

  /** The text as written. */
  public String text() {
    return text;
  }

  /** Whether a cell is kept. */
  public boolean admits(Point point) {
    return condition.isTrue(point);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constraint that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }

  /** The coordinates of a cell, as a constraint sees them. */
  public interface Point {
    int problemIndex();

    String family();

    int width();

    int networkDepth();

    int inputDimension();

    String initialization();
  }
}
