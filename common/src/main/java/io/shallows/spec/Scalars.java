package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Reads single values, by the rules of JSON rather than by YAML's guesses ({@code no}, {@code 012},
 * {@code 1:30}).
 */
final class Scalars {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  private Scalars() {}

  static long whole(SpecNode node, ReadContext context, long low, long high) {
    SpecNode.Scalar scalar = scalar(node, context, "a whole number");
    if (!scalar.plain() || !WHOLE.matcher(scalar.text()).matches()) {
      throw context.wrong(node, "is not a whole number");
    }
    BigInteger value =
        new BigInteger(scalar.text().startsWith("+") ? scalar.text().substring(1) : scalar.text());
    if (value.compareTo(BigInteger.valueOf(low)) < 0) {
      throw context.wrong(node, "is below " + low);
    }
    if (value.compareTo(BigInteger.valueOf(high)) > 0) {
      throw context.wrong(node, "is above " + high);
    }
    return value.longValueExact();
  }

  static double number(SpecNode node, ReadContext context, Bounds bounds) {
    SpecNode.Scalar scalar = scalar(node, context, "a number");
    if (scalar.plain() && NOT_FINITE.matcher(scalar.text()).matches()) {
      throw context.wrong(node, "is not a finite number");
    }
    if (!scalar.plain() || !NUMBER.matcher(scalar.text()).matches()) {
      throw context.wrong(node, "is not a number");
    }
    double value = Double.parseDouble(scalar.text());
    if (Double.isInfinite(value)) {
      throw context.wrong(node, "is beyond double precision");
    }
    if (!bounds.contains(value)) {
      throw context.wrong(node, bounds.violation(value));
    }
    return value == 0 ? 0 : value;
  }

  static boolean flag(SpecNode node, ReadContext context) {
    String text = scalar(node, context, "true or false").text();
    if (!text.equals("true") && !text.equals("false")) {
      throw context.wrong(node, "is not true or false");
    }
    return text.equals("true");
  }

  static String text(SpecNode node, ReadContext context) {
    String text = scalar(node, context, "a text").text();
    if (text.isBlank()) {
      throw context.wrong(node, "is blank");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw context.wrong(node, "has a line break or control character");
    }
    return text;
  }

  private static SpecNode.Scalar scalar(SpecNode node, ReadContext context, String wanted) {
    if (node instanceof SpecNode.Scalar scalar) {
      if (scalar.isNull()) {
        throw context.wrong(node, "is not " + wanted);
      }
      return scalar;
    }
    throw context.wrong(
        node,
        (node instanceof SpecNode.Sequence ? "is a list, not " : "is a mapping, not ") + wanted);
  }
}
