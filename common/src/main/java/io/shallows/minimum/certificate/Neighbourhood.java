package io.shallows.minimum.certificate;

/**
 * What is known about a loss in a ball around a point: up to which radius its Hessian is Lipschitz,
 * with which constant, and how exactly its derivatives at the point are computed.
 */
interface Neighbourhood {

  /** Radius of the largest ball in which the loss is as smooth as claimed; 0 if there is none. */
  double radius();

  /** A Lipschitz constant of the Hessian in the spectral norm on the ball of this radius. */
  double thirdDerivative(double radius);

  /** Bound of the rounding error of the computed loss. */
  double lossError();

  /** Bound of the Euclidean norm of the error of the computed gradient. */
  double gradientError();

  /** Bound of the spectral norm of the error of the Hessian from computed products. */
  double hessianError();
}
