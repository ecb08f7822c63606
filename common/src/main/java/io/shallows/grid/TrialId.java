package io.shallows.grid;

/**
 * The name of a trial: 128 bits of SHA-256, in hexadecimal, over everything that determines its
 * numbers.
 */
public record TrialId(String hex) {
  public TrialId {
    Fingerprint.requireHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
