package io.shallows.depth.layers;

import io.shallows.depth.path.Images;
import io.shallows.depth.path.NodeValues;
import io.shallows.depth.path.PathCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.LossSurface;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import java.util.Arrays;

/**
 * The loss as a function of the layers below the heads, the heads being at their best: {@code V(W)
 * = min_A L(W, A) + penalty(A)} (variable projection; the penalty is that of {@link DampedHeads}).
 *
 * <p>{@code dV/dW = dL/dW} at the best heads, since the derivative in A is 0 there. A path in W
 * lifts to one in (W, A) that exceeds V by second order in its steps only (see {@link
 * LayerStairs}), and but for the penalty V is lower than L everywhere, so barriers in W are lower.
 * Hessian products are differences of gradients, step 1e-5 relative; error about 1e-5 of the
 * gradient's scale.
 */
public final class HeadRefitSurface implements LossSurface, PathCoordinates {

  private final EmpiricalLoss loss;
  private final Network network;
  private final DampedHeads heads;
  private final int[] coordinates;

  public HeadRefitSurface(EmpiricalLoss loss, DampedHeads heads) {
    this.loss = loss;
    this.network = loss.network();
    this.heads = heads;
    int count = 0;
    int[] all = new int[network.parameterCount()];
    for (DenseLayer layer : network.layers()) {
      if (!heads.heads().layers().contains(layer)) {
        for (int i = layer.offset(); i < layer.offset() + layer.size(); i++) {
          all[count++] = i;
        }
      }
    }
    coordinates = Arrays.copyOf(all, count);
  }

  @Override
  public int dimension() {
    return coordinates.length;
  }

  @Override
  public LossSurface surface() {
    return this;
  }

  /** The features and their least squares, then the loss. */
  @Override
  public int passes() {
    return 2;
  }

  @Override
  public double[] project(double[] theta) {
    double[] w = new double[coordinates.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = theta[coordinates[i]];
    }
    return w;
  }

  /** The parameter vector of W with the best heads. */
  @Override
  public double[] lift(double[] w) {
    double[] theta = new double[network.parameterCount()];
    for (int i = 0; i < w.length; i++) {
      theta[coordinates[i]] = w[i];
    }
    return heads.fit(NodeValues.at(network, loss.data(), theta));
  }

  @Override
  public double value(double[] w) {
    double[] theta = lift(w);
    return loss.value(theta) + heads.penalty(theta);
  }

  @Override
  public double valueAndGradient(double[] w, double[] gradient) {
    double[] theta = lift(w);
    double[] whole = new double[theta.length];
    double value = loss.valueAndGradient(theta, whole);
    for (int i = 0; i < w.length; i++) {
      gradient[i] = whole[coordinates[i]];
    }
    return value + heads.penalty(theta);
  }

  @Override
  public void hessianVectorProduct(double[] w, double[] direction, double[] product) {
    double size = Images.norm(direction);
    if (size == 0) {
      Arrays.fill(product, 0);
      return;
    }
    double h = 1e-5 * (1 + Images.norm(w)) / size;
    double[] moved = w.clone();
    double[] below = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      moved[i] = w[i] - h * direction[i];
    }
    valueAndGradient(moved, below);
    for (int i = 0; i < w.length; i++) {
      moved[i] = w[i] + h * direction[i];
    }
    valueAndGradient(moved, product);
    for (int i = 0; i < w.length; i++) {
      product[i] = (product[i] - below[i]) / (2 * h);
    }
  }
}
