package io.shallows.spec.value;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Recursive descent over the text of a constraint, checking types as it goes. */
final class ConstraintParser {
  private static final int MAX_NESTING = 50;
  private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

  private final String text;
  private int position;
  private int nesting;

  ConstraintParser(String text) {
    this.text = text;
  }

  Expression parse() {
    if (text.length() > Constraint.MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + Constraint.MAX_LENGTH + " characters");
    }
    Expression condition = alternatives();
    skipSpaces();
    if (position < text.length()) {
      throw error("unexpected '" + text.charAt(position) + "'");
    }
    return condition(condition);
  }

  private Expression alternatives() {
    Expression left = conjunction();
    while (accept("||")) {
      Expression.Condition first = condition(left);
      Expression.Condition second = condition(conjunction());
      left = new Expression.Condition(point -> first.isTrue(point) || second.isTrue(point));
    }
    return left;
  }

  private Expression conjunction() {
    Expression left = comparison();
    while (accept("&&")) {
      Expression.Condition first = condition(left);
      Expression.Condition second = condition(comparison());
      left = new Expression.Condition(point -> first.isTrue(point) && second.isTrue(point));
    }
    return left;
  }

  private Expression comparison() {
    Expression left = sum();
    for (String operator : COMPARISONS) {
      if (accept(operator)) {
        return compare(operator, left, sum());
      }
    }
    return left;
  }

  private Expression compare(String operator, Expression left, Expression right) {
    if (left instanceof Expression.Text first && right instanceof Expression.Text second) {
      Function<Constraint.Point, String> a = first.value();
      Function<Constraint.Point, String> b = second.value();
      return switch (operator) {
        case "==" -> new Expression.Condition(point -> a.apply(point).equals(b.apply(point)));
        case "!=" -> new Expression.Condition(point -> !a.apply(point).equals(b.apply(point)));
        default -> throw error("texts have no order, use == or !=");
      };
    }
    ToDoubleFunction<Constraint.Point> a = number(left);
    ToDoubleFunction<Constraint.Point> b = number(right);
    return new Expression.Condition(
        switch (operator) {
          case "==" -> point -> a.applyAsDouble(point) == b.applyAsDouble(point);
          case "!=" -> point -> a.applyAsDouble(point) != b.applyAsDouble(point);
          case "<" -> point -> a.applyAsDouble(point) < b.applyAsDouble(point);
          case "<=" -> point -> a.applyAsDouble(point) <= b.applyAsDouble(point);
          case ">" -> point -> a.applyAsDouble(point) > b.applyAsDouble(point);
          default -> point -> a.applyAsDouble(point) >= b.applyAsDouble(point);
        });
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (accept("+")) {
        ToDoubleFunction<Constraint.Point> a = number(left);
        ToDoubleFunction<Constraint.Point> b = number(product());
        left = new Expression.Numeric(point -> a.applyAsDouble(point) + b.applyAsDouble(point));
      } else if (accept("-")) {
        ToDoubleFunction<Constraint.Point> a = number(left);
        ToDoubleFunction<Constraint.Point> b = number(product());
        left = new Expression.Numeric(point -> a.applyAsDouble(point) - b.applyAsDouble(point));
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = unary();
    while (true) {
      if (accept("*")) {
        ToDoubleFunction<Constraint.Point> a = number(left);
        ToDoubleFunction<Constraint.Point> b = number(unary());
        left = new Expression.Numeric(point -> a.applyAsDouble(point) * b.applyAsDouble(point));
      } else if (accept("/")) {
        ToDoubleFunction<Constraint.Point> a = number(left);
        ToDoubleFunction<Constraint.Point> b = number(unary());
        left = new Expression.Numeric(point -> a.applyAsDouble(point) / b.applyAsDouble(point));
      } else {
        return left;
      }
    }
  }

  private Expression unary() {
    if (++nesting > MAX_NESTING) {
      throw error("nested more than " + MAX_NESTING + " deep");
    }
    try {
      if (accept("!")) {
        Expression.Condition negated = condition(unary());
        return new Expression.Condition(point -> !negated.isTrue(point));
      }
      if (accept("-")) {
        ToDoubleFunction<Constraint.Point> negated = number(unary());
        return new Expression.Numeric(point -> -negated.applyAsDouble(point));
      }
      return primary();
    } finally {
      nesting--;
    }
  }

  private Expression primary() {
    if (accept("(")) {
      Expression inner = alternatives();
      if (!accept(")")) {
        throw error("a closing parenthesis is missing");
      }
      return inner;
    }
    skipSpaces();
    if (position == text.length()) {
      throw error("the condition ends too early");
    }
    char first = text.charAt(position);
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    int start = position;
    if (isDigit(first) || first == '.') {
      while (position < text.length()
          && (isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
        position++;
      }
      return literal(text.substring(start, position));
    }
    while (position < text.length() && isLetter(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw error("unexpected '" + first + "'");
    }
    String word = text.substring(start, position);
    return Coordinate.named(word)
        .orElseThrow(
            () ->
                error(
                    "'"
                        + word
                        + "' is no coordinate; use "
                        + String.join(", ", Coordinate.names())))
        .expression();
  }

  private Expression quoted(char quote) {
    int end = text.indexOf(quote, position + 1);
    if (end < 0) {
      throw error("a closing " + quote + " is missing");
    }
    String value = text.substring(position + 1, end);
    position = end + 1;
    return new Expression.Text(point -> value);
  }

  private Expression literal(String digits) {
    try {
      double value = Double.parseDouble(digits);
      return new Expression.Numeric(point -> value);
    } catch (NumberFormatException e) {
      throw error("'" + digits + "' is not a number");
    }
  }

  private Expression.Condition condition(Expression expression) {
    if (expression instanceof Expression.Condition condition) {
      return condition;
    }
    throw error("a comparison such as width <= 256 is needed, not " + expression.type());
  }

  private ToDoubleFunction<Constraint.Point> number(Expression expression) {
    if (expression instanceof Expression.Numeric numeric) {
      return numeric.value();
    }
    throw error("a number is needed, not " + expression.type());
  }

  private boolean accept(String symbol) {
    skipSpaces();
    if (!text.startsWith(symbol, position)) {
      return false;
    }
    position += symbol.length();
    return true;
  }

  private void skipSpaces() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private IllegalArgumentException error(String complaint) {
    return new IllegalArgumentException(complaint + " at character " + (position + 1));
  }
}
