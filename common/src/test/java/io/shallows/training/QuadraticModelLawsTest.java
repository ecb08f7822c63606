package io.shallows.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Linearization;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every model solves {@code (P B P + damping I) d = -P g} for the gradient that it is given. */
class QuadraticModelLawsTest {

  private static final double DAMPING = 0.3;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(
      EmpiricalLoss loss, double[] theta, OrthonormalRows removed, QuadraticModel model) {}

  private static Case of(String form, int directions) {
    EmpiricalLoss loss = TestProblems.loss("plain", 5, 1, TestProblems.teacher(12, 2, 4, 7));
    double[] theta = TestProblems.start(loss, "he", 3);
    UniformRandomProvider random = TestProblems.random(11);
    OrthonormalRows removed = new OrthonormalRows(theta.length);
    for (int k = 0; k < directions; k++) {
      removed.add(random(theta.length, random));
    }
    QuadraticModel model = form.equals("gram") ? new GramModel(loss) : new NormalModel(loss);
    model.build(theta, List.of(), removed);
    return new Case(loss, theta, removed, model);
  }

  private static double[] random(int length, UniformRandomProvider random) {
    double[] vector = new double[length];
    for (int i = 0; i < length; i++) {
      vector[i] = 2 * random.nextDouble() - 1;
    }
    return vector;
  }

  /** {@code P B P d + damping d} with B = (2/N) J^T J by products alone. */
  private static double[] applied(Case at, double[] step) {
    Linearization linear = at.loss().linearize(at.theta());
    double[] inside = step.clone();
    at.removed().project(inside);
    double[] image = new double[linear.residual().length];
    linear.multiply(inside, image);
    double[] product = new double[step.length];
    linear.multiplyTransposed(image, product);
    for (int i = 0; i < product.length; i++) {
      product[i] *= 2.0 / at.loss().data().samples();
    }
    at.removed().project(product);
    for (int i = 0; i < product.length; i++) {
      product[i] += DAMPING * step[i];
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({"normal, 0", "normal, 4", "gram, 0", "gram, 4"})
  void anyGradientIsSolvedFor(String form, int directions) {
    Case at = of(form, directions);
    UniformRandomProvider random = TestProblems.random(5);
    for (int trial = 0; trial < 5; trial++) {
      double[] gradient = random(at.theta().length, random);
      at.removed().project(gradient);
      double[] step = new double[gradient.length];
      assertTrue(at.model().solve(DAMPING, gradient, step));
      double[] product = applied(at, step);
      for (int i = 0; i < product.length; i++) {
        assertEquals(-gradient[i], product[i], 1e-10, form + " entry " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "4"})
  void bothFormsAgreeOnThePointsOwnGradient(int directions) {
    Case gram = of("gram", directions);
    Case normal = of("normal", directions);
    double[] gradient = new double[gram.theta().length];
    gram.loss().linearize(gram.theta()).gradient(gradient);
    gram.removed().project(gradient);
    double[] left = new double[gradient.length];
    double[] right = new double[gradient.length];
    assertTrue(gram.model().solve(DAMPING, gradient, left));
    assertTrue(normal.model().solve(DAMPING, gradient, right));
    assertArrayEquals(right, left, 1e-10);
  }
}
