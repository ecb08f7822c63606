package io.shallows.depth;

import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.depth.path.Images;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.SearchLog;
import io.shallows.depth.path.UnitSymmetry;
import io.shallows.depth.problem.PathProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The minimum spanning tree of certified barriers between the minima of a cell, which is the cell's
 * barcode ({@link ConnectivityTree}).
 *
 * <p>Its edges are, for every minimum, the way to the level of the best that its depth was measured
 * by, and ways to the {@link #NEAREST} lower minima (the best aside) that are nearest: by the
 * distance of their outputs on the data, which no symmetry of units changes, for population losses
 * by the distance of their losses; ties by position. So a cell of n minima takes less than {@code
 * NEAREST n} searches, each with all chosen finders at the budget of a depth, where all pairs would
 * take {@code n (n - 1) / 2}. A minimum whose depth to the best cannot be told from 0 begins no
 * search: its bar has no length. More pairs could only lower the heights; each is an upper bound.
 *
 * <p>A bar whose way leads over other minima has a path of its own: the ways of its edges one after
 * the other, each mapped by the symmetry in which the one before ended, with moves of the size of
 * rounding at the joints, certified as a whole. Since the loss keeps its values under the
 * symmetries, its height is that of its highest edge up to rounding. Not safe for use by several
 * threads.
 */
public final class CellTree {

  /** Lower minima to which each is joined. */
  public static final int NEAREST = 2;

  private final DepthProblem problem;

  /** The tree of minima of one loss. */
  public CellTree(DepthProblem problem) {
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * The ways that begin at one minimum, besides that to the level of the best.
   *
   * @param minima parameters of all minima
   * @param losses their losses
   * @param best the position of the lowest
   */
  public List<TreeWay> ways(int from, List<double[]> minima, double[] losses, int best) {
    double[] own = problem.outputs(minima.get(from));
    double[] distance = new double[losses.length];
    List<Integer> lower = new ArrayList<>();
    for (int j = 0; j < losses.length; j++) {
      if (j != best && j != from && losses[j] < losses[from]) {
        distance[j] = Images.distance(own, problem.outputs(minima.get(j)));
        lower.add(j);
      }
    }
    lower.sort(Comparator.comparingDouble(j -> distance[j]));
    List<TreeWay> ways = new ArrayList<>();
    for (int to : lower.subList(0, Math.min(NEAREST, lower.size()))) {
      way(from, to, minima.get(from), minima.get(to)).ifPresent(ways::add);
    }
    return ways;
  }

  /**
   * What is known between two minima.
   *
   * @param from position of the higher
   * @param to position of the other
   * @param climb how far the loss rises above the higher on the lowest known way, which may lead
   *     over other minima; infinite where none is known
   * @param direct the way that was found between the two themselves
   */
  public record Link(int from, int to, double climb, Optional<CertifiedPath> direct) {}

  /**
   * The lowest known ways between all pairs: between each two a path is looked for, and pairs are
   * joined over others where that is lower, since the loss keeps its values under the symmetries by
   * which ways end in copies. Of n points {@code n (n - 1) / 2} searches.
   *
   * @param points parameters; not all need be minima
   */
  public List<Link> links(List<double[]> points) {
    int n = points.size();
    double[] losses = points.stream().mapToDouble(problem::at).toArray();
    double[][] heights = new double[n][n];
    List<Link> direct = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        int from = losses[i] >= losses[j] ? i : j;
        int to = from == i ? j : i;
        boolean same = Arrays.equals(points.get(i), points.get(j));
        Optional<TreeWay> way =
            same ? Optional.empty() : way(from, to, points.get(from), points.get(to));
        double height =
            same ? losses[i] : way.map(TreeWay::height).orElse(Double.POSITIVE_INFINITY);
        heights[i][j] = height;
        heights[j][i] = height;
        direct.add(new Link(from, to, height, way.flatMap(TreeWay::path)));
      }
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          heights[i][j] = Math.min(heights[i][j], Math.max(heights[i][k], heights[k][j]));
        }
      }
    }
    return direct.stream()
        .map(
            link ->
                new Link(
                    link.from(),
                    link.to(),
                    climb(heights[link.from()][link.to()] - losses[link.from()], link.direct()),
                    link.direct()))
        .toList();
  }

  /** Not above what the way itself is certified for: a difference of losses rounds. */
  private static double climb(double difference, Optional<CertifiedPath> direct) {
    return Math.min(
        difference, direct.map(CertifiedPath::barrier).orElse(Double.POSITIVE_INFINITY));
  }

  private Optional<TreeWay> way(int from, int to, double[] start, double[] end) {
    SearchLog log = new SearchLog();
    double level = problem.path(end, DepthTarget.minimum(0, end), new SearchLog()).startLoss();
    PathProblem between = problem.path(start, DepthTarget.minimum(level, end), log);
    problem.finders().forEach(finder -> finder.search(between));
    return log.lowest()
        .map(
            path -> {
              CertifiedPath kept = problem.simplified(path);
              boolean itself = Arrays.equals(kept.path().at(kept.path().size() - 1), end);
              UnitSymmetry symmetry =
                  itself ? UnitSymmetry.identity(end.length) : between.symmetry(start, end);
              return TreeWay.between(from, to, kept, symmetry, log.spent());
            });
  }

  /**
   * One bar: a minimum, the lower one that it is joined with where it ends, and how.
   *
   * @param minimum position of the minimum
   * @param elder position of the lower one
   * @param measured the bar as a depth
   */
  public record Bar(int minimum, int elder, DepthMeasurement measured) {}

  /**
   * The bars of all minima that are joined with a lower one, by position; only minima whose way to
   * the best is among the ways take part.
   *
   * @param minima parameters of all minima
   * @param losses their losses
   * @param best the position of the lowest
   */
  public List<Bar> bars(List<double[]> minima, double[] losses, int best, List<TreeWay> ways) {
    Set<Integer> present = new LinkedHashSet<>(List.of(best));
    List<TreeWay> used = new ArrayList<>();
    Map<Integer, DepthMeasurement> zeros = new TreeMap<>();
    for (TreeWay way : ways) {
      way.toBest().ifPresent(measured -> present.add(way.from()));
      if (way.toBest().filter(CellTree::isZeroWithoutPath).isPresent()) {
        zeros.put(way.from(), way.toBest().get());
      } else if (way.toBest().isPresent()) {
        used.add(way);
      }
    }
    for (TreeWay way : ways) {
      if (way.toBest().isEmpty() && present.contains(way.from()) && present.contains(way.to())) {
        used.add(way);
      }
    }
    ConnectivityTree tree =
        ConnectivityTree.of(
            losses,
            used.stream()
                .map(way -> new ConnectivityTree.Edge(way.from(), way.to(), way.height()))
                .toList());
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      if (zeros.containsKey(i)) {
        bars.add(new Bar(i, best, zeros.get(i)));
      } else {
        tree.bar(i).map(bar -> bar(bar, minima, used)).ifPresent(bars::add);
      }
    }
    return bars;
  }

  /** Its bar has no length, but it is no stop on the way of another. */
  private static boolean isZeroWithoutPath(DepthMeasurement measured) {
    return measured.covered() && measured.best().isEmpty();
  }

  private Bar bar(ConnectivityTree.Bar bar, List<double[]> minima, List<TreeWay> ways) {
    List<ConnectivityTree.Step> steps = bar.way();
    TreeWay first = ways.get(steps.get(0).edge());
    if (steps.size() == 1 && first.toBest().isPresent()) {
      return new Bar(bar.minimum(), bar.elder(), first.toBest().get());
    }
    long evaluations = 0;
    TreeWay highest = first;
    for (ConnectivityTree.Step step : steps) {
      TreeWay way = ways.get(step.edge());
      evaluations += way.evaluations();
      highest = way.height() > highest.height() ? way : highest;
    }
    double[] start = minima.get(bar.minimum());
    double[] end = minima.get(bar.elder());
    PathProblem lower = problem.path(end, DepthTarget.minimum(0, end), new SearchLog());
    DepthTarget target = DepthTarget.minimum(lower.startLoss(), end);
    PathProblem between = problem.path(start, target, new SearchLog());
    Path path = new Path(joined(between, start, steps, ways));
    String method = highest.path().map(CertifiedPath::method).orElse("exact-zero");
    CertifiedPath certified = new CertifiedPath(method, path, between.certificate(path));
    return new Bar(
        bar.minimum(), bar.elder(), between.measured(true).along(certified, evaluations));
  }

  /** The vertices of a way of several steps, each in the symmetry where the one before ended. */
  private static List<double[]> joined(
      PathProblem problem, double[] start, List<ConnectivityTree.Step> steps, List<TreeWay> ways) {
    List<double[]> vertices = new ArrayList<>(List.of(start));
    UnitSymmetry frame = UnitSymmetry.identity(start.length);
    for (ConnectivityTree.Step step : steps) {
      TreeWay way = ways.get(step.edge());
      UnitSymmetry turn = step.forward() ? way.symmetry() : way.symmetry().inverse();
      UnitSymmetry next = frame.after(turn);
      List<double[]> points =
          way.path()
              .map(found -> step.forward() ? found.path() : found.path().reversed())
              .map(Path::vertices)
              .orElse(List.of());
      for (int k = 0; k < points.size(); k++) {
        double[] point = (step.forward() ? frame : next).apply(points.get(k));
        double[] last = vertices.get(vertices.size() - 1);
        if (k == 0) {
          vertices.addAll(problem.moves(last, point));
        } else if (!Arrays.equals(last, point)) {
          vertices.add(point);
        }
      }
      frame = next;
    }
    return vertices;
  }
}
