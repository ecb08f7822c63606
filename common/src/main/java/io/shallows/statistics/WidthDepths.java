package io.shallows.statistics;

import io.shallows.statistics.estimate.QuantileInterval;
import io.shallows.statistics.estimate.SampleQuantile;
import io.shallows.statistics.estimate.ShareInterval;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * What fits need of the covered minima of one setting, family and width: a sufficient statistic, a
 * tenth of the minima themselves.
 *
 * <p>Counts and the width's own shares and medians are final. Kept in full are the positive depths
 * with their problems, which resamples draw, in the order (problem, initialization, seed), and the
 * comparisons with the bound, in ascending order: {@link BoundComparison} merges them exactly. So
 * nothing depends on where the minima were stored or in which order they came.
 *
 * <p>Cost: a sort of the minima; 13 bytes for each positive depth and 16 for each bound.
 */
public final class WidthDepths {

  private final int width;
  private final int total;
  private final long exact;
  private final long violations;
  private final boolean boundProven;
  private final boolean zeroProven;
  private final ShareInterval positiveShare;
  private final double median;
  private final double positiveMedian;
  private final String[] problems;
  private final int[] problemOf;
  private final double[] depths;
  private final BitSet censored;
  private final double[] ratios;
  private final double[] bounds;

  /**
   * The state of some minima, at least one, in any order.
   *
   * @throws IllegalArgumentException if one does not count, or is of another width
   */
  public static WidthDepths of(List<MeasuredDepth> minima) {
    return new WidthDepths(minima.stream().sorted(MeasuredDepth.ORDER).toList());
  }

  private WidthDepths(List<MeasuredDepth> sorted) {
    width = sorted.get(0).width();
    total = sorted.size();
    for (MeasuredDepth depth : sorted) {
      if (depth.width() != width || !depth.counts()) {
        throw new IllegalArgumentException("not a covered minimum of width " + width);
      }
    }
    exact = sorted.stream().filter(MeasuredDepth::isExact).count();
    boundProven = sorted.stream().allMatch(MeasuredDepth::boundApplies);
    zeroProven = sorted.stream().allMatch(MeasuredDepth::zeroProven);
    BitSet above = new BitSet(total);
    boolean[] positive = new boolean[total];
    for (int i = 0; i < total; i++) {
      positive[i] = sorted.get(i).depthOrZero() > 0;
      above.set(i, positive[i]);
    }
    positiveShare =
        ShareInterval.of(
            sorted.stream().map(MeasuredDepth::problem).toList(), positive, QuantileInterval.LEVEL);
    double[] upper = sorted.stream().mapToDouble(MeasuredDepth::depthUpper).toArray();
    median = SampleQuantile.of(upper, 0.5);
    positiveMedian =
        above.isEmpty()
            ? Double.NaN
            : SampleQuantile.of(above.stream().mapToDouble(i -> upper[i]).toArray(), 0.5);
    problems =
        sorted.stream()
            .map(MeasuredDepth::problem)
            .distinct() // they are sorted
            .toArray(String[]::new);
    List<DepthObservation> observations =
        sorted.stream()
            .map(
                depth ->
                    DepthObservation.of(
                        Arrays.binarySearch(problems, depth.problem()),
                        width,
                        depth.depthUpper(),
                        depth.floor()))
            .filter(observation -> !observation.isZero())
            .toList();
    problemOf = observations.stream().mapToInt(DepthObservation::problem).toArray();
    depths = observations.stream().mapToDouble(DepthObservation::depth).toArray();
    censored = new BitSet(depths.length);
    for (int i = 0; i < depths.length; i++) {
      censored.set(i, observations.get(i).censored());
    }
    List<MeasuredDepth> checked = sorted.stream().filter(MeasuredDepth::checks).toList();
    ratios = checked.stream().mapToDouble(MeasuredDepth::boundRatio).sorted().toArray();
    bounds = checked.stream().mapToDouble(MeasuredDepth::bound).sorted().toArray();
    violations = checked.stream().filter(MeasuredDepth::violatesBound).count();
  }

  /** The state that {@link #toBytes} wrote. */
  public static WidthDepths read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new WidthDepths(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WidthDepths(DataInputStream in) throws IOException {
    width = in.readInt();
    total = in.readInt();
    exact = in.readLong();
    violations = in.readLong();
    boundProven = in.readBoolean();
    zeroProven = in.readBoolean();
    positiveShare = new ShareInterval(in.readDouble(), in.readDouble(), in.readDouble());
    median = in.readDouble();
    positiveMedian = in.readDouble();
    problems = new String[in.readInt()];
    for (int i = 0; i < problems.length; i++) {
      problems[i] = in.readUTF();
    }
    depths = readDoubles(in);
    problemOf = new int[depths.length];
    for (int i = 0; i < problemOf.length; i++) {
      problemOf[i] = in.readInt();
    }
    censored = BitSet.valueOf(in.readNBytes(in.readInt()));
    ratios = readDoubles(in);
    bounds = readDoubles(in);
  }

  /** The state as bytes; reals keep every bit. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(width);
      out.writeInt(total);
      out.writeLong(exact);
      out.writeLong(violations);
      out.writeBoolean(boundProven);
      out.writeBoolean(zeroProven);
      out.writeDouble(positiveShare.value());
      out.writeDouble(positiveShare.low());
      out.writeDouble(positiveShare.high());
      out.writeDouble(median);
      out.writeDouble(positiveMedian);
      out.writeInt(problems.length);
      for (String problem : problems) {
        out.writeUTF(problem);
      }
      write(out, depths);
      for (int problem : problemOf) {
        out.writeInt(problem);
      }
      byte[] set = censored.toByteArray();
      out.writeInt(set.length);
      out.write(set);
      write(out, ratios);
      write(out, bounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static double[] readDoubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  int width() {
    return width;
  }

  int total() {
    return total;
  }

  long exact() {
    return exact;
  }

  boolean boundProven() {
    return boundProven;
  }

  /** Whether all depths are 0 by a proof of all minima. */
  boolean zeroProven() {
    return zeroProven;
  }

  ShareInterval positiveShare() {
    return positiveShare;
  }

  /** Median of depth_upper. */
  double median() {
    return median;
  }

  /** Median of those above 0 and their floors, NaN without any. */
  double positiveMedian() {
    return positiveMedian;
  }

  /** Its problems in ascending order. */
  List<String> problems() {
    return Collections.unmodifiableList(Arrays.asList(problems));
  }

  BoundComparison bound() {
    return BoundComparison.of(ratios, bounds, violations);
  }

  /** The comparison of all these widths together. */
  static BoundComparison bound(List<WidthDepths> widths) {
    return BoundComparison.of(
        widths.stream().flatMapToDouble(w -> Arrays.stream(w.ratios)).sorted().toArray(),
        widths.stream().flatMapToDouble(w -> Arrays.stream(w.bounds)).sorted().toArray(),
        widths.stream().mapToLong(w -> w.violations).sum());
  }

  /** Its positive depths, their problems numbered as in {@code all}. */
  WidthScaling.Sample sample(List<String> all) {
    TreeMap<String, Integer> numbers = new TreeMap<>();
    for (String problem : all) {
      numbers.put(problem, numbers.size());
    }
    int[] number = Arrays.stream(problems).mapToInt(numbers::get).toArray();
    return new WidthScaling.Sample(
        width, total, Arrays.stream(problemOf).map(p -> number[p]).toArray(), depths, censored);
  }

  /** Number of depths that are not 0. */
  int positive() {
    return depths.length;
  }

  /** Whether all censored depths are below a quantile, which their values then do not change. */
  boolean isClear(double quantile) {
    return censored.stream().allMatch(i -> depths[i] < quantile);
  }

  /** Problem of each positive depth. */
  int[] problemOf() {
    return problemOf.clone();
  }

  /** The positive depths, censored ones as 0, which is the lowest rank. */
  double[] ranked() {
    double[] ranked = depths.clone();
    censored.stream().forEach(i -> ranked[i] = 0);
    return ranked;
  }
}
