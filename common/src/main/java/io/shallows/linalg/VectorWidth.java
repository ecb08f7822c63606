package io.shallows.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector species of this JVM: the processor's widest, or the one that {@value
 * KernelSelection#PROPERTY} names.
 *
 * <p>A constant, not a parameter: as soon as a JVM uses a second species, JDK 17 no longer inlines
 * the operations of either and everything runs twenty times slower. So each width is compared with
 * the reference in a JVM of its own. A width that the processor lacks gives the same bits, very
 * slowly.
 *
 * <p>No method but those of the Vector API takes or returns a vector: where the compiler of JDK 17
 * leaves one such call as a call, which depends on what it compiled before, the caller's vectors
 * stay on the heap for good.
 */
final class VectorWidth {
  static final VectorSpecies<Double> SPECIES =
      species(System.getProperty(KernelSelection.PROPERTY));
  static final int LANES = SPECIES.length();

  /**
   * What sums start from where they add to nothing. Loaded, so that both starts are one load: where
   * one of two vectors is chosen instead, about one JVM of JDK 17 in twelve leaves the sums of the
   * loop behind it on the heap for good, and steps take four times as long.
   */
  static final double[] ZEROS = new double[LANES];

  private VectorWidth() {}

  private static VectorSpecies<Double> species(String provider) {
    if (provider == null || !provider.startsWith(KernelSelection.VECTOR)) {
      return DoubleVector.SPECIES_PREFERRED;
    }
    int bits = Integer.parseInt(provider.substring(KernelSelection.VECTOR.length()));
    return VectorSpecies.of(double.class, VectorShape.forBitSize(bits));
  }
}
