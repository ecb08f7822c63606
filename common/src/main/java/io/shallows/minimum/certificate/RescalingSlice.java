package io.shallows.minimum.certificate;

import io.shallows.linalg.OrthonormalRows;
import io.shallows.linalg.SymmetricEigen;
import io.shallows.network.RescalingSymmetry;
import io.shallows.network.RescalingSymmetry.Side;
import io.shallows.network.RescalingSymmetry.Touch;
import java.util.Comparator;
import java.util.Optional;

/**
 * The orthogonal complement of the rescaling directions at a point, and the radius up to which it
 * meets every orbit nearby (the proof is that of {@link MinimumCertificate}).
 *
 * @param removed an orthonormal basis of the rescaling directions
 * @param radius 0 where the directions depend on each other; infinite without rescalings
 */
record RescalingSlice(OrthonormalRows removed, double radius) {

  /** The slice at {@code theta}; cost c^2 p for c rescalings. */
  static RescalingSlice of(RescalingSymmetry symmetry, double[] theta) {
    int p = theta.length;
    int count = symmetry.count();
    OrthonormalRows removed = new OrthonormalRows(p);
    if (count == 0) {
      return new RescalingSlice(removed, Double.POSITIVE_INFINITY);
    }
    double[][] tangents = new double[count][p];
    double shortest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < count; c++) {
      symmetry.tangent(c, theta, tangents[c]);
      if (!removed.add(tangents[c])) {
        return new RescalingSlice(removed, 0);
      }
      shortest = Math.min(shortest, shortestSide(symmetry, c, theta));
    }
    // the parts of the tangents along the basis, whose span is the complement of the slice exactly
    double[] parts = new double[count * count];
    double[] row = new double[p];
    for (int i = 0; i < count; i++) {
      removed.copyRow(i, row);
      for (int c = 0; c < count; c++) {
        parts[i * count + c] = dot(row, tangents[c]);
      }
    }
    double[] gram = new double[count * count];
    double trace = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        for (int i = 0; i < count; i++) {
          gram[a * count + b] += parts[i * count + a] * parts[i * count + b];
        }
      }
      trace += gram[a * count + a];
    }
    double least = SymmetricEigen.values(count, gram)[0] - 8 * (count + p) * Math.ulp(trace);
    double sigma = Math.sqrt(Math.max(0, least));
    double radius = Math.min(sigma / Math.sqrt(2), shortest) * (1 - MinimumCertificate.OUTWARD);
    return new RescalingSlice(removed, radius);
  }

  /** The lesser length of a class's first weights in and last weights out; 0 if it lacks one. */
  private static double shortestSide(RescalingSymmetry symmetry, int c, double[] theta) {
    Comparator<Touch> earlier = Comparator.comparingInt(touch -> touch.layer().offset());
    Optional<Touch> first =
        symmetry.touches(c).stream().filter(touch -> touch.side() == Side.INCOMING).min(earlier);
    Optional<Touch> last =
        symmetry.touches(c).stream().filter(touch -> touch.side() != Side.INCOMING).max(earlier);
    if (first.isEmpty() || last.isEmpty()) {
      return 0;
    }
    Touch in = first.get();
    double incoming = 0;
    for (int i = 0; i < in.layer().inputs(); i++) {
      incoming += square(theta[in.layer().index(i, in.unit())]);
    }
    Touch out = last.get();
    double outgoing = 0;
    for (int j = 0; j < out.layer().outputs(); j++) {
      outgoing += square(theta[out.layer().index(out.unit(), j)]);
    }
    return Math.sqrt(Math.min(incoming, outgoing));
  }

  private static double square(double x) {
    return x * x;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
