package io.shallows.depth.atlas;

import java.util.Arrays;

/** A set of ray features, as bits. Immutable. */
final class RaySet {

  private final long[] words;
  private final int hash;

  private RaySet(long[] words) {
    this.words = words;
    // all bits count, since sets that are met differ in few
    long mixed = 0;
    for (long word : words) {
      mixed = (mixed ^ word) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 29;
    }
    this.hash = (int) (mixed ^ mixed >>> 32);
  }

  /** Some of {@code of} rays. */
  static RaySet of(int of, int[] rays) {
    long[] words = new long[(of + Long.SIZE - 1) / Long.SIZE];
    for (int ray : rays) {
      words[ray / Long.SIZE] |= 1L << ray % Long.SIZE;
    }
    return new RaySet(words);
  }

  boolean holds(int ray) {
    return (words[ray / Long.SIZE] >>> ray % Long.SIZE & 1) != 0;
  }

  boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the other set has all of these. */
  boolean within(RaySet other) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & ~other.words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  RaySet union(RaySet other) {
    long[] more = words.clone();
    for (int i = 0; i < more.length; i++) {
      more[i] |= other.words[i];
    }
    return new RaySet(more);
  }

  RaySet minus(RaySet other) {
    long[] less = words.clone();
    for (int i = 0; i < less.length; i++) {
      less[i] &= ~other.words[i];
    }
    return new RaySet(less);
  }

  RaySet common(RaySet other) {
    long[] less = words.clone();
    for (int i = 0; i < less.length; i++) {
      less[i] &= other.words[i];
    }
    return new RaySet(less);
  }

  /** The rays, ascending. */
  int[] rays() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    int[] rays = new int[count];
    int next = 0;
    for (int i = 0; i < words.length; i++) {
      for (long left = words[i]; left != 0; left &= left - 1) {
        rays[next++] = Long.SIZE * i + Long.numberOfTrailingZeros(left);
      }
    }
    return rays;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RaySet set && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(rays());
  }
}
