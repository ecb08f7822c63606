package io.shallows.depth.atlas;

import io.shallows.depth.cell.Landscape;
import io.shallows.linalg.DualActiveSet;
import io.shallows.network.Network;
import io.shallows.network.TwoLayerUnits;
import java.util.Arrays;

/**
 * The best network of a set of cones.
 *
 * @param loss its loss
 * @param vectors one per unit that is not at 0, {@code |b| w}
 * @param signs the signs of their heads
 * @param skip the learned skip; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // made in this package alone, never compared
public record StatePoint(double loss, double[][] vectors, int[] signs, double[] skip) {

  /** Solves a set of cones. */
  static StatePoint of(Arrangement arrangement, int[] cones) {
    RayProgram program = new RayProgram(arrangement);
    DualActiveSet solution = program.empty();
    int[] rays =
        Arrays.stream(cones).flatMap(c -> Arrays.stream(arrangement.cone(c).rays())).toArray();
    double loss = program.solve(solution, rays, rays.length);
    double[] factors = program.factors(solution);
    Landscape landscape = arrangement.landscape();
    int d = landscape.inputs();
    double[][] vectors = new double[cones.length][d];
    int[] signs = new int[cones.length];
    int used = 0;
    for (int cone : cones) {
      double[] v = new double[d];
      for (int ray : arrangement.cone(cone).rays()) {
        double[] direction = arrangement.vector(ray);
        for (int c = 0; c < d; c++) {
          v[c] += factors[ray] * direction[c];
        }
        factors[ray] = 0;
      }
      if (!TwoLayerUnits.isZero(v)) {
        vectors[used] = v;
        signs[used++] = arrangement.cone(cone).cell().sign();
      }
    }
    vectors = Arrays.copyOf(vectors, used);
    signs = Arrays.copyOf(signs, used);
    double[] skip =
        landscape.freeSkip() ? landscape.skipFor(rest(landscape, vectors, signs)) : new double[0];
    return new StatePoint(loss, vectors, signs, skip);
  }

  private static double[] rest(Landscape landscape, double[][] vectors, int[] signs) {
    double[] rest = new double[landscape.samples()];
    for (int s = 0; s < rest.length; s++) {
      rest[s] = landscape.target(s);
      for (int k = 0; k < vectors.length; k++) {
        double z = 0;
        for (int c = 0; c < landscape.inputs(); c++) {
          z += landscape.x(s, c) * vectors[k][c];
        }
        rest[s] -= signs[k] * Math.max(0, z);
      }
    }
    return rest;
  }

  /**
   * Parameters of a network: {@code w = v / sqrt|v|, b = s sqrt|v|}; units without a vector are 0.
   *
   * @throws IllegalArgumentException if the network has not two layers and one output, or fewer
   *     units than this
   */
  public double[] parameters(Network network) {
    TwoLayerUnits layout =
        TwoLayerUnits.of(network)
            .filter(found -> found.width() >= vectors.length)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "point: " + network + " does not hold " + vectors.length + " units"));
    double[] theta = new double[network.parameterCount()];
    for (int k = 0; k < vectors.length; k++) {
      double square = 0;
      for (double c : vectors[k]) {
        square += c * c;
      }
      double root = Math.sqrt(Math.sqrt(square));
      for (int c = 0; c < vectors[k].length; c++) {
        theta[layout.first().index(c, k)] = vectors[k][c] / root;
      }
      theta[layout.head().index(k, 0)] = signs[k] * root;
    }
    layout
        .skip()
        .ifPresent(
            layer -> {
              for (int c = 0; c < skip.length; c++) {
                theta[layer.index(c, 0)] = skip[c];
              }
            });
    return theta;
  }
}
