package io.shallows.launch.report;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.statistics.estimate.SampleQuantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Heights of the ways out of all covered minima, by family, width and level.
 *
 * <p>A climb is {@code depth_upper}; it shows where it is above {@code depth_floor}, and is hidden
 * by rounding where it is not. Medians are over all covered minima with a known way out, zeros and
 * hidden ones included as they stand; {@code depth_upper / loss} is the same relative to the loss
 * of the minimum, which is above 0 where it is covered.
 *
 * <p>Cost: 32 bytes per row.
 */
final class ClimbTally {

  /**
   * What minima are counted by.
   *
   * @param level target with its drop or eta
   */
  record Key(long networkDepth, long inputDimension, Level level, String family, long width) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::networkDepth)
            .thenComparing(Key::inputDimension)
            .thenComparing(Key::level)
            .thenComparing(Key::family)
            .thenComparing(Key::width);

    static Key of(Record depth) {
      return new Key(
          depth.get(LeadingColumns.NETWORK_DEPTH),
          depth.get(LeadingColumns.INPUT_DIMENSION),
          Level.of(depth),
          depth.get(LeadingColumns.FAMILY),
          depth.get(LeadingColumns.WIDTH));
    }
  }

  /** What a way leads to: the target's word with what makes it definite. */
  record Level(String target, double drop, double eta) implements Comparable<Level> {
    /** The level of a row of depths or of paths. */
    static Level of(Record row) {
      return new Level(
          row.get(DepthsTable.TARGET),
          row.find(DepthsTable.DROP).orElse(Double.NaN),
          row.find(LeadingColumns.ETA).orElse(Double.NaN));
    }

    @Override
    public int compareTo(Level other) {
      return Comparator.comparing(Level::target)
          .thenComparing(Level::drop)
          .thenComparing(Level::eta)
          .compare(this, other);
    }
  }

  /** What is known of the minima of a key. */
  static final class Heights {
    private double[] depths = new double[8];
    private double[] shares = new double[8];
    private int size;
    private final Ends ends;
    private long zeros;
    private long hidden;
    private long exact;

    private Heights(Ends ends) {
      this.ends = ends;
    }

    private void add(double depth, Record row, double floor) {
      if (size == depths.length) {
        depths = Arrays.copyOf(depths, 2 * size);
        shares = Arrays.copyOf(shares, 2 * size);
      }
      depths[size] = depth;
      shares[size] = depth / row.get(DepthsTable.LOSS);
      size++;
      zeros += depth == 0 ? 1 : 0;
      hidden += depth > 0 && depth <= floor ? 1 : 0;
      exact += row.find(DepthsTable.DEPTH_EXACT).orElse(false) ? 1 : 0;
    }

    long minima() {
      return size;
    }

    long climbing() {
      return size - zeros - hidden;
    }

    /** Minima whose depth is known from both sides, as column depth_exact says. */
    long exact() {
      return exact;
    }

    double climbingShare() {
      return climbing() / (double) size;
    }

    /** Both ends of the depths of all minima, those without a known way out included. */
    Ends ends() {
      return ends;
    }

    double median() {
      return SampleQuantile.of(Arrays.copyOf(depths, size), 0.5);
    }

    double medianOverLoss() {
      return SampleQuantile.of(Arrays.copyOf(shares, size), 0.5);
    }

    double max() {
      return Arrays.stream(depths, 0, size).max().orElse(Double.NaN);
    }
  }

  /**
   * What is certain of depths of which both ends are known: a minimum climbs for certain if its
   * lower end is above rounding, and may climb if its upper end is, or no way out is known.
   */
  static final class Ends {
    private double[] lower = new double[8];
    private double[] upper = new double[8];
    private int size;
    private int certain;
    private int possible;

    private void add(double least, double most, double floor) {
      if (size == lower.length) {
        lower = Arrays.copyOf(lower, 2 * size);
        upper = Arrays.copyOf(upper, 2 * size);
      }
      lower[size] = least;
      upper[size] = most;
      size++;
      certain += least > floor ? 1 : 0;
      possible += most > floor ? 1 : 0;
    }

    double certainShare() {
      return certain / (double) size;
    }

    double possibleShare() {
      return possible / (double) size;
    }

    /** The median depth is not below this. */
    double leastMedian() {
      return SampleQuantile.of(Arrays.copyOf(lower, size), 0.5);
    }

    /** Nor above this; infinite where for half of the minima no way out is known. */
    double mostMedian() {
      double[] sorted = Arrays.copyOf(upper, size);
      Arrays.sort(sorted);
      return Double.isInfinite(sorted[size / 2])
          ? sorted[size / 2]
          : SampleQuantile.of(sorted, 0.5);
    }
  }

  private final Map<Key, Heights> keys = new TreeMap<>(Key.ORDER);
  private final Map<Key, Ends> ends = new TreeMap<>(Key.ORDER);

  /** Takes a row of depths; those of minima without a known way out count for their ends alone. */
  void add(Record depth) {
    if (!depth.get(DepthsTable.COVERED)) {
      return;
    }
    Key key = Key.of(depth);
    Optional<Double> upper = depth.find(DepthsTable.DEPTH_UPPER);
    double floor = depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    Ends both = ends.computeIfAbsent(key, absent -> new Ends());
    both.add(
        depth.find(DepthsTable.DEPTH_LOWER).orElse(0.0),
        upper.orElse(Double.POSITIVE_INFINITY),
        floor);
    if (upper.isPresent()) {
      keys.computeIfAbsent(key, absent -> new Heights(both)).add(upper.get(), depth, floor);
    }
  }

  Map<Key, Heights> heights() {
    return keys;
  }

  /** The level at which most ways climb visibly, of the shape with most minima. */
  Optional<Key> main() {
    Map<Level, Long> climbing = new TreeMap<>();
    keys.forEach(
        (key, heights) -> {
          if (!key.level().target().equals(TargetKind.TREE.label())) {
            climbing.merge(key.level(), heights.climbing(), Long::sum);
          }
        });
    Optional<Level> level =
        climbing.entrySet().stream()
            .max(
                Map.Entry.<Level, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey);
    if (level.isEmpty()) {
      return Optional.empty();
    }
    Map<Key, Long> shapes =
        new TreeMap<>(Comparator.comparing(Key::networkDepth).thenComparing(Key::inputDimension));
    keys.forEach(
        (key, heights) -> {
          if (key.level().equals(level.get())) {
            shapes.merge(key, heights.minima(), Long::sum);
          }
        });
    return shapes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  /** Whether there are networks of other layers or inputs than those of a key. */
  boolean hasOtherShapes(Key key) {
    return keys.keySet().stream()
        .anyMatch(
            other ->
                other.networkDepth() != key.networkDepth()
                    || other.inputDimension() != key.inputDimension());
  }

  /** The heights at the level and shape of a key, by family and width. */
  Map<String, NavigableMap<Long, Heights>> like(Key main) {
    Map<String, NavigableMap<Long, Heights>> families = new TreeMap<>();
    keys.forEach(
        (key, heights) -> {
          if (key.level().equals(main.level())
              && key.networkDepth() == main.networkDepth()
              && key.inputDimension() == main.inputDimension()) {
            families
                .computeIfAbsent(key.family(), family -> new TreeMap<>())
                .put(key.width(), heights);
          }
        });
    return families;
  }

  ReportTable table() {
    List<List<Object>> rows = new ArrayList<>();
    keys.forEach(
        (key, heights) ->
            rows.add(
                Arrays.asList(
                    key.family(),
                    key.networkDepth(),
                    key.inputDimension(),
                    key.width(),
                    key.level().target(),
                    known(key.level().drop()),
                    known(key.level().eta()),
                    heights.minima(),
                    heights.climbing(),
                    heights.hidden,
                    heights.zeros,
                    heights.exact(),
                    heights.median(),
                    heights.medianOverLoss(),
                    heights.max())));
    return new ReportTable(
        "climbs",
        "Ways out of all covered minima, by family, width and level (table depths).",
        List.of(
            ReportTable.Field.of(LeadingColumns.FAMILY),
            ReportTable.Field.of(LeadingColumns.NETWORK_DEPTH),
            ReportTable.Field.of(LeadingColumns.INPUT_DIMENSION),
            ReportTable.Field.of(LeadingColumns.WIDTH),
            ReportTable.Field.of(DepthsTable.TARGET),
            ReportTable.Field.of(DepthsTable.DROP),
            ReportTable.Field.of(LeadingColumns.ETA),
            new ReportTable.Field("minima", "Covered minima with a known way out."),
            new ReportTable.Field("climbing", "Those with depth_upper > depth_floor."),
            new ReportTable.Field("hidden", "Those with 0 < depth_upper <= depth_floor."),
            new ReportTable.Field("zero", "Those with depth_upper = 0, by an argument."),
            new ReportTable.Field("exact", "Those with depth_exact: both ends meet."),
            new ReportTable.Field("depth_median", "Median of depth_upper. Unit: loss."),
            new ReportTable.Field("depth_over_loss_median", "Median of depth_upper / loss."),
            new ReportTable.Field("depth_max", "Greatest depth_upper. Unit: loss.")),
        rows);
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
