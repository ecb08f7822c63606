package io.shallows.statistics.law;

/** A law of the upper quantile Q of depth against the width m. The order is that of simplicity. */
public enum ScalingLaw {
  /** Q = a m^(-1/2): a rate without the input dimension. */
  INVERSE_ROOT("inverse-root", 1),
  /** Q = a m^s: the form of the bound, s = (eta - 1) / n. */
  POWER("power", 2),
  /** Q = a exp(-c m). */
  EXPONENTIAL("exponential", 2),
  /** Q = a (m^(-s) + r): a power that levels off. */
  OFFSET_POWER("offset-power", 3),
  /** log Q is continuous and linear in log m on both sides of one break. */
  BROKEN_POWER("broken-power", 4);

  private final String label;
  private final int parameters;

  ScalingLaw(String label, int parameters) {
    this.label = label;
    this.parameters = parameters;
  }

  /** The value stored in column {@code law}. */
  public String label() {
    return label;
  }

  /** Number of fitted parameters. */
  public int parameters() {
    return parameters;
  }
}
