package io.shallows.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.network.DenseLayer;
import io.shallows.network.Initializations;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives of every family against differences, and the identities that tie the products to each
 * other.
 */
class EmpiricalLossDerivativesTest {

  private static final long SEED = 20061;

  static List<EmpiricalLoss> losses() {
    List<EmpiricalLoss> losses = new ArrayList<>();
    for (String family : NetworkFamilies.names()) {
      for (int depth : new int[] {0, 1, 2}) {
        for (int outputs : new int[] {1, 2}) {
          Network network =
              NetworkFamilies.named(family).build(new NetworkShape(5, depth, 3, outputs));
          losses.add(new ReferenceEmpiricalLoss(network, data(11, 3, outputs)));
          losses.add(EmpiricalLoss.of(network, data(11, 3, outputs)));
        }
      }
      Network classifier = NetworkFamilies.named(family).build(new NetworkShape(5, 1, 3, 3));
      OutputLoss entropy = OutputLosses.CROSS_ENTROPY;
      losses.add(new ReferenceEmpiricalLoss(classifier, distributions(11, 3, 3), entropy));
      losses.add(EmpiricalLoss.of(classifier, distributions(11, 3, 3), entropy));
      Network committee = NetworkFamilies.named(family).build(new NetworkShape(4, 1, 3, 1, true));
      losses.add(new ReferenceEmpiricalLoss(committee, data(9, 3, 1)));
      losses.add(EmpiricalLoss.of(committee, data(9, 3, 1)));
    }
    return losses;
  }

  static Dataset data(int samples, int inputs, int outputs) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);
    double[] x = random.doubles((long) samples * inputs, -1, 1).toArray();
    double[] y = random.doubles((long) samples * outputs, -1, 1).toArray();
    return new Dataset(samples, inputs, outputs, x, y);
  }

  /** Targets that are distributions over the classes, every third one-hot. */
  private static Dataset distributions(int samples, int inputs, int classes) {
    double[] y = data(samples, inputs, classes).y();
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        int at = i * classes + k;
        y[at] = i % 3 == 0 ? (k == i % classes ? 1 : 0) : Math.abs(y[at]);
        sum += y[at];
      }
      for (int k = 0; k < classes; k++) {
        y[i * classes + k] /= sum;
      }
    }
    return new Dataset(samples, inputs, classes, data(samples, inputs, classes).x(), y);
  }

  private static double[] start(EmpiricalLoss loss) {
    double[] theta =
        Initializations.named("glorot")
            .draw(loss.network(), RandomSource.XO_RO_SHI_RO_128_PP.create(SEED + 1));
    // a bias of 0 after a layer that is dead on a sample would put the start exactly on a kink
    double[] biases = vector(theta.length, SEED + 7);
    for (DenseLayer layer : loss.network().layers()) {
      if (layer.role() == DenseLayer.Role.BIAS) {
        System.arraycopy(biases, layer.offset(), theta, layer.offset(), layer.size());
      }
    }
    return theta;
  }

  private static double[] vector(int length, long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed).doubles(length, -1, 1).toArray();
  }

  private static double[] shifted(double[] theta, double[] direction, double step) {
    double[] moved = theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientEqualsCentralDifference(EmpiricalLoss loss) {
    double[] theta = start(loss);
    double[] gradient = new double[loss.dimension()];
    double value = loss.valueAndGradient(theta, gradient);
    assertEquals(loss.value(theta), value, 1e-15);
    double[] d = vector(theta.length, SEED + 2);
    double h = 1e-6;
    double difference =
        (loss.value(shifted(theta, d, h)) - loss.value(shifted(theta, d, -h))) / (2 * h);
    assertEquals(difference, dot(gradient, d), 1e-7 * (1 + Math.abs(difference)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void hessianProductEqualsDifferenceOfGradients(EmpiricalLoss loss) {
    double[] theta = start(loss);
    double[] d = vector(theta.length, SEED + 3);
    double[] product = new double[theta.length];
    loss.hessianVectorProduct(theta, d, product);
    double h = 1e-6;
    double[] above = new double[theta.length];
    double[] below = new double[theta.length];
    loss.valueAndGradient(shifted(theta, d, h), above);
    loss.valueAndGradient(shifted(theta, d, -h), below);
    for (int i = 0; i < theta.length; i++) {
      assertEquals((above[i] - below[i]) / (2 * h), product[i], 1e-6, "entry " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void jacobianProductsAreAdjointAndMatchGramAndNormal(EmpiricalLoss loss) {
    double[] theta = start(loss);
    Linearization at = loss.linearize(theta);
    int rows = at.residual().length;
    int p = theta.length;
    double[] v = vector(p, SEED + 4);
    double[] u = vector(rows, SEED + 5);
    double[] jv = new double[rows];
    double[] ju = new double[p];
    at.multiply(v, jv);
    at.multiplyTransposed(u, ju);
    assertEquals(dot(u, jv), dot(v, ju), 1e-12 * rows);
    double[] gram = new double[rows * rows];
    double[] normal = new double[p * p];
    at.gram(gram);
    at.normal(normal);
    double[] jju = new double[rows];
    at.multiply(ju, jju);
    double[] jjv = new double[p];
    at.multiplyTransposed(jv, jjv);
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < rows; j++) {
        sum += gram[i * rows + j] * u[j];
      }
      assertEquals(jju[i], sum, 1e-11, "gram row " + i);
    }
    for (int i = 0; i < p; i++) {
      double sum = 0;
      for (int j = 0; j < p; j++) {
        sum += normal[i * p + j] * v[j];
      }
      assertEquals(jjv[i], sum, 1e-11, "normal row " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void preActivationGradientEqualsDifference(EmpiricalLoss loss) {
    double[] theta = start(loss);
    double[] d = vector(theta.length, SEED + 6);
    double[] gradient = new double[theta.length];
    double h = 1e-7;
    for (int relu = 0; relu < loss.network().relus().size(); relu++) {
      int width = loss.network().nodes().get(loss.network().relus().get(relu)).width();
      Kink kink = new Kink(relu, 2, width - 1);
      loss.linearize(theta).preActivationGradient(kink, gradient);
      int index = kink.sample() * width + kink.unit();
      double above = loss.linearize(shifted(theta, d, h)).preActivations(relu)[index];
      double below = loss.linearize(shifted(theta, d, -h)).preActivations(relu)[index];
      assertEquals((above - below) / (2 * h), dot(gradient, d), 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void switchingAReluOffTakesItsAdjointOutOfTheGradient(EmpiricalLoss loss) {
    double[] theta = start(loss);
    int relu = loss.network().relus().size() - 1;
    Linearization at = loss.linearize(theta);
    double[] pre = at.preActivations(relu);
    int width = pre.length / loss.data().samples();
    // a kink: the smallest positive pre-activation is moved to 0 by switching it off, which changes
    // the outputs by little
    int index = -1;
    for (int i = 0; i < pre.length; i++) {
      if (pre[i] > 0 && (index < 0 || pre[i] < pre[index])) {
        index = i;
      }
    }
    Kink kink = new Kink(relu, index / width, index % width);
    double adjoint = at.reluAdjoints(relu)[index];
    double[] whole = new double[theta.length];
    double[] off = new double[theta.length];
    double[] row = new double[theta.length];
    at.gradient(whole);
    at.preActivationGradient(kink, row);
    loss.linearize(theta, List.of(kink)).gradient(off);
    for (int i = 0; i < theta.length; i++) {
      assertEquals(whole[i] - adjoint * row[i], off[i], 20 * pre[index] + 1e-12, "entry " + i);
    }
  }
}
