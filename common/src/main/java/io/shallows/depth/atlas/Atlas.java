package io.shallows.depth.atlas;

import io.shallows.depth.cell.Landscape;
import io.shallows.depth.cell.UnitCell;
import io.shallows.linalg.DualActiveSet;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The complete merge tree of a two-layer landscape: every local minimum with its exact depth.
 *
 * <p>States are the sets of at most m cones with signs; a state's value is the least loss of its
 * rays. Edges: from a set S to S with one cone more at value(S), the height at which that unit is
 * at 0; and between sets of m cones that differ in one, on two sides of a facet, at the least loss
 * with that unit on the facet. Facets of smaller sets S + a and S + b join nothing earlier: both
 * lead to S + a + b at their own values. A facet whose rays do not lower value(S) joins nothing
 * earlier either. The union of states from the lowest weight up is the merge tree. Losses within
 * {@value #TIE} of the loss of the network 0 are equal.
 *
 * <p>Exact means complete up to rounding: nothing is sampled and nothing is left out, but no
 * rounding is bounded; {@code depth.problem.CellDepth} proves the depth of one of its minima.
 *
 * <p>Cost: one program of N numbers per state and per facet of a state of m - 1 cones, from the
 * solution of a smaller set: about a microsecond each at N = 8; 8 bytes per state and 16 per facet.
 */
public final class Atlas {

  /** Losses count as equal within this share of the loss of the network that computes 0. */
  public static final double TIE = 1e-12;

  private final Arrangement arrangement;
  private final int width;
  private final Subsets subsets;
  private final double[] values;
  private final double[] best;
  private final long facets;
  private final long programs;
  private final MergeTree tree;

  private Atlas(
      Arrangement arrangement,
      int width,
      Subsets subsets,
      double[] values,
      long facets,
      long programs,
      MergeTree tree) {
    this.arrangement = arrangement;
    this.width = width;
    this.subsets = subsets;
    this.values = values;
    this.facets = facets;
    this.programs = programs;
    this.tree = tree;
    this.best = new double[width + 1];
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k <= width; k++) {
      for (long s = subsets.before(k); s < subsets.before(k) + countOf(k); s++) {
        least = Math.min(least, values[(int) s]);
      }
      best[k] = least;
    }
  }

  private long countOf(int size) {
    return (size < width ? subsets.before(size + 1) : subsets.count()) - subsets.before(size);
  }

  /** How many states there are for a width: what a complete tree costs. */
  public static long states(Arrangement arrangement, int width) {
    return new Subsets(arrangement.cones(), width).count();
  }

  /**
   * The atlas of an arrangement.
   *
   * @param width m, at least 1
   * @param most how many states may be listed
   * @throws IllegalArgumentException if there are more
   */
  public static Atlas of(Arrangement arrangement, int width, long most) {
    if (width < 1) {
      throw new IllegalArgumentException("atlas: width " + width + " is below 1");
    }
    Subsets subsets = new Subsets(arrangement.cones(), width);
    if (subsets.count() > Math.min(most, Integer.MAX_VALUE / 8)) {
      throw new IllegalArgumentException(
          "atlas: "
              + subsets.count()
              + " sets of at most "
              + width
              + " of "
              + arrangement.cones()
              + " cones are more than "
              + most);
    }
    return new Listing(arrangement, width, subsets).atlas();
  }

  /** The arrangement of its cones. */
  public Arrangement arrangement() {
    return arrangement;
  }

  /** m. */
  public int width() {
    return width;
  }

  /** The number of sets of cones. */
  public long states() {
    return subsets.count();
  }

  /** The number of facets whose programs could join something. */
  public long facets() {
    return facets;
  }

  /** How many programs the listing solved, of cells and of facets. */
  public long programs() {
    return programs;
  }

  /** The minima and what joins them. */
  public MergeTree tree() {
    return tree;
  }

  /** The least loss of a network of k units, {@code 0 <= k <= m}: what references estimate. */
  public double best(int k) {
    return best[k];
  }

  /** Whether a minimum's loss is above {@link #best} of k units by more than a tie. */
  public boolean covered(int minimum, int k) {
    return tree.loss(minimum) > best[k] + 2 * tree.tie();
  }

  /**
   * The largest depth, to the best loss of k units, of the minima that are above it: the quantity
   * that the bound speaks of; none if no minimum is above.
   */
  public OptionalDouble supremum(int k) {
    OptionalDouble largest = OptionalDouble.empty();
    for (int i = 0; i < tree.minima(); i++) {
      if (covered(i, k)) {
        double depth = tree.depth(i, best[k] + tree.tie()).orElseThrow();
        if (largest.isEmpty() || depth > largest.getAsDouble()) {
          largest = OptionalDouble.of(depth);
        }
      }
    }
    return largest;
  }

  /** The minimum with the largest depth to any lower loss; -1 if all are global. */
  public int deepest() {
    int deepest = -1;
    double most = -1;
    for (int i = 0; i < tree.minima(); i++) {
      double depth = tree.depth(i).orElse(-1);
      if (depth > most) {
        most = depth;
        deepest = i;
      }
    }
    return deepest;
  }

  /** The network at a minimum. */
  public StatePoint point(int minimum) {
    return StatePoint.of(arrangement, subsets.elements(tree.state(minimum)));
  }

  /** The cones of a minimum, ascending. */
  int[] stateOf(int minimum) {
    return subsets.elements(tree.state(minimum));
  }

  /** The depth of {@link #deepest()} to any lower loss; 0 if all minima are global. */
  public double depth() {
    int deepest = deepest();
    return deepest < 0 ? 0 : tree.depth(deepest).orElseThrow();
  }

  /** The minimum with the largest depth to the best loss of k units; -1 if none is above that. */
  int deepest(int k) {
    int deepest = -1;
    double most = -1;
    for (int i = 0; i < tree.minima(); i++) {
      double depth = covered(i, k) ? tree.depth(i, best[k] + tree.tie()).orElseThrow() : -1;
      if (depth > most) {
        most = depth;
        deepest = i;
      }
    }
    return deepest;
  }

  /** The rays of a minimum's state. */
  int[] rays(int minimum) {
    return rays(stateOf(minimum)).toArray();
  }

  /**
   * The rays whose least loss is the height at which a minimum is left for a loss at or below a
   * level: those of the facet and of the units beside it, or of the smaller of the two sets that
   * are joined.
   */
  int[] exitRays(int minimum, double level) {
    int[] joined = tree.exit(minimum, level).orElseThrow();
    int[] small = subsets.elements(Math.min(joined[0], joined[1]));
    int[] other = subsets.elements(Math.max(joined[0], joined[1]));
    if (small.length < other.length) {
      return rays(small).toArray();
    }
    int[] beside = Arrays.stream(small).filter(u -> holds(other, u)).toArray();
    Facet crossed =
        arrangement.facets().stream()
            .filter(
                facet ->
                    (holds(small, facet.first()) && holds(other, facet.second()))
                        || (holds(small, facet.second()) && holds(other, facet.first())))
            .filter(facet -> !holds(beside, facet.first()) && !holds(beside, facet.second()))
            .findFirst()
            .orElseThrow();
    return IntStream.concat(rays(beside), Arrays.stream(crossed.rays())).toArray();
  }

  private static boolean holds(int[] cones, int cone) {
    return Arrays.binarySearch(cones, cone) >= 0;
  }

  private IntStream rays(int[] cones) {
    return Arrays.stream(cones).flatMap(cone -> Arrays.stream(arrangement.cone(cone).rays()));
  }

  /** The loss of a set of cones. */
  double value(int[] cones) {
    return values[subsets.number(cones, cones.length)];
  }

  /** The enumeration: sets of cones, depth first, each from the solution of its beginning. */
  private static final class Listing {

    private final Arrangement arrangement;
    private final int width;
    private final Subsets subsets;
    private final RayProgram program;
    private final double[] values;
    private final int[] chosen;
    private final boolean[] isChosen;
    private final int[] rays;
    private final DualActiveSet[] solutions;
    private final double[][] gains;
    private double[] weights;
    private int[] first;
    private int[] second;
    private int edges;
    private long programs;

    Listing(Arrangement arrangement, int width, Subsets subsets) {
      this.arrangement = arrangement;
      this.width = width;
      this.subsets = subsets;
      this.program = new RayProgram(arrangement);
      this.values = new double[(int) subsets.count()];
      this.chosen = new int[width];
      this.isChosen = new boolean[arrangement.cones()];
      int total = arrangement.features().length;
      this.rays = new int[(width + 1) * total];
      this.solutions = new DualActiveSet[width + 2];
      this.gains = new double[width + 1][total];
      for (int i = 0; i < solutions.length; i++) {
        solutions[i] = program.empty();
      }
      int room = (int) Math.max(1024, subsets.count() / 2);
      this.weights = new double[room];
      this.first = new int[room];
      this.second = new int[room];
    }

    Atlas atlas() {
      visit(0, 0, 0, program.loss(solutions[0]));
      MergeTree tree = join();
      return new Atlas(arrangement, width, subsets, values, edges, programs, tree);
    }

    /** Lists a set and those that begin with it. */
    private void visit(int size, int from, int rayCount, double value) {
      values[subsets.number(chosen, size)] = value;
      if (size == width) {
        return;
      }
      program.gains(solutions[size], gains[size]);
      if (size == width - 1) {
        facets(size, rayCount, value);
      }
      for (int u = from; u < arrangement.cones(); u++) {
        int[] more = arrangement.cone(u).rays();
        System.arraycopy(more, 0, rays, rayCount, more.length);
        boolean helps = program.helps(gains[size], more);
        double next = value;
        if (helps || size + 1 < width) {
          solutions[size + 1].copy(solutions[size]);
        }
        if (helps) {
          programs++;
          next = program.solve(solutions[size + 1], rays, rayCount + more.length);
        }
        chosen[size] = u;
        isChosen[u] = true;
        visit(size + 1, u + 1, rayCount + more.length, next);
        isChosen[u] = false;
      }
    }

    private void facets(int size, int rayCount, double value) {
      DualActiveSet solution = solutions[width + 1];
      for (Facet facet : arrangement.facets()) {
        if (isChosen[facet.first()]
            || isChosen[facet.second()]
            || !program.helps(gains[size], facet.rays())) {
          continue;
        }
        System.arraycopy(facet.rays(), 0, rays, rayCount, facet.rays().length);
        solution.copy(solutions[size]);
        programs++;
        double weight = program.solve(solution, rays, rayCount + facet.rays().length);
        if (weight < value) {
          if (edges == weights.length) {
            int room = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * edges);
            weights = Arrays.copyOf(weights, room);
            first = Arrays.copyOf(first, room);
            second = Arrays.copyOf(second, room);
          }
          weights[edges] = weight;
          first[edges] = subsets.with(chosen, size, facet.first());
          second[edges] = subsets.with(chosen, size, facet.second());
          edges++;
        }
      }
    }

    /** Facets, and sets of fewer than m cones with all that have one more, by weight. */
    private MergeTree join() {
      int hubs = (int) subsets.before(width);
      double[] all = Arrays.copyOf(weights, edges + hubs);
      weights = null;
      System.arraycopy(values, 0, all, edges, hubs);
      Landscape landscape = arrangement.landscape();
      double tie = TIE * landscape.squares() / landscape.samples();
      MergeTree.Builder builder = new MergeTree.Builder(values, tie);
      for (int item : WeightOrder.of(all, all.length)) {
        if (item < edges) {
          double height = Math.max(all[item], Math.max(values[first[item]], values[second[item]]));
          builder.join(first[item], second[item], height);
        } else {
          int state = item - edges;
          int[] elements = subsets.elements(state);
          for (int u = 0, next = 0; u < arrangement.cones(); u++) {
            if (next < elements.length && elements[next] == u) {
              next++;
            } else {
              int more = subsets.with(elements, elements.length, u);
              builder.join(state, more, Math.max(all[item], values[more]));
            }
          }
        }
      }
      return builder.build();
    }
  }

  /** The unit cells of a minimum's units that are not free. */
  public List<UnitCell> cells(int minimum) {
    return Arrays.stream(subsets.elements(tree.state(minimum)))
        .mapToObj(cone -> arrangement.cone(cone).cell())
        .toList();
  }
}
