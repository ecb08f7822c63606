package io.shallows.depth.atlas;

/**
 * The subsets of {0 .. n - 1} with at most k elements, numbered: smaller ones first, those of one
 * size by {@code sum_i C(s_i, i + 1)} of their ascending elements.
 */
final class Subsets {

  private final int n;
  private final int k;
  private final long[][] choose;
  private final long[] offsets;

  Subsets(int n, int k) {
    this.n = n;
    this.k = k;
    this.choose = new long[n + 1][k + 2];
    for (int i = 0; i <= n; i++) {
      choose[i][0] = 1;
      for (int j = 1; j <= k + 1 && i > 0; j++) {
        choose[i][j] =
            Math.min(Long.MAX_VALUE / 4, choose[i - 1][j - 1] + (j < i ? choose[i - 1][j] : 0));
      }
    }
    this.offsets = new long[k + 2];
    for (int size = 0; size <= k; size++) {
      offsets[size + 1] = Math.min(Long.MAX_VALUE / 4, offsets[size] + choose[n][size]);
    }
  }

  /** How many there are; at most a quarter of the largest number is said. */
  long count() {
    return offsets[k + 1];
  }

  /** How many have fewer than {@code size} elements. */
  long before(int size) {
    return offsets[size];
  }

  /** The number of a subset, its {@code size} elements ascending. */
  int number(int[] elements, int size) {
    long number = offsets[size];
    for (int i = 0; i < size; i++) {
      number += choose[elements[i]][i + 1];
    }
    return (int) number;
  }

  /** The number of a subset with one element more, which it does not have. */
  int with(int[] elements, int size, int more) {
    long number = offsets[size + 1];
    int shift = 0;
    for (int i = 0; i < size; i++) {
      if (shift == 0 && elements[i] > more) {
        number += choose[more][i + 1];
        shift = 1;
      }
      number += choose[elements[i]][i + 1 + shift];
    }
    return (int) (shift == 0 ? number + choose[more][size + 1] : number);
  }

  /** The elements of a subset, ascending. */
  int[] elements(int number) {
    int size = 0;
    while (number >= offsets[size + 1]) {
      size++;
    }
    int[] elements = new int[size];
    long rest = number - offsets[size];
    int element = n - 1;
    for (int i = size; i > 0; i--) {
      while (choose[element][i] > rest) {
        element--;
      }
      rest -= choose[element][i];
      elements[i - 1] = element--;
    }
    return elements;
  }
}
