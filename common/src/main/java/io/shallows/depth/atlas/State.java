package io.shallows.depth.atlas;

import java.util.Arrays;

/**
 * A set of cones, ascending, each once.
 *
 * @param cones not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
record State(int[] cones) {

  /** The state of some cones in any order. */
  static State of(int[] cones) {
    return new State(Arrays.stream(cones).sorted().distinct().toArray());
  }

  int size() {
    return cones.length;
  }

  boolean holds(int cone) {
    return Arrays.binarySearch(cones, cone) >= 0;
  }

  /** With one cone more. */
  State with(int cone) {
    int at = Arrays.binarySearch(cones, cone);
    if (at >= 0) {
      return this;
    }
    int before = -at - 1;
    int[] more = Arrays.copyOf(cones, cones.length + 1);
    System.arraycopy(cones, before, more, before + 1, cones.length - before);
    more[before] = cone;
    return new State(more);
  }

  /** Without one of its cones. */
  State without(int cone) {
    int at = Arrays.binarySearch(cones, cone);
    if (at < 0) {
      return this;
    }
    int[] less = Arrays.copyOf(cones, cones.length - 1);
    System.arraycopy(cones, at + 1, less, at, less.length - at);
    return new State(less);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof State state && Arrays.equals(cones, state.cones);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cones);
  }

  @Override
  public String toString() {
    return Arrays.toString(cones);
  }
}
