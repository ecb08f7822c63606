package io.shallows.grid;

/**
 * The name of a problem: 128 bits of SHA-256, in hexadecimal, over everything that determines its
 * data.
 */
public record ProblemId(String hex) {
  public ProblemId {
    Fingerprint.requireHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
