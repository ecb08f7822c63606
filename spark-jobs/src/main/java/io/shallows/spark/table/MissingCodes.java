package io.shallows.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Inputs with a number that usually stands for a missing value, such as -999: nines, farther from
 * all other numbers than {@value #FAR} times their range. It may be a measurement, so it is said
 * and kept.
 */
final class MissingCodes {
  private static final Set<Double> CODES =
      Set.of(
          -99.0, -999.0, -9999.0, -99999.0, -999999.0, 99.0, 999.0, 9999.0, 99999.0, 999999.0,
          -999.9, -99.9, -9999.9, -99.99, -999.99, 99.99, 999.99, 9999.99);

  private static final double FAR = 5;

  private MissingCodes() {}

  /** What is doubtful, in words. */
  static List<String> doubts(TableColumns columns, NumberTable table) {
    List<String> doubts = new ArrayList<>();
    int[] inputs = columns.inputs();
    for (int k = 0; k < inputs.length && !columns.areChosen(); k++) {
      int input = k;
      double[] sorted =
          IntStream.range(0, table.rows())
              .mapToDouble(row -> table.feature(row, input))
              .sorted()
              .toArray();
      for (double code : new double[] {sorted[0], sorted[sorted.length - 1]}) {
        double[] others = Arrays.stream(sorted).filter(value -> value != code).toArray();
        if (CODES.contains(code) && others.length > 1 && isFar(code, others)) {
          doubts.add(
              String.format(
                  Locale.ROOT,
                  "%s has %s in %d of %d rows (a missing value?)",
                  columns.name(inputs[k]),
                  Cells.label(code),
                  sorted.length - others.length,
                  sorted.length));
        }
      }
    }
    return doubts;
  }

  private static boolean isFar(double code, double[] sorted) {
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    double range = most - least;
    return range > 0 && Math.min(Math.abs(code - least), Math.abs(code - most)) > FAR * range;
  }
}
