package io.shallows.depth.cell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * On which sides of the planes a network's units lie, without any rounding: doubles are decimal
 * fractions. A unit on a plane counts for the side to which the plane's first input that is not 0
 * would move it, and a head of 0 counts as positive, so that the cell is one of a point beside.
 */
final class ExactSides {

  private final Landscape landscape;
  private final int[] firstOf;

  /**
   * The sides of a landscape's planes.
   *
   * @throws IllegalArgumentException if samples that share a plane there are not multiples of each
   *     other, so that exact arithmetic sees more planes
   */
  ExactSides(Landscape landscape) {
    this.landscape = landscape;
    this.firstOf = new int[landscape.planes()];
    boolean[] seen = new boolean[firstOf.length];
    for (int s = 0; s < landscape.samples(); s++) {
      int plane = landscape.planeOf(s);
      if (plane >= 0 && !seen[plane]) {
        seen[plane] = true;
        firstOf[plane] = s;
      } else if (plane >= 0 && !multiple(firstOf[plane], s)) {
        throw new IllegalArgumentException(
            "samples "
                + firstOf[plane]
                + " and "
                + s
                + " differ by rounding in their direction; without rounding they are two planes");
      }
    }
  }

  private boolean multiple(int first, int other) {
    for (int a = 0; a < landscape.inputs(); a++) {
      for (int b = 0; b < a; b++) {
        BigDecimal across = product(landscape.x(first, a), landscape.x(other, b));
        if (across.compareTo(product(landscape.x(first, b), landscape.x(other, a))) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static BigDecimal product(double a, double b) {
    return new BigDecimal(a).multiply(new BigDecimal(b));
  }

  /** The cell of the network at some parameters. */
  NetworkCell of(TwoLayerUnits layout, double[] theta) {
    List<UnitCell> units = new ArrayList<>();
    for (int k = 0; k < layout.width(); k++) {
      boolean[] above = new boolean[firstOf.length];
      for (int i = 0; i < above.length; i++) {
        above[i] = isAbove(layout, theta, k, firstOf[i]);
      }
      units.add(UnitCell.of(above, layout.weight(theta, k) >= 0 ? 1 : -1));
    }
    return NetworkCell.of(landscape, units);
  }

  private boolean isAbove(TwoLayerUnits layout, double[] theta, int unit, int sample) {
    BigDecimal sum = BigDecimal.ZERO;
    double first = 0;
    for (int c = 0; c < landscape.inputs(); c++) {
      double x = landscape.x(sample, c);
      sum = sum.add(product(x, theta[layout.first().index(c, unit)]));
      first = first == 0 ? x : first;
    }
    return sum.signum() != 0 ? sum.signum() > 0 : first > 0;
  }
}
