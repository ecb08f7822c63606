package io.shallows.benchmark;

/**
 * A shape W(m, L, n, N).
 *
 * @param width m
 * @param networkDepth L
 * @param inputs n, no constant appended
 * @param samples N
 */
public record BenchmarkShape(int width, int networkDepth, int inputs, int samples) {

  public BenchmarkShape {
    requireAtLeast("width", width, 1);
    requireAtLeast("networkDepth", networkDepth, 0);
    requireAtLeast("inputs", inputs, 1);
    requireAtLeast("samples", samples, 1);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " is below " + least);
    }
  }

  /** Reads {@code m,L,n,N}. */
  public static BenchmarkShape parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length == 4) {
      try {
        return new BenchmarkShape(
            Integer.parseInt(parts[0].trim()),
            Integer.parseInt(parts[1].trim()),
            Integer.parseInt(parts[2].trim()),
            Integer.parseInt(parts[3].trim()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(mistake(text), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("shape: " + text + ": " + e.getMessage(), e);
      }
    }
    throw new IllegalArgumentException(mistake(text));
  }

  private static String mistake(String text) {
    return "shape: "
        + text
        + " is not width,networkDepth,inputs,samples; use four whole numbers such as 64,2,8,512";
  }

  /**
   * Floating-point operations of one gradient, {@code 12 L m^2 N + 4 m n N + 4 m N}: a multiply and
   * an add per weight, sample and product; forward, adjoints and gradient for the layers inside,
   * without the adjoints of the inputs for the first layer and without the elementwise work. The
   * convention, not the count of instructions, so that programs can be compared.
   */
  public double operations() {
    double m = width;
    double n = samples;
    return 12 * networkDepth * m * m * n + 4 * m * inputs * n + 4 * m * n;
  }

  @Override
  public String toString() {
    return width + "," + networkDepth + "," + inputs + "," + samples;
  }
}
