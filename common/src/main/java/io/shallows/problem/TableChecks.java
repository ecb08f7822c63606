package io.shallows.problem;

import io.shallows.random.RandomStreams;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.value.IntAxis;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the data of a table decide before anything is trained: whether each problem has something to
 * learn, and whether its numbers stay within doubles. Costs a pass over the drawn rows of every
 * problem, up to {@value #MOST_ENTRIES} entries in all.
 */
final class TableChecks {
  /**
   * Without normalisation nothing beyond this may enter a loss, whose squares are squared again.
   */
  static final double LARGEST = 1e30;

  /** Targets that differ by less than this have a loss whose squares vanish. */
  static final double SMALLEST_DEVIATION = 1e-30;

  private static final long MOST_ENTRIES = 200_000_000;

  private final SweepSpec spec;
  private final Settings settings;
  private final TableData table;

  /**
   * @param spec resolved
   */
  TableChecks(SweepSpec spec, TableData table) {
    this.spec = spec;
    this.settings = spec.problem().settings();
    this.table = table;
  }

  /** Refuses what cannot be learned or computed. */
  void require() {
    int dimension = spec.grid().inputDimension().smallest();
    long entries = (long) settings.get(TableProblem.SAMPLES) * (dimension + 1L);
    if (entries > Integer.MAX_VALUE - 16) {
      throw new SpecException(
          "problem.samples: "
              + settings.get(TableProblem.SAMPLES)
              + " rows of "
              + dimension
              + " inputs are more than one array holds; use at most "
              + (Integer.MAX_VALUE - 16) / (dimension + 1));
    }
    long problems = Math.max(1, Math.min(spec.problem().count(), MOST_ENTRIES / entries));
    for (int index = 0; index < problems; index++) {
      Problem problem = Problem.of(spec, index, dimension);
      ProblemSource source =
          new ProblemSource(
              new RandomStreams(spec.grid().seed().root()), problem.id(), asked -> table);
      int[] rows = TableProblem.drawn(settings, table, source);
      requireTargets(rows, index);
      requireInputs(rows, index);
    }
  }

  private void requireTargets(int[] rows, int index) {
    String first = table.label(rows[0]);
    boolean constant = true;
    for (int row : rows) {
      constant &= CellText.key(table.label(row)).equals(CellText.key(first));
    }
    if (constant) {
      throw new SpecException(
          (rows.length < table.rows()
                  ? "problem.samples: the "
                      + rows.length
                      + " rows of problem "
                      + index
                      + " all have"
                  : "problem.target: all " + rows.length + " rows of " + table.name() + " have")
              + " the label "
              + first
              + ", which is nothing to learn; "
              + (rows.length < table.rows() ? "draw more rows" : "give another target"));
    }
    if (settings.get(TableProblem.TARGETS).equals("classes")) {
      return;
    }
    IntToDoubleFunction value = row -> Double.parseDouble(table.label(row));
    boolean standard = settings.get(TableProblem.TARGET_NORMALIZATION).equals("standard");
    requireRange("the target", rows, value, standard, "targetNormalization");
    ColumnScale scale = scale(rows, value);
    double deviation = Math.scalb(scale.deviation(), scale.exponent());
    if (!standard && deviation < SMALLEST_DEVIATION) {
      throw new SpecException(
          "problem.targetNormalization: none, but the targets of "
              + table.name()
              + " differ by "
              + deviation
              + " only, whose squares vanish; use targetNormalization: standard");
    }
  }

  private void requireInputs(int[] rows, int index) {
    boolean constant = true;
    boolean standard = !settings.get(TableProblem.NORMALIZATION).equals("none");
    for (int j = 0; j < table.features(); j++) {
      int column = j;
      IntToDoubleFunction value = row -> table.feature(row, column);
      double first = value.applyAsDouble(rows[0]);
      for (int row : rows) {
        constant &= value.applyAsDouble(row) == first;
      }
      requireRange("the input " + name(j), rows, value, standard, "normalization");
    }
    if (constant) {
      throw new SpecException(
          "problem.columns: all inputs of "
              + table.name()
              + " are constant"
              + (rows.length < table.rows() ? " in the rows of problem " + index : "")
              + ", so that there is nothing to learn from; give other columns or more rows");
    }
  }

  private String name(int column) {
    List<String> names = table.reading().inputs();
    return names.isEmpty() ? Integer.toString(column + 1) : names.get(column);
  }

  /** Refuses numbers that overflow, and those beside which all others become one. */
  private void requireRange(
      String what, int[] rows, IntToDoubleFunction value, boolean standard, String key) {
    int largest = rows[0];
    for (int row : rows) {
      if (Math.abs(value.applyAsDouble(row)) > Math.abs(value.applyAsDouble(largest))) {
        largest = row;
      }
    }
    if (Math.abs(value.applyAsDouble(largest)) <= LARGEST) {
      return;
    }
    String found =
        "problem.uri: "
            + table.name()
            + " has "
            + value.applyAsDouble(largest)
            + " in "
            + what
            + " at "
            + table.place(largest);
    if (!standard) {
      throw new SpecException(
          found
              + ", above "
              + LARGEST
              + ", whose powers overflow; use "
              + key
              + ": standard, or mend it if it stands for a missing value");
    }
    double[] sorted = Arrays.stream(rows).mapToDouble(value).sorted().toArray();
    ColumnScale scale = ColumnScale.of(sorted, 0, 1, 1);
    int distinct = 0;
    int merged = 0;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1]) {
        distinct++;
        merged += scale.of(sorted[i]) == scale.of(sorted[i - 1]) ? 1 : 0;
      }
    }
    if (2 * merged >= distinct && merged > 0) {
      throw new SpecException(
          found
              + ", beside which the other numbers of the column are all alike: does it stand for a"
              + " missing value?; mend it, or leave the column or the row out");
    }
  }

  private static ColumnScale scale(int[] rows, IntToDoubleFunction value) {
    return ColumnScale.of(Arrays.stream(rows).mapToDouble(value).toArray(), 0, 1, 1);
  }

  /** Columns that have one value in all rows of the table, by name. */
  static List<String> constantInputs(TableData table) {
    List<String> names = table.reading().inputs();
    return IntStream.range(0, names.size())
        .filter(
            j ->
                IntStream.range(1, table.rows())
                    .allMatch(row -> table.feature(row, j) == table.feature(0, j)))
        .mapToObj(names::get)
        .toList();
  }

  /** The input dimension of the spec, or that of the table where it is left to the data. */
  static int dimension(SweepSpec spec, TableData table) {
    IntAxis axis = spec.grid().inputDimension();
    int features = table.features();
    if (axis.isOfData()) {
      return features;
    }
    int dimension = axis.smallest();
    if (dimension < features || (dimension > features && !table.isSparse())) {
      throw new SpecException(
          "grid.inputDimension: "
              + dimension
              + " does not match the "
              + features
              + " inputs of "
              + table.name()
              + "; use inputDimension: ["
              + features
              + "]");
    }
    return dimension;
  }
}
