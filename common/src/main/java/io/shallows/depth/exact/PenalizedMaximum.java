package io.shallows.depth.exact;

import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.penalty.PenalizedLoss;
import io.shallows.loss.penalty.UnitPenalty;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest penalized loss {@code E = L + kappa sum_k |b_k| |w_k|} on a segment that moves one
 * layer set, exact but for rounding.
 *
 * <p>Such a segment moves the w_k or the b_k, not both, so that every product {@code |b_k(t)|
 * |w_k(t)|} is a constant times a norm or modulus of something affine: convex in t. L is convex
 * between the times at which relus switch ({@link SegmentMaximum}), so E is, and its maximum lies
 * at an end or at such a time. The penalty is evaluated at all of them.
 *
 * <p>Cost: that of the loss without penalty, and O(p) per switch. Not safe for use by several
 * threads.
 */
public final class PenalizedMaximum implements PathMaximum, VertexCertifier {

  private final PenalizedLoss loss;
  private final SegmentMaximum maximum;
  private final SegmentMaximum.ConvexTerm term;

  /** Bounds segments of one penalized loss. */
  public PenalizedMaximum(PenalizedLoss loss) {
    this.loss = loss;
    this.maximum = new SegmentMaximum(loss.loss().network(), loss.loss().data());
    UnitPenalty penalty = loss.penalty();
    this.term =
        new SegmentMaximum.ConvexTerm() {
          @Override
          public double at(double[] theta) {
            return penalty.value(theta);
          }

          @Override
          public double rounding() {
            return penalty.rounding() + 0x1p-50;
          }
        };
  }

  @Override
  public double value(double[] theta) {
    return at(theta).loss() + loss.penalty().value(theta);
  }

  @Override
  public SegmentBound between(double[] from, double[] to) {
    NodeValues start = at(from);
    return maximum.between(start, start.moved(to), term);
  }

  @Override
  public PathCertificate certify(List<NodeValues> states) {
    List<SegmentBound> segments = new ArrayList<>();
    for (int k = 1; k < states.size(); k++) {
      segments.add(maximum.between(states.get(k - 1), states.get(k), term));
    }
    NodeValues first = states.get(0);
    NodeValues last = states.get(states.size() - 1);
    return joined(
        first.loss() + loss.penalty().value(first.theta()),
        last.loss() + loss.penalty().value(last.theta()),
        segments);
  }

  @Override
  public PathCertificate.Kind kind() {
    return PathCertificate.Kind.EXACT;
  }

  private NodeValues at(double[] theta) {
    return NodeValues.at(loss.loss().network(), loss.loss().data(), theta);
  }
}
