package io.shallows.depth.verification;

import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.Path;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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
    return differences(
        network,
        path,
        stored,
        (a, b, claimed) -> {
          double recomputed = SampledPieces.largest(network, data, a, b);
          boolean agrees =
              within(claimed, recomputed, SLACK) || certifiedAgain(network, data, a, b, claimed);
          return agrees ? OptionalDouble.empty() : OptionalDouble.of(recomputed);
        });
  }

  /**
   * The same for the cross-entropy, whose stored maxima may be higher by a tolerance.
   *
   * @param tolerance with which the path was certified
   */
  public static List<Difference> crossEntropyDifferences(
      Network network, Dataset data, Path path, List<Double> stored, double tolerance) {
    return differences(
        network,
        path,
        stored,
        (a, b, claimed) -> {
          double recomputed =
              SampledPieces.largest(network, data, a, b, SampledPieces::crossEntropy);
          return within(claimed, recomputed, tolerance + SLACK)
              ? OptionalDouble.empty()
              : OptionalDouble.of(recomputed);
        });
  }

  /** The same for a penalized loss. */
  public static List<Difference> penalizedDifferences(
      PenalizedLoss loss, Path path, List<Double> stored) {
    return differences(
        loss.loss().network(),
        path,
        stored,
        (a, b, claimed) -> {
          double recomputed =
              SampledPieces.largest(
                  loss.loss().network(), loss.loss().data(), a, b, loss.penalty()::value);
          return within(claimed, recomputed, SLACK)
              ? OptionalDouble.empty()
              : OptionalDouble.of(recomputed);
        });
  }

  private static boolean within(double claimed, double recomputed, double excess) {
    return claimed >= recomputed * (1 - SLACK)
        && claimed <= recomputed * (1 + excess) + SLACK * SLACK;
  }

  /** The largest loss on a segment if the claimed one does not agree with it. */
  private interface Check {
    OptionalDouble differing(double[] a, double[] b, double claimed);
  }

  private static List<Difference> differences(
      Network network, Path path, List<Double> stored, Check check) {
    if (stored.size() != path.size() - 1) {
      throw new IllegalArgumentException(
          "path: " + path.size() + " vertices have no " + stored.size() + " segment maxima");
    }
    List<Difference> differences = new ArrayList<>();
    for (int k = 0; k < stored.size(); k++) {
      double[] a = path.at(k);
      double[] b = path.at(k + 1);
      double claimed = stored.get(k);
      OptionalDouble differing =
          SegmentMaximum.isLayerMove(network, a, b)
              ? check.differing(a, b, claimed)
              : OptionalDouble.of(Double.NaN);
      if (differing.isPresent()) {
        differences.add(new Difference(k, claimed, differing.getAsDouble()));
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
