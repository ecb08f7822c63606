package io.shallows.loss.penalty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import io.shallows.loss.LossSurface;
import io.shallows.training.TestProblems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitPenaltyTest {

  private static final double KAPPA = 0.3;

  private static EmpiricalLoss loss(String family) {
    return TestProblems.loss(family, 3, 0, TestProblems.teacher(11, 2, 2, 5));
  }

  private static double[] point(EmpiricalLoss loss, long seed) {
    return TestProblems.start(loss, "he", seed);
  }

  private static UnitPenalty penalty(EmpiricalLoss loss) {
    return new UnitPenalty(loss.network(), KAPPA);
  }

  /** By its definition, from the named layers. */
  private static double definition(EmpiricalLoss loss, double[] theta) {
    var w = loss.network().layer("W0");
    var a = loss.network().layer("A");
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double square = 0;
      for (int c = 0; c < 3; c++) {
        square += Math.pow(theta[w.index(c, k)], 2);
      }
      sum += Math.abs(theta[a.index(k, 0)]) * Math.sqrt(square);
    }
    return KAPPA * sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void theTwoFormsAreWhatTheirDefinitionsSay(String family) {
    EmpiricalLoss loss = loss(family);
    UnitPenalty penalty = penalty(loss);
    PenalizedLoss direct = new PenalizedLoss(loss, penalty);
    BalancedLoss balanced = new BalancedLoss(loss, penalty);
    for (int seed = 0; seed < 20; seed++) {
      double[] theta = point(loss, seed);
      double expected = loss.value(theta) + definition(loss, theta);
      assertEquals(expected, direct.value(theta), 1e-14 * expected);
      assertTrue(balanced.value(theta) >= direct.value(theta) * (1 - 1e-15));
      double[] same = penalty.balanced(theta);
      assertEquals(expected, direct.value(same), 1e-14 * expected, "rescaling changes nothing");
      assertEquals(expected, balanced.value(same), 1e-14 * expected, "equal where balanced");
      double[] scaled = theta.clone();
      scaled[loss.network().layer("A").index(1, 0)] *= 4;
      for (int c = 0; c < 3; c++) {
        scaled[loss.network().layer("W0").index(c, 1)] /= 4;
      }
      assertEquals(direct.value(theta), direct.value(scaled), 1e-14 * expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void derivativesAreThoseOfDifferences(String family) {
    EmpiricalLoss loss = loss(family);
    for (LossSurface surface :
        List.of(new PenalizedLoss(loss, penalty(loss)), new BalancedLoss(loss, penalty(loss)))) {
      double[] theta = point(loss, 3);
      double[] gradient = new double[theta.length];
      assertEquals(surface.value(theta), surface.valueAndGradient(theta, gradient), 1e-14);
      double h = 1e-6;
      for (int i = 0; i < theta.length; i++) {
        double[] up = theta.clone();
        double[] down = theta.clone();
        up[i] += h;
        down[i] -= h;
        double slope = (surface.value(up) - surface.value(down)) / (2 * h);
        assertEquals(slope, gradient[i], 1e-8 * (1 + Math.abs(slope)), "gradient " + i);
        double[] above = new double[theta.length];
        double[] below = new double[theta.length];
        surface.valueAndGradient(up, above);
        surface.valueAndGradient(down, below);
        double[] unit = new double[theta.length];
        unit[i] = 1;
        double[] product = new double[theta.length];
        surface.hessianVectorProduct(theta, unit, product);
        for (int j = 0; j < theta.length; j++) {
          assertEquals((above[j] - below[j]) / (2 * h), product[j], 1e-7, "Hessian " + i + j);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "linear-skip"})
  void theBalancedFormIsASumOfSquares(String family) {
    EmpiricalLoss loss = loss(family);
    BalancedLoss balanced = new BalancedLoss(loss, penalty(loss));
    double[] theta = point(loss, 8);
    int p = theta.length;
    int rows = balanced.residuals();
    assertEquals(11 + 4 * 3, rows);
    List<Kink> kinks = List.of(new Kink(0, 4, 1));
    Linearization at = balanced.linearize(theta, kinks);
    double[] r = at.residual().clone();
    double square = 0;
    for (double one : r) {
      square += one * one;
    }
    assertEquals(at.loss(), square / 11, 1e-14);
    double[][] columns = new double[p][rows];
    double frobenius = 0;
    for (int i = 0; i < p; i++) {
      double[] unit = new double[p];
      unit[i] = 1;
      at.multiply(unit, columns[i]);
      for (double one : columns[i]) {
        frobenius += one * one;
      }
    }
    assertEquals(Math.sqrt(frobenius), at.jacobianNorm(), 1e-12);
    double[] gradient = new double[p];
    at.gradient(gradient);
    double[] normal = new double[p * p];
    at.normal(normal);
    double[] transposed = new double[p];
    at.multiplyTransposed(r, transposed);
    for (int i = 0; i < p; i++) {
      assertEquals(2.0 / 11 * transposed[i], gradient[i], 1e-13);
      assertEquals(dot(columns[i], r), transposed[i], 1e-13);
      for (int j = 0; j < p; j++) {
        assertEquals(dot(columns[i], columns[j]), normal[i * p + j], 1e-12);
      }
    }
    double[] gram = new double[rows * rows];
    at.gram(gram);
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < rows; b++) {
        double sum = 0;
        for (int i = 0; i < p; i++) {
          sum += columns[i][a] * columns[i][b];
        }
        assertEquals(sum, gram[a * rows + b], 1e-12);
      }
    }
    double[] matrix = new double[p * p];
    balanced.hessian(theta, kinks, new double[1], matrix);
    for (int i = 0; i < p; i++) {
      double[] unit = new double[p];
      unit[i] = 1;
      double[] product = new double[p];
      balanced.hessianVectorProduct(theta, kinks, unit, product);
      for (int j = 0; j < p; j++) {
        assertEquals(product[j], matrix[i * p + j], 1e-12);
      }
    }
  }

  @Test
  void aUnitWithOneSideZeroHasNeither() {
    EmpiricalLoss loss = loss("plain");
    UnitPenalty penalty = penalty(loss);
    double[] theta = point(loss, 1);
    theta[loss.network().layer("A").index(2, 0)] = 0;
    double[] balanced = penalty.balanced(theta);
    assertEquals(0, penalty.size(balanced, 2));
    for (int c = 0; c < 3; c++) {
      assertEquals(0, balanced[loss.network().layer("W0").index(c, 2)]);
    }
    assertEquals(penalty.value(theta), penalty.value(balanced), 1e-15);
    double[] before = balanced.clone();
    assertArrayEquals(before, penalty.balanced(balanced), 1e-15);
    double[] gradient = new double[theta.length];
    new PenalizedLoss(loss, penalty).valueAndGradient(balanced, gradient);
    for (double g : gradient) {
      assertTrue(Double.isFinite(g));
    }
  }

  @Test
  void otherNetworksAndFactorsAreRefused() {
    EmpiricalLoss deep = TestProblems.loss("plain", 3, 1, TestProblems.teacher(11, 2, 2, 5));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new UnitPenalty(deep.network(), 1))
            .getMessage()
            .startsWith("training.penalty: plain"));
    assertThrows(
        IllegalArgumentException.class, () -> new UnitPenalty(loss("plain").network(), -1));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
