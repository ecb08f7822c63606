package io.shallows.training;

import io.shallows.loss.Kink;
import java.util.List;

/** The Hessian of a loss times a vector, with the relus of kinks switched off. */
@FunctionalInterface
public interface CurvatureProduct {

  /** Overwrites {@code product} with the Hessian at {@code theta} times {@code direction}. */
  void apply(double[] theta, List<Kink> kinks, double[] direction, double[] product);
}
