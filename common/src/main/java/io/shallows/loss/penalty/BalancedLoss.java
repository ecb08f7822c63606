package io.shallows.loss.penalty;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import io.shallows.loss.OutputLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.problem.Dataset;
import java.util.Arrays;
import java.util.List;

/**
 * {@code L + (kappa / 2) sum_k (b_k^2 + |w_k|^2)}, the balanced form of a penalty as a sum of
 * squares: beside the N residuals of the samples it has one of {@code sqrt(N kappa / 2) theta_q}
 * for each of the q parameters of units, so that everything that minimises sums of squares along
 * kinks minimises it. It is smooth where L is, also at units that are 0.
 *
 * <p>Cost beyond that of the loss: O(p) for everything but Gram matrices, which take N more
 * backward passes.
 */
public final class BalancedLoss implements EmpiricalLoss {

  private final EmpiricalLoss loss;
  private final double kappa;
  private final int[] penalized;
  private final double factor;

  /**
   * Adds the balanced form of a penalty.
   *
   * @throws IllegalArgumentException if the loss is no sum of squares
   */
  public BalancedLoss(EmpiricalLoss loss, UnitPenalty penalty) {
    loss.outputLoss().requireSquares("training.penalty");
    this.loss = loss;
    this.kappa = penalty.kappa();
    DenseLayer first = penalty.units().first();
    DenseLayer head = penalty.units().head();
    this.penalized = new int[first.size() + head.size()];
    for (int i = 0; i < first.size(); i++) {
      penalized[i] = first.offset() + i;
    }
    for (int i = 0; i < head.size(); i++) {
      penalized[first.size() + i] = head.offset() + i;
    }
    this.factor = Math.sqrt(0.5 * kappa * loss.data().samples());
  }

  @Override
  public OutputLoss outputLoss() {
    return loss.outputLoss();
  }

  @Override
  public Network network() {
    return loss.network();
  }

  @Override
  public Dataset data() {
    return loss.data();
  }

  @Override
  public int residuals() {
    return loss.residuals() + penalized.length;
  }

  @Override
  public int dimension() {
    return loss.dimension();
  }

  private double decay(double[] theta) {
    double sum = 0;
    for (int at : penalized) {
      sum += theta[at] * theta[at];
    }
    return 0.5 * kappa * sum;
  }

  private void addDecay(double[] direction, double[] product) {
    for (int at : penalized) {
      product[at] += kappa * direction[at];
    }
  }

  @Override
  public double value(double[] theta) {
    return loss.value(theta) + decay(theta);
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    double value = loss.valueAndGradient(theta, gradient);
    addDecay(theta, gradient);
    return value + decay(theta);
  }

  @Override
  public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
    loss.hessianVectorProduct(theta, direction, product);
    addDecay(direction, product);
  }

  @Override
  public void hessianVectorProduct(
      double[] theta, List<Kink> kinks, double[] direction, double[] product) {
    loss.hessianVectorProduct(theta, kinks, direction, product);
    addDecay(direction, product);
  }

  @Override
  public void hessian(double[] theta, List<Kink> kinks, double[] multipliers, double[] matrix) {
    loss.hessian(theta, kinks, multipliers, matrix);
    for (int at : penalized) {
      matrix[at * dimension() + at] += kappa;
    }
  }

  @Override
  public void outputs(double[] theta, double[] outputs) {
    loss.outputs(theta, outputs);
  }

  @Override
  public double[] activations(double[] theta, int node) {
    return loss.activations(theta, node);
  }

  @Override
  public Linearization linearize(double[] theta, List<Kink> kinks) {
    return new Decayed(loss.linearize(theta, kinks), theta.clone());
  }

  /** The linearization with the residuals of the decay after those of the samples. */
  private final class Decayed implements Linearization {
    private final Linearization at;
    private final double[] theta;
    private final int samples = loss.residuals();

    Decayed(Linearization at, double[] theta) {
      this.at = at;
      this.theta = theta;
    }

    @Override
    public double loss() {
      return at.loss() + decay(theta);
    }

    @Override
    public double[] residual() {
      double[] residual = new double[residuals()];
      System.arraycopy(at.residual(), 0, residual, 0, samples);
      for (int q = 0; q < penalized.length; q++) {
        residual[samples + q] = factor * theta[penalized[q]];
      }
      return residual;
    }

    @Override
    public void gradient(double[] gradient) {
      at.gradient(gradient);
      addDecay(theta, gradient);
    }

    @Override
    public void multiply(double[] v, double[] product) {
      double[] ofSamples = new double[samples];
      at.multiply(v, ofSamples);
      System.arraycopy(ofSamples, 0, product, 0, samples);
      for (int q = 0; q < penalized.length; q++) {
        product[samples + q] = factor * v[penalized[q]];
      }
    }

    @Override
    public void multiplyTransposed(double[] u, double[] product) {
      double[] ofSamples = new double[samples];
      System.arraycopy(u, 0, ofSamples, 0, samples);
      at.multiplyTransposed(ofSamples, product);
      for (int q = 0; q < penalized.length; q++) {
        product[penalized[q]] += factor * u[samples + q];
      }
    }

    @Override
    public void gram(double[] gram) {
      int rows = residuals();
      double[] ofSamples = new double[samples * samples];
      at.gram(ofSamples);
      double[] unit = new double[samples];
      double[] row = new double[dimension()];
      Arrays.fill(gram, 0);
      for (int s = 0; s < samples; s++) {
        System.arraycopy(ofSamples, s * samples, gram, s * rows, samples);
        unit[s] = 1;
        at.multiplyTransposed(unit, row);
        unit[s] = 0;
        for (int q = 0; q < penalized.length; q++) {
          double across = factor * row[penalized[q]];
          gram[s * rows + samples + q] = across;
          gram[(samples + q) * rows + s] = across;
        }
      }
      for (int q = samples; q < rows; q++) {
        gram[q * rows + q] = factor * factor;
      }
    }

    @Override
    public void normal(double[] normal) {
      at.normal(normal);
      for (int q : penalized) {
        normal[q * dimension() + q] += factor * factor;
      }
    }

    @Override
    public double jacobianNorm() {
      double norm = at.jacobianNorm();
      return Math.sqrt(norm * norm + penalized.length * factor * factor);
    }

    @Override
    public double[] preActivations(int relu) {
      return at.preActivations(relu);
    }

    @Override
    public double[] reluAdjoints(int relu) {
      return at.reluAdjoints(relu);
    }

    @Override
    public void preActivationGradient(Kink kink, double[] gradient) {
      at.preActivationGradient(kink, gradient);
    }

    @Override
    public double[] preActivationSensitivity(Kink kink, int relu) {
      return at.preActivationSensitivity(kink, relu);
    }
  }
}
