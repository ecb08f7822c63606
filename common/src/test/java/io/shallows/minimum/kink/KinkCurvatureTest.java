package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.training.TestProblems;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The products of wide networks against the Hessian that narrow ones have in full. */
class KinkCurvatureTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "residual", "long-skip"})
  void equalsWhatTheMultipliersAddToTheHessian(String family) {
    EmpiricalLoss loss = TestProblems.loss(family, 4, 2, TestProblems.teacher(30, 2, 5, 7));
    double[] theta = TestProblems.start(loss, "he", 3);
    int p = theta.length;
    List<Kink> kinks =
        List.of(new Kink(0, 4, 1), new Kink(1, 4, 2), new Kink(1, 11, 0), new Kink(2, 20, 3));
    double[] multipliers = {0.3, -0.7, 0.4, 1.1};
    double[] with = new double[p * p];
    double[] without = new double[p * p];
    loss.hessian(theta, kinks, multipliers, with);
    loss.hessian(theta, kinks, new double[kinks.size()], without);
    double[] v = TestProblems.random(5).doubles(p, -1, 1).toArray();
    double[] expected = new double[p];
    double size = 0;
    for (int i = 0; i < p; i++) {
      expected[i] = 0.25;
      for (int j = 0; j < p; j++) {
        expected[i] += (with[i * p + j] - without[i * p + j]) * v[j];
      }
      size = Math.max(size, Math.abs(expected[i] - 0.25));
    }
    double[] product = new double[p];
    java.util.Arrays.fill(product, 0.25);
    new KinkCurvature(loss, kinks, multipliers).addProduct(theta, v, product);
    // differences with a step of 1e-4: its square for the kink with three layers below it
    assertArrayEquals(expected, product, 1e-7 * size);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void kinksOfTheFirstLayerAndStandstillAddNothing(int relu) {
    EmpiricalLoss loss = TestProblems.loss("plain", 3, 1, TestProblems.teacher(10, 2, 3, 1));
    double[] theta = TestProblems.start(loss, "he", 2);
    double[] v = new double[theta.length];
    if (relu == 0) {
      java.util.Arrays.fill(v, 1);
    }
    double[] product = new double[theta.length];
    new KinkCurvature(loss, List.of(new Kink(relu, 2, 1)), new double[] {0.5})
        .addProduct(theta, v, product);
    assertEquals(0, java.util.Arrays.stream(product).map(Math::abs).max().orElseThrow());
  }
}
