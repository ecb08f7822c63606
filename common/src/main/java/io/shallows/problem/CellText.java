package io.shallows.problem;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the text of a cell means, by one rule for all formats that are text and for all labels.
 *
 * <ul>
 *   <li>White space around a cell, no-break spaces and byte order marks among it, never counts.
 *   <li>A <em>missing</em> cell is empty or one of {@code NA N/A #N/A <NA> n/a na NaN nan NAN -nan
 *       -NaN NaT null NULL Null None ? .}
 *   <li>A <em>number</em> is decimal, {@code [+-] digits [. digits] [e [+-] digits]}, at least one
 *       digit before or after the point, finite and read to the nearest double. A whole number
 *       without exponent must be a double exactly, and only zero may be read as zero.
 *   <li>A <em>flag</em> is {@code true} or {@code false}, also as {@code True TRUE False FALSE};
 *       where numbers are wanted it is 1 or 0.
 * </ul>
 *
 * Everything else is text, which can only be a label.
 */
public final class CellText {
  private static final Set<String> MISSING =
      Set.of(
          "", "NA", "N/A", "#N/A", "<NA>", "n/a", "na", "NaN", "nan", "NAN", "-nan", "-NaN", "NaT",
          "null", "NULL", "Null", "None", "?", ".");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

  private static final Pattern DATE =
      Pattern.compile("[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([T ][0-9:.+Z-]*)?");
  private static final Pattern INFINITE =
      Pattern.compile("[-+]?(inf|infinity)", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH_COMMAS = Pattern.compile("[-+]?[0-9.]*,[0-9,.]+([eE].*)?");
  private static final Pattern PERCENTAGE = Pattern.compile("[-+]?[0-9.,]+ ?%");
  private static final Pattern SUFFIXED = Pattern.compile("[-+]?[0-9.]+[dDfFlL]");
  private static final int MOST_EXPONENT_DIGITS = 5;

  private CellText() {}

  /** The text without white space around it. */
  public static String stripped(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && isSpace(cell.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(cell.charAt(to - 1))) {
      to--;
    }
    return cell.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  /** Whether a stripped text says that there is no value. */
  public static boolean isMissing(String cell) {
    return cell.length() <= 5 && MISSING.contains(cell);
  }

  /** Whether a stripped text is true or false. */
  public static boolean isFlag(String cell) {
    return TRUE.contains(cell) || FALSE.contains(cell);
  }

  /** 1 for true and 0 for false. */
  public static double flag(String cell) {
    return TRUE.contains(cell) ? 1 : 0;
  }

  /** The number that a stripped text with a decimal point is; NaN if it is none. */
  public static double number(String cell) {
    return number(cell, '.');
  }

  /**
   * The number that a stripped text is; NaN if it is none.
   *
   * @param mark the decimal mark, a point or a comma
   */
  public static double number(String cell, char mark) {
    int kind = scan(cell, mark);
    if (kind == TEXT) {
      return Double.NaN;
    }
    double value = Double.parseDouble(mark == '.' ? cell : cell.replace(mark, '.'));
    if (Double.isInfinite(value)
        || (value == 0 && hasDigitAboveZero(cell))
        || (kind == WHOLE && Math.abs(value) >= 1L << 53 && !isExact(cell, value))) {
      return Double.NaN;
    }
    return value == 0 ? 0 : value;
  }

  private static final int TEXT = 0;
  private static final int WHOLE = 1;
  private static final int DECIMAL = 2;

  /** Which kind of number the text is written as. */
  private static int scan(String cell, char mark) {
    int at = 0;
    int length = cell.length();
    if (length > 0 && (cell.charAt(0) == '-' || cell.charAt(0) == '+')) {
      at++;
    }
    int start = at;
    at = digits(cell, at);
    int count = at - start;
    boolean whole = true;
    if (at < length && cell.charAt(at) == mark) {
      whole = false;
      int fraction = digits(cell, at + 1);
      count += fraction - at - 1;
      at = fraction;
    }
    if (count == 0) {
      return TEXT;
    }
    if (at < length && (cell.charAt(at) == 'e' || cell.charAt(at) == 'E')) {
      whole = false;
      at++;
      if (at < length && (cell.charAt(at) == '-' || cell.charAt(at) == '+')) {
        at++;
      }
      int exponent = at;
      at = digits(cell, at);
      if (at == exponent || at - exponent > MOST_EXPONENT_DIGITS) {
        return TEXT;
      }
    }
    if (at < length) {
      return TEXT;
    }
    return whole ? WHOLE : DECIMAL;
  }

  private static int digits(String cell, int from) {
    int at = from;
    while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean hasDigitAboveZero(String cell) {
    for (int i = 0; i < cell.length() && (cell.charAt(i) | 32) != 'e'; i++) {
      if (cell.charAt(i) >= '1' && cell.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static boolean isExact(String whole, double value) {
    return new BigDecimal(value).compareTo(new BigDecimal(whole)) == 0;
  }

  /**
   * Why a stripped text that is neither missing nor a number is none, and what can be done about it
   * if there is something better than to leave the column out; empty where it is just text.
   */
  public static Optional<String> reason(String cell, char mark) {
    if (INFINITE.matcher(cell).matches()) {
      return Optional.of("is not finite");
    }
    if (isFlag(cell)) {
      return Optional.of("is a flag among numbers");
    }
    int kind = scan(cell, mark);
    if (kind == WHOLE) {
      return Optional.of("is a whole number that no double holds");
    }
    if (kind == DECIMAL) {
      return Optional.of("is beyond the range of doubles");
    }
    if (DATE.matcher(cell).matches()) {
      return Optional.of("is a date");
    }
    if (PERCENTAGE.matcher(cell).matches()) {
      return Optional.of("is a percentage: write it without the sign");
    }
    if (WITH_COMMAS.matcher(cell).matches()) {
      return Optional.of(
          mark == ','
              ? "has marks of thousands: write it without them"
              : "has a decimal comma (then problem.decimal: comma) or marks of thousands");
    }
    if (mark == ',' && scan(cell, '.') != TEXT) {
      return Optional.of("has a point, and problem.decimal is comma");
    }
    return SUFFIXED.matcher(cell).matches()
        ? Optional.of("has a letter after its digits")
        : Optional.empty();
  }

  /**
   * What two labels have in common if they are one class: equal numbers, however they are written,
   * and the two flags with 1 and 0; other labels only with themselves.
   */
  public static String key(String label) {
    if (isFlag(label)) {
      return flag(label) > 0 ? "1" : "0";
    }
    if (scan(label, '.') == TEXT) {
      return label;
    }
    BigDecimal value = new BigDecimal(label);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }

  /** What labels have in common that people may take for the same word. */
  static String folded(String label) {
    return Normalizer.normalize(label, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\p{Z}\\s\\p{Cf}]+", " ");
  }

  /** Whether a label is a number as numbers are usually written, without zeros in front. */
  static boolean isPlainNumber(String label) {
    int first = label.startsWith("-") || label.startsWith("+") ? 1 : 0;
    boolean padded =
        label.length() > first + 1
            && label.charAt(first) == '0'
            && Character.isDigit(label.charAt(first + 1));
    return scan(label, '.') != TEXT && !padded;
  }

  /** The usual way to write the number that a label is. */
  static String plain(String label) {
    BigDecimal value = new BigDecimal(label).stripTrailingZeros();
    boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= 16;
    return value.signum() == 0 ? "0" : whole ? value.toPlainString() : value.toString();
  }
}
