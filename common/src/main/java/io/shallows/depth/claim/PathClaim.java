package io.shallows.depth.claim;

import io.shallows.depth.exact.PathBound;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Objects;

/**
 * What is claimed of a path, in exact arithmetic: with L the mean over samples of the sum over
 * outputs of (f - y)^2, and every number taken as it stands,
 *
 * <ul>
 *   <li>no segment moves two layers that lie on one way through the network;
 *   <li>L is at most {@code maxima[k]} on segment k, and these are at most {@code maximum};
 *   <li>L is somewhere on the path at least {@code evaluated - rounding};
 *   <li>L is {@code start} at the first vertex and {@code end} at the last, up to {@code rounding};
 *   <li>L is at most {@code level + 2 rounding} at the last vertex.
 * </ul>
 *
 * <p>The maxima are those that are stored, whose rounding is in them. Cost: one certificate of the
 * path.
 *
 * @param network whose parameters the path goes through
 * @param data what the loss is measured on
 * @param path its vertices
 * @param maxima one per segment
 * @param maximum the largest loss on the path is at most this
 * @param evaluated a loss on the path
 * @param start the loss at the first vertex
 * @param end the loss at the last
 * @param level the loss that the path was to reach
 * @param rounding what each of the evaluated losses may be off by
 */
public record PathClaim(
    Network network,
    Dataset data,
    Path path,
    List<Double> maxima,
    double maximum,
    double evaluated,
    double start,
    double end,
    double level,
    double rounding) {

  public PathClaim {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(data, "data");
    maxima = List.copyOf(maxima);
    if (maxima.size() != path.size() - 1 || maxima.isEmpty()) {
      throw new IllegalArgumentException(
          "path: " + path.size() + " vertices have no " + maxima.size() + " segment maxima");
    }
    if (path.at(0).length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "path: " + path.at(0).length + " parameters are not those of " + network);
    }
    for (double value : new double[] {maximum, evaluated, start, end, level, rounding}) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("path: " + value + " is claimed, which is no number");
      }
    }
    if (!(evaluated <= maximum)) {
      throw new IllegalArgumentException(
          "path: its loss reaches "
              + evaluated
              + ", its maxima are at most "
              + maximum
              + "; \"shallows verify\" says which segments are wrong");
    }
    if (!(end - rounding <= level)) {
      throw new IllegalArgumentException(
          "path: it ends at loss " + end + ", which does not reach the level " + level);
    }
  }

  /**
   * The claim of a path that was certified before.
   *
   * @param certified one maximum per segment, as they were stored
   * @throws IllegalArgumentException if the loss is not squared, the maxima are not those of the
   *     path, or it does not reach the level
   */
  public static PathClaim of(EmpiricalLoss loss, Path path, List<Double> certified, double level) {
    if (PathBound.of(loss.outputLoss()).filter(PathBound.SQUARED::equals).isEmpty()) {
      throw new IllegalArgumentException(
          "loss: "
              + loss.outputLoss().name()
              + " has values that no fraction is; paths under squared loss can be checked exactly");
    }
    PathCertificate again = new PathCertifier(loss).certify(path);
    double maximum = again.start() + again.rounding();
    for (double stored : certified) {
      maximum = Math.max(maximum, stored);
    }
    return new PathClaim(
        loss.network(),
        loss.data(),
        path,
        certified,
        maximum,
        again.largestEvaluated(),
        again.start(),
        again.end(),
        level,
        again.rounding());
  }
}
