package io.shallows.training;

import io.shallows.loss.Kink;
import java.util.List;

/** Forms second derivatives at a point. */
@FunctionalInterface
public interface CurvatureMatrix {

  /**
   * The second derivatives.
   *
   * @param theta parameters, length p
   * @param kinks relus that are switched off there
   * @param matrix overwritten, p x p row-major, both triangles
   */
  void form(double[] theta, List<Kink> kinks, double[] matrix);
}
