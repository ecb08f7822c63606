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
    int[] more = Arrays.copyOf(cones, cones.length + 1);
    more[cones.length] = cone;
    return of(more);
  }

  /** Without one of its cones. */
  State without(int cone) {
    return new State(Arrays.stream(cones).filter(c -> c != cone).toArray());
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
