package io.shallows.spec.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** An interval of allowed numbers. */
public record Bounds(double low, boolean lowIncluded, double high, boolean highIncluded) {
  /** Every finite number. */
  public static final Bounds ANY =
      new Bounds(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  public static Bounds above(double low) {
    return new Bounds(low, false, Double.POSITIVE_INFINITY, false);
  }

  public static Bounds atLeast(double low) {
    return new Bounds(low, true, Double.POSITIVE_INFINITY, false);
  }

  /** {@code low < x < high}. */
  public static Bounds within(double low, double high) {
    return new Bounds(low, false, high, false);
  }

  /** These numbers as far as {@code high}, which is one of them. */
  public Bounds upTo(double high) {
    return new Bounds(low, lowIncluded, high, true);
  }

  public boolean contains(double value) {
    return !tooLow(value) && (value < high || (highIncluded && value == high));
  }

  /** What is wrong with a value outside, such as {@code is not above 0}. */
  public String violation(double value) {
    if (tooLow(value)) {
      return (lowIncluded ? "is below " : "is not above ") + Numbers.text(low);
    }
    return (highIncluded ? "is above " : "is not below ") + Numbers.text(high);
  }

  private boolean tooLow(double value) {
    return !(value > low || (lowIncluded && value == low));
  }

  /** The interval after "a number", such as {@code above 0}. */
  public String words() {
    String left =
        low == Double.NEGATIVE_INFINITY
            ? ""
            : (lowIncluded ? " of at least " : " above ") + Numbers.text(low);
    String right =
        high == Double.POSITIVE_INFINITY
            ? ""
            : (highIncluded ? " up to " : " below ") + Numbers.text(high);
    return left + (left.isEmpty() || right.isEmpty() ? "" : " and") + right;
  }

  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    if (low != Double.NEGATIVE_INFINITY) {
      schema.put(lowIncluded ? "minimum" : "exclusiveMinimum", low);
    }
    if (high != Double.POSITIVE_INFINITY) {
      schema.put(highIncluded ? "maximum" : "exclusiveMaximum", high);
    }
    return schema;
  }
}
