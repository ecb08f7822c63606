package io.shallows.depth.atlas;

/** Indices in the order of their weights, equal ones by index: a merge sort without objects. */
final class WeightOrder {

  private WeightOrder() {}

  static int[] of(double[] weights, int count) {
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    int[] to = new int[count];
    for (long run = 1; run < count; run *= 2) {
      for (long start = 0; start < count; start += 2 * run) {
        int middle = (int) Math.min(start + run, count);
        int end = (int) Math.min(start + 2 * run, count);
        int a = (int) start;
        int b = middle;
        for (int i = a; i < end; i++) {
          boolean first = b >= end || (a < middle && weights[from[a]] <= weights[from[b]]);
          to[i] = first ? from[a++] : from[b++];
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }
}
