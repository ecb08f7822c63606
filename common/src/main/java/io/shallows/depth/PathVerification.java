package io.shallows.depth;

import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a stored path against its stored segment maxima, from the vertices alone.
 *
 * <p>Every segment's largest loss is computed again by {@link SampledPieces}, which shares no code
 * with the sweep that wrote the maxima. A stored maximum agrees if it is not below the recomputed
 * one and exceeds it by at most {@link #SLACK} of it: the maxima carry a bound of their rounding,
 * which for parameters of ordinary size is many orders below that, and a wrong vertex, layout or
 * maximum is not. Where large weights cancel, the bound of rounding is larger; a stored maximum
 * that is higher for that reason agrees if {@link SegmentMaximum} gives it again. Cost: up to a few
 * hundred evaluations of the loss per segment.
 */
public final class PathVerification {

  /** Largest relative excess of a certified maximum that rounding can explain. */
  public static final double SLACK = 1e-6;

  /** Largest relative difference of a maximum from itself, certified again on another platform. */
  private static final double AGAIN = 1e-9;

  private PathVerification() {}

  /**
   * A segment whose stored maximum does not agree.
   *
   * @param segment position on the path, from 0
   * @param stored the stored maximum
   * @param recomputed the largest loss found now; NaN if the segment moves more than one layer set
   */
  public record Difference(int segment, double stored, double recomputed) {}

  /**
   * The segments that do not agree; empty if the path is verified.
   *
   * @param stored one maximum per segment
   */
  public static List<Difference> differences(
      Network network, Dataset data, Path path, List<Double> stored) {
    if (stored.size() != path.size() - 1) {
      throw new IllegalArgumentException(
          "path: " + path.size() + " vertices have no " + stored.size() + " segment maxima");
    }
    List<Difference> differences = new ArrayList<>();
    for (int k = 0; k < stored.size(); k++) {
      double[] a = path.at(k);
      double[] b = path.at(k + 1);
      double claimed = stored.get(k);
      if (!SegmentMaximum.isLayerMove(network, a, b)) {
        differences.add(new Difference(k, claimed, Double.NaN));
        continue;
      }
      double recomputed = SampledPieces.largest(network, data, a, b);
      double least = recomputed * (1 - SLACK);
      double most = recomputed * (1 + SLACK) + SLACK * SLACK;
      boolean agrees =
          claimed >= least && (claimed <= most || certifiedAgain(network, data, a, b, claimed));
      if (!agrees) {
        differences.add(new Difference(k, claimed, recomputed));
      }
    }
    return differences;
  }

  private static boolean certifiedAgain(
      Network network, Dataset data, double[] a, double[] b, double claimed) {
    double upper = new SegmentMaximum(network, data).between(a, b).upper();
    return Math.abs(upper - claimed) <= AGAIN * claimed;
  }
}
