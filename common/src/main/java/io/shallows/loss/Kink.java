package io.shallows.loss;

import java.util.Comparator;

/**
 * A relu whose pre-activation is 0 on a sample.
 *
 * @param relu position in {@link io.shallows.network.Network#relus()}; 0 is the first hidden layer
 * @param sample row of the data set
 * @param unit column of the layer
 */
public record Kink(int relu, int sample, int unit) implements Comparable<Kink> {

  private static final Comparator<Kink> ORDER =
      Comparator.comparingInt(Kink::relu)
          .thenComparingInt(Kink::sample)
          .thenComparingInt(Kink::unit);

  public Kink {
    if (relu < 0 || sample < 0 || unit < 0) {
      throw new IllegalArgumentException(
          "kink: (" + relu + ", " + sample + ", " + unit + ") has a negative index");
    }
  }

  @Override
  public int compareTo(Kink other) {
    return ORDER.compare(this, other);
  }
}
