package io.shallows.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The streams of one root seed.
 *
 * <p>The 256 bits of state of a xoshiro256++ generator are SHA-256(root, id, purpose), each part
 * written with its length so that no two names share an encoding. Normal deviates come from the
 * modified ziggurat of Commons RNG.
 */
public final class RandomStreams {
  private final long root;

  public RandomStreams(long root) {
    this.root = root;
  }

  /** Uniform bits of the stream named by (root, id, purpose), from its beginning. */
  public UniformRandomProvider uniform(String id, String purpose) {
    byte[] digest =
        digest(Objects.requireNonNull(id, "id"), Objects.requireNonNull(purpose, "purpose"));
    long[] state = new long[4];
    ByteBuffer.wrap(digest).asLongBuffer().get(state);
    return RandomSource.XO_SHI_RO_256_PP.create(state);
  }

  /** Standard normal deviates of the stream named by (root, id, purpose), from its beginning. */
  public ContinuousSampler gaussian(String id, String purpose) {
    return gaussian(uniform(id, purpose));
  }

  /**
   * Standard normal deviates drawn from {@code source}, for a stream that also gives uniform
   * numbers.
   */
  public static ContinuousSampler gaussian(UniformRandomProvider source) {
    return ZigguratSampler.NormalizedGaussian.of(source);
  }

  private byte[] digest(String id, String purpose) {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] purposeBytes = purpose.getBytes(StandardCharsets.UTF_8);
    ByteBuffer name =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + idBytes.length + purposeBytes.length)
            .putLong(root)
            .putInt(idBytes.length)
            .put(idBytes)
            .putInt(purposeBytes.length)
            .put(purposeBytes);
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
