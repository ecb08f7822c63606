package io.shallows.minimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.training.TestProblems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TangentHessianTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void denseAndLanczosAgree(int removedDirections) {
    EmpiricalLoss loss = TestProblems.loss("residual", 4, 1, TestProblems.teacher(60, 2, 8, 3));
    double[] theta = TestProblems.start(loss, "he", 8);
    OrthonormalRows removed = new OrthonormalRows(theta.length);
    for (int i = 0; i < removedDirections; i++) {
      removed.add(TestProblems.random(i).doubles(theta.length, -1, 1).toArray());
    }
    TangentHessian dense =
        TangentHessian.dense((v, hv) -> loss.hessianVectorProduct(theta, v, hv), removed);
    TangentHessian lanczos =
        TangentHessian.lanczos((v, hv) -> loss.hessianVectorProduct(theta, v, hv), removed);
    double scale = dense.max();
    assertEquals(dense.min(), lanczos.min(), dense.error() + lanczos.error() + 1e-12 * scale);
    assertEquals(dense.max(), lanczos.max(), 1e-6 * scale);
    double[] image = new double[theta.length];
    loss.hessianVectorProduct(theta, dense.direction(), image);
    double rayleigh = 0;
    double off = 0;
    double[] q = new double[theta.length];
    for (int i = 0; i < theta.length; i++) {
      rayleigh += image[i] * dense.direction()[i];
    }
    for (int r = 0; r < removed.count(); r++) {
      removed.copyRow(r, q);
      double dot = 0;
      for (int i = 0; i < q.length; i++) {
        dot += q[i] * dense.direction()[i];
      }
      off = Math.max(off, Math.abs(dot));
    }
    assertEquals(dense.min(), rayleigh, 1e-12 * scale);
    assertTrue(off < 1e-12, "the direction lies in the subspace");
  }
}
