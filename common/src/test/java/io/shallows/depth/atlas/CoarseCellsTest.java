package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.cell.UnitCell;
import io.shallows.grid.Grid;
import io.shallows.minimum.MinimumKind;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What coarse cells could prove: all cells within so many planes of a unit's own are joined, and
 * their relu features replaced by all their convex combinations, those of their rays. The least
 * loss over that is a lower bound for all walks that stay there. Where it is at or below the level
 * already for the units of a minimum itself, no flood over cells as coarse as that ends above the
 * minimum; so the share of minima where it is above is the most that could have a lower end.
 *
 * <p>Noisy teachers, n = 1, as the quickstart's; levels a thousandth below the minimum and those of
 * the references. {@code target/coarse-cells.md} has the table.
 *
 * <pre>-Dcoarse.samples=64 -Dcoarse.noise=0.2 -Dcoarse.problems=16 -Dcoarse.seeds=8</pre>
 */
@Tag("comparison")
class CoarseCellsTest {

  private static final int SAMPLES = Integer.getInteger("coarse.samples", 64);
  private static final String NOISE = System.getProperty("coarse.noise", "0.2");
  private static final int PROBLEMS = Integer.getInteger("coarse.problems", 16);
  private static final int SEEDS = Integer.getInteger("coarse.seeds", 8);
  private static final int[] WIDTHS = {3, 4, 8, 16};
  private static final int[] REACHES = {0, 1, 2, 4, 8};
  private static final String[] LEVELS = {"own", "eta 0.5", "eta 0.9"};

  private static SweepSpec spec() {
    return SweepVocabulary.reader()
        .read(
            """
            apiVersion: shallows/v1
            name: coarse
            grid:
              family: [plain]
              width: [3, 4, 8, 16]
              networkDepth: [0]
              inputDimension: [1]
              initialization: [he]
              seed: {root: 1}
            problem: {kind: teacher, teacherWidth: 8}
            training: {maxIterations: 2000, gradientTolerance: 1e-8}
            measurement: {depth: {eta: [0.5, 0.9], referenceRestarts: 16}, spectrum: false}
            output: {uri: none}
            """,
            "coarse",
            List.of(
                "problem.samples=" + SAMPLES,
                "problem.noise=" + NOISE,
                "problem.count=" + PROBLEMS,
                "grid.seed.count=" + SEEDS));
  }

  /** Of one width, level and reach: minima, those whose relaxed loss is above, and cells joined. */
  private static final class Tally {
    private int minima;
    private int above;
  }

  @Test
  void joinedCellsSoonHoldTheLevel() throws IOException {
    SweepSpec spec = spec();
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    Map<String, Tally> tallies = new TreeMap<>();
    for (int problem = 0; problem < PROBLEMS; problem++) {
      Dataset data = Problem.of(spec, problem, 1).dataset(TableSource.none()).orElseThrow();
      Arrangement arrangement = Arrangement.of(data, false);
      Map<Integer, Double> references = references(runner, problem);
      for (long i = 0; i < grid.size(); i++) {
        if (grid.at(i).problemIndex() != problem) {
          continue;
        }
        Optional<Record> minimum = runner.minimum(grid.at(i), Deadline.never()).minimum();
        if (minimum.isPresent()
            && MinimumKind.of(minimum.get().get(MinimaTable.MINIMUM_KIND)).isMinimum()) {
          count(arrangement, data, minimum.get(), references, tallies);
        }
      }
    }
    String page = page(tallies);
    Files.writeString(Path.of("target", "coarse-cells.md"), page);
    System.out.print(page);
    int last = REACHES[REACHES.length - 1];
    for (int width : WIDTHS) {
      for (String level : LEVELS) {
        Tally own = tallies.get(key(width, level, 0));
        assertTrue(own == null || own.above == own.minima, "a cell's own loss is above: " + page);
        for (int k = 1; own != null && k < REACHES.length; k++) {
          int before = tallies.get(key(width, level, REACHES[k - 1])).above;
          assertTrue(
              tallies.get(key(width, level, REACHES[k])).above <= before,
              "more cells bound more: " + page);
        }
      }
    }
    Tally widest = tallies.get(key(16, "own", last));
    assertTrue(widest.above <= 0.1 * widest.minima, "coarse cells would be of use: " + page);
  }

  private static Map<Integer, Double> references(TrialRunner runner, int problem) {
    Map<Integer, Double> losses = new LinkedHashMap<>();
    for (Record row :
        runner.references(
            new ProblemCoordinates(problem, 1),
            runner.referenceWidths(Set.of(3, 4, 8, 16)),
            List.of(),
            Deadline.never())) {
      losses.put(
          Math.toIntExact(row.get(LeadingColumns.WIDTH)), row.get(ReferencesTable.REFERENCE_LOSS));
    }
    return losses;
  }

  private static void count(
      Arrangement arrangement,
      Dataset data,
      Record minimum,
      Map<Integer, Double> references,
      Map<String, Tally> tallies) {
    int width = Math.toIntExact(minimum.get(LeadingColumns.WIDTH));
    double loss = minimum.get(MinimaTable.LOSS);
    Network network =
        NetworkFamilies.named("plain").build(new NetworkShape(width, 0, data.inputs(), 1));
    List<Integer> cones = cones(arrangement, network, minimum.get(MinimaTable.PARAMETERS));
    for (int reach : REACHES) {
      double relaxed = relaxed(arrangement, cones, reach);
      for (String name : LEVELS) {
        double level =
            switch (name) {
              case "own" -> 0.999 * loss;
              case "eta 0.5" -> references.get((int) Math.ceil(Math.sqrt(width)));
              default -> references.get((int) Math.ceil(StrictMath.pow(width, 0.9)));
            };
        // as much worse as counts as covered by a margin, so that rounding decides nothing
        if (level < loss * (1 - 1e-6)) {
          Tally tally = tallies.computeIfAbsent(key(width, name, reach), k -> new Tally());
          tally.minima++;
          tally.above += relaxed > level ? 1 : 0;
        }
      }
    }
  }

  /** The cones that hold the units; a unit on a plane, as at a kink, is taken on its upper side. */
  private static List<Integer> cones(Arrangement arrangement, Network network, double[] theta) {
    TwoLayerUnits units = TwoLayerUnits.of(network).orElseThrow();
    Map<UnitCell, Integer> index = new TreeMap<>();
    for (int c = 0; c < arrangement.cones(); c++) {
      index.put(arrangement.cone(c).cell(), c);
    }
    int planes = arrangement.landscape().planes();
    int inputs = arrangement.landscape().inputs();
    List<Integer> cones = new ArrayList<>();
    for (int k = 0; k < units.width(); k++) {
      double[] v = units.vector(theta, k);
      boolean[] above = new boolean[planes];
      for (int i = 0; i < planes; i++) {
        double along = 0;
        for (int c = 0; c < inputs; c++) {
          along += arrangement.landscape().normal(i, c) * v[c];
        }
        above[i] = along >= 0;
      }
      Integer cone = index.get(UnitCell.of(above, units.weight(theta, k) >= 0 ? 1 : -1));
      if (cone != null) {
        cones.add(cone);
      }
    }
    return cones;
  }

  /** The least loss over convex combinations of the features of all cells within a reach. */
  private static double relaxed(Arrangement arrangement, List<Integer> cones, int reach) {
    Set<Integer> joined = new LinkedHashSet<>(cones);
    for (int step = 0; step < reach; step++) {
      Set<Integer> next = new LinkedHashSet<>(joined);
      for (Facet facet : arrangement.facets()) {
        if (joined.contains(facet.first())) {
          next.add(facet.second());
        }
        if (joined.contains(facet.second())) {
          next.add(facet.first());
        }
      }
      joined = next;
    }
    int[] rays =
        joined.stream()
            .flatMapToInt(c -> Arrays.stream(arrangement.cone(c).rays()))
            .distinct()
            .sorted()
            .toArray();
    RayProgram program = new RayProgram(arrangement);
    return program.solve(program.empty(), rays, rays.length);
  }

  private static String key(int width, String level, int reach) {
    return width + " " + level + " " + reach;
  }

  private static String page(Map<String, Tally> tallies) {
    StringBuilder page = new StringBuilder("| m | Level | Minima |");
    for (int reach : REACHES) {
      page.append(String.format(Locale.ROOT, " %d cells |", 2 * reach + 1));
    }
    page.append("\n|---|---|---|" + "---|".repeat(REACHES.length) + "\n");
    for (int width : WIDTHS) {
      for (String level : LEVELS) {
        Tally first = tallies.get(key(width, level, 0));
        if (first == null) {
          continue;
        }
        page.append(String.format(Locale.ROOT, "| %d | %s | %d |", width, level, first.minima));
        for (int reach : REACHES) {
          page.append(
              String.format(Locale.ROOT, " %d |", tallies.get(key(width, level, reach)).above));
        }
        page.append('\n');
      }
    }
    return page.toString();
  }
}
