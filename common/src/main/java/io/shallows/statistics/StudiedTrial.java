package io.shallows.statistics;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.StudyColumns;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the study of singularities knows of a trial. A study holds all trials of one number of
 * further layers and one input dimension at once, so this is small.
 */
public final class StudiedTrial {

  /** An order that does not depend on where rows were stored. */
  static final Comparator<StudiedTrial> ORDER =
      Comparator.comparing(StudiedTrial::family)
          .thenComparingInt(StudiedTrial::width)
          .thenComparing(StudiedTrial::problem)
          .thenComparing(StudiedTrial::initialization)
          .thenComparingLong(StudiedTrial::seed);

  private static final Map<BitSet, int[]> PLACES = new ConcurrentHashMap<>();
  private static final int MOST_PLACES = 1000;

  private final String problem;
  private final String family;
  private final int width;
  private final String initialization;
  private final long seed;
  private final long parameterCount;

  /** Where the value of a column is in {@link #values}, less than 0 where it is missing. */
  private final int[] places;

  private final double[] values;

  /**
   * A trial.
   *
   * @param problem id of its problem
   * @param values one per column of {@link StudyColumns#all()}, NaN where there is none
   * @throws IllegalArgumentException if there are not as many values as columns
   */
  public StudiedTrial(
      String problem,
      String family,
      int width,
      String initialization,
      long seed,
      long parameterCount,
      DoubleStream values) {
    this.problem = problem;
    this.family = family;
    this.width = width;
    this.initialization = initialization;
    this.seed = seed;
    this.parameterCount = parameterCount;
    double[] all = values.toArray();
    if (all.length != StudyColumns.all().size()) {
      throw new IllegalArgumentException(
          all.length + " values for " + StudyColumns.all().size() + " columns");
    }
    BitSet columns = new BitSet(all.length);
    for (int k = 0; k < all.length; k++) {
      columns.set(k, !Double.isNaN(all[k]));
    }
    this.places = places(columns);
    this.values = columns.stream().mapToDouble(k -> all[k]).toArray();
  }

  /** The same object for trials that have values of the same columns: few sets for many trials. */
  private static int[] places(BitSet columns) {
    int[] known = PLACES.get(columns);
    if (known != null) {
      return known;
    }
    int[] places = new int[StudyColumns.all().size()];
    Arrays.fill(places, -1);
    int next = 0;
    for (int k = columns.nextSetBit(0); k >= 0; k = columns.nextSetBit(k + 1)) {
      places[k] = next++;
    }
    if (PLACES.size() < MOST_PLACES) {
      PLACES.put(columns, places);
    }
    return places;
  }

  /** A row of table trials, the depth of its minimum not known. */
  public static StudiedTrial of(Record trial) {
    return new StudiedTrial(
        trial.get(LeadingColumns.PROBLEM_ID),
        trial.get(LeadingColumns.FAMILY),
        Math.toIntExact(trial.get(LeadingColumns.WIDTH)),
        trial.get(LeadingColumns.INITIALIZATION),
        trial.get(LeadingColumns.SEED),
        trial.get(LeadingColumns.PARAMETER_COUNT),
        StudyColumns.all().stream().mapToDouble(column -> StudyColumns.value(trial, column)));
  }

  /** This trial with the depth of its minimum. */
  public StudiedTrial withDepth(double depth) {
    double[] all = values().toArray();
    all[StudyColumns.depthIndex()] = depth;
    return new StudiedTrial(
        problem, family, width, initialization, seed, parameterCount, DoubleStream.of(all));
  }

  /** Id of its problem. */
  public String problem() {
    return problem;
  }

  /** Family of its network. */
  public String family() {
    return family;
  }

  /** Width of its network. */
  public int width() {
    return width;
  }

  /** How its network began. */
  public String initialization() {
    return initialization;
  }

  /** Its seed. */
  public long seed() {
    return seed;
  }

  /** Number of parameters of its network. */
  public long parameterCount() {
    return parameterCount;
  }

  /** All values, one per column of {@link StudyColumns#all()}. */
  public DoubleStream values() {
    return IntStream.range(0, StudyColumns.all().size()).mapToDouble(this::value);
  }

  /** The columns of {@link StudyColumns#all()} that it has values of. */
  public BitSet columns() {
    BitSet columns = new BitSet(places.length);
    for (int k = 0; k < places.length; k++) {
      columns.set(k, places[k] >= 0);
    }
    return columns;
  }

  /** This trial with its outcomes and no more than these metrics. */
  public StudiedTrial withMetrics(List<Integer> metrics) {
    return new StudiedTrial(
        problem,
        family,
        width,
        initialization,
        seed,
        parameterCount,
        IntStream.range(0, StudyColumns.all().size())
            .mapToDouble(
                k ->
                    k >= StudyColumns.metrics().size() || metrics.contains(k)
                        ? value(k)
                        : Double.NaN));
  }

  /** The value of column k of {@link StudyColumns#all()}, NaN where there is none. */
  double value(int k) {
    return places[k] < 0 ? Double.NaN : values[places[k]];
  }

  /**
   * Like {@link #value}, but infinite where a level was not reached by a run that was made: such a
   * run has a least loss.
   */
  double ranked(int k) {
    Column<?> column = StudyColumns.all().get(k);
    boolean unreached =
        StudyColumns.isSteps(column)
            && Double.isNaN(value(k))
            && !Double.isNaN(value(StudyColumns.leastLossIndex()));
    return unreached ? Double.POSITIVE_INFINITY : value(k);
  }

  /** What pairs have in common. */
  String pairKey() {
    return problem + ' ' + initialization + ' ' + seed;
  }

  /** The trial's cell within its family. */
  String cell() {
    return problem + ' ' + initialization + ' ' + width;
  }
}
