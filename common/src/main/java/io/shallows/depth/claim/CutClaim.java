package io.shallows.depth.claim;

import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.CutProof;
import io.shallows.depth.exact.PathBound;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Objects;

/**
 * What is claimed of all paths from a point of a two-layer network with one output, in exact
 * arithmetic and with every number taken as it stands: L is {@code start} at the point, up to
 * {@code rounding}, and every path from there to a loss of at most {@code level} reaches a loss of
 * {@code height}. So {@code height - start - rounding} is a lower end of the depth.
 *
 * @param network whose parameters the point has
 * @param data what the loss is measured on
 * @param theta the point
 * @param start the loss there
 * @param rounding what that may be off by
 * @param proof the cells that no path leaves below the height
 */
@SuppressWarnings("ArrayRecordComponent") // copied in, made and read in this package alone
public record CutClaim(
    Network network, Dataset data, double[] theta, double start, double rounding, CutProof proof) {

  /** Convex programs that a proof may take, so that checking it takes minutes, not hours. */
  public static final long PROGRAMS = 2000;

  public CutClaim {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(proof, "proof");
    theta = theta.clone();
    if (theta.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "cut: " + theta.length + " parameters are not those of " + network);
    }
    if (!(proof.height() > start + rounding)) {
      throw new IllegalArgumentException(
          "cut: its height " + proof.height() + " is not above the loss " + start);
    }
  }

  /**
   * The claim of a lower end: the cells around the point are searched again, up to the height.
   *
   * @param depth the lower end of the depth, above 0
   * @param level the loss that it is the depth to
   * @throws IllegalArgumentException if the loss is not squared, the network has not two layers and
   *     one output, or there is no proof that exact arithmetic can check
   */
  public static CutClaim of(EmpiricalLoss loss, double[] theta, double depth, double level) {
    if (PathBound.of(loss.outputLoss()).filter(PathBound.SQUARED::equals).isEmpty()) {
      throw new IllegalArgumentException(
          "loss: " + loss.outputLoss().name() + " has no lower end by cells");
    }
    if (!(depth > 0)) {
      throw new IllegalArgumentException("the lower end is " + depth + ", which needs no proof");
    }
    CellFlood flood =
        CellFlood.of(loss.network(), loss.data())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "lower ends by cells are of two layers with one output and a learned head"));
    var still = new SegmentMaximum(loss.network(), loss.data()).between(theta, theta);
    double start = still.evaluated();
    return new CutClaim(
        loss.network(),
        loss.data(),
        theta,
        start,
        still.rounding(),
        flood.prove(theta, start, level, start + depth, PROGRAMS));
  }
}
