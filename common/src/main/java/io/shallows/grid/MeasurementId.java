package io.shallows.grid;

/**
 * The name of a way to measure depth: 128 bits of SHA-256, in hexadecimal, over the settings that
 * decide a depth.
 */
public record MeasurementId(String hex) {
  public MeasurementId {
    Fingerprint.requireHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
