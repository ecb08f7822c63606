package io.shallows.depth.atlas;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which basins of a landscape join at which height: the 0-dimensional barcode with its tree.
 *
 * <p>Leaves are minima that no path of their own height leaves; inner nodes join two basins at the
 * least height of a path between them. Losses that differ by at most the tie count as equal.
 * Immutable once built.
 */
public final class MergeTree {

  private final double tie;
  private final int[] states;
  private final double[] losses;
  private final double[] heights;
  private final int[] parents;
  private final int[] lowest;
  private final int[][] exits;

  private MergeTree(
      double tie,
      int[] states,
      double[] losses,
      double[] heights,
      int[] parents,
      int[] lowest,
      int[][] exits) {
    this.tie = tie;
    this.states = states;
    this.losses = losses;
    this.heights = heights;
    this.parents = parents;
    this.lowest = lowest;
    this.exits = exits;
  }

  /** The number of minima; they are numbered from the lowest up. */
  public int minima() {
    return states.length;
  }

  /** What differs by at most this counts as equal. */
  public double tie() {
    return tie;
  }

  int state(int minimum) {
    return states[minimum];
  }

  /** The loss of a minimum. */
  public double loss(int minimum) {
    return losses[minimum];
  }

  /** Height of the lowest path from a minimum to a loss at or below {@code level}; else none. */
  public OptionalDouble height(int minimum, double level) {
    int node = minimum;
    double height = losses[minimum];
    while (node >= 0 && losses[lowest[node]] > level) {
      node = parents[node];
      height = node < 0 ? Double.NaN : Math.max(height, heights[node]);
    }
    return node < 0 ? OptionalDouble.empty() : OptionalDouble.of(height);
  }

  /** Depth to a level: the height of the lowest path there, less the loss. */
  public OptionalDouble depth(int minimum, double level) {
    OptionalDouble height = height(minimum, level);
    return height.isPresent()
        ? OptionalDouble.of(height.getAsDouble() - losses[minimum])
        : OptionalDouble.empty();
  }

  /** Depth to any loss that is lower by more than a tie; none for global minima. */
  public OptionalDouble depth(int minimum) {
    return depth(minimum, losses[minimum] - 2 * tie);
  }

  /**
   * The two states whose join is the {@link #height} to a level; none where there is no way or no
   * need of one. Of several of that height it is the one that was joined first.
   */
  Optional<int[]> exit(int minimum, double level) {
    int node = minimum;
    while (node >= 0 && losses[lowest[node]] > level) {
      node = parents[node];
    }
    return node < states.length
        ? Optional.empty()
        : Optional.of(exits[node - states.length].clone());
  }

  /**
   * The length of the minimum's bar: its depth to a basin at least as low, the first of equal ones
   * living on; none for the first global minimum.
   */
  public OptionalDouble bar(int minimum) {
    int node = minimum;
    while (node >= 0 && lowest[node] == minimum) {
      node = parents[node];
    }
    return node < 0 ? OptionalDouble.empty() : OptionalDouble.of(heights[node] - losses[minimum]);
  }

  /** Joins states from the lowest weight up. */
  static final class Builder {

    private static final double ROUNDING = 1000;

    private final double tie;
    private final double[] values;
    private final int[] parent;
    private final int[] node;
    private double[] heights = new double[1024];
    private int[] left = new int[1024];
    private int[] right = new int[1024];
    private int[][] exits = new int[1024][];
    private int joins;
    private double highest = Double.NEGATIVE_INFINITY;

    /** Over states with these losses. */
    Builder(double[] values, double tie) {
      this.values = values;
      this.tie = tie;
      this.parent = new int[values.length];
      this.node = new int[values.length];
      Arrays.setAll(parent, i -> i);
      Arrays.setAll(node, i -> i);
    }

    private int root(int state) {
      int at = state;
      while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
      }
      return at;
    }

    /**
     * Joins two states at a height that is not below that of any call before but by rounding, which
     * counts as equal to the highest.
     *
     * @throws IllegalArgumentException if it is below by more than {@value #ROUNDING} ties
     */
    void join(int a, int b, double height) {
      if (highest - height > ROUNDING * tie) {
        throw new IllegalArgumentException(
            "atlas: losses of states are off by "
                + (highest - height)
                + "; doubles do not tell them");
      }
      double weight = Math.max(height, highest);
      highest = weight;
      int first = root(a);
      int second = root(b);
      if (first == second) {
        return;
      }
      boolean swap =
          values[second] < values[first] || (values[second] == values[first] && second < first);
      int low = swap ? second : first;
      int high = swap ? first : second;
      parent[high] = low;
      if (weight - values[high] > tie) {
        if (joins == heights.length) {
          heights = Arrays.copyOf(heights, 2 * joins);
          left = Arrays.copyOf(left, 2 * joins);
          right = Arrays.copyOf(right, 2 * joins);
          exits = Arrays.copyOf(exits, 2 * joins);
        }
        heights[joins] = weight;
        left[joins] = node[low];
        right[joins] = node[high];
        exits[joins] = new int[] {a, b};
        node[low] = values.length + joins++;
      }
    }

    /** The tree, once every state is joined with every other. */
    MergeTree build() {
      int leaves = joins + 1;
      int[] found = new int[leaves];
      int count = 0;
      for (int j = 0; j < joins; j++) {
        for (int child : new int[] {left[j], right[j]}) {
          if (child < values.length) {
            found[count++] = child;
          }
        }
      }
      if (joins == 0) {
        found[count++] = node[root(0)];
      }
      if (count != leaves) {
        throw new IllegalStateException(
            "merge tree: " + count + " leaves, not the " + leaves + " of " + joins + " joins");
      }
      double[] unordered = new double[leaves];
      Arrays.sort(found);
      for (int i = 0; i < leaves; i++) {
        unordered[i] = values[found[i]];
      }
      int[] order = WeightOrder.of(unordered, leaves);
      int[] states = new int[leaves];
      double[] losses = new double[leaves + joins];
      int[] leafOf = new int[leaves];
      for (int i = 0; i < leaves; i++) {
        states[i] = found[order[i]];
        losses[i] = values[states[i]];
        leafOf[order[i]] = i;
      }
      double[] height = new double[leaves + joins];
      int[] parents = new int[leaves + joins];
      int[] lowest = new int[leaves + joins];
      Arrays.fill(parents, -1);
      for (int i = 0; i < leaves; i++) {
        height[i] = losses[i];
        lowest[i] = i;
      }
      for (int j = 0; j < joins; j++) {
        int at = leaves + j;
        height[at] = heights[j];
        lowest[at] = leaves;
        for (int child : new int[] {left[j], right[j]}) {
          int id =
              child < values.length
                  ? leafOf[Arrays.binarySearch(found, child)]
                  : leaves + child - values.length;
          parents[id] = at;
          lowest[at] = Math.min(lowest[at], lowest[id]);
        }
      }
      return new MergeTree(tie, states, losses, height, parents, lowest, exits);
    }
  }
}
