package io.shallows.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Rows of small reference trials against the digests that are kept for the numerics revision: one
 * digest per column, so that a failure says what changed.
 *
 * <p>A new column is added to the file, and a change on purpose frozen anew, by the commands in
 * {@link #ADVICE}. The second is for a revision that no release has: after a release the revision
 * is raised first.
 */
class NumericsRevisionTest {

  private static final String ADVICE =
      "If that is meant, raise SweepIdentity.NUMERICS_REVISION (once per release), say so in"
          + " CHANGELOG.md, and freeze the digests of the new revision:\n"
          + "  ./mvnw -pl common test -Dtest=NumericsRevisionTest -Dshallows.freeze=again\n"
          + "A new column changes no row: -Dshallows.freeze=new adds its digest.";

  private static final Path FROZEN = Path.of("src/test/resources/frozen/rows.txt");

  private static final List<Table> TABLES =
      List.of(
          ReferencesTable.TABLE,
          TrialsTable.TABLE,
          MinimaTable.TABLE,
          TrajectoriesTable.TABLE,
          DepthsTable.TABLE,
          PathsTable.TABLE);

  /** Every family, optimizer, loss and kind of data takes part. */
  private static final List<String> SPECS =
      List.of(
          """
          apiVersion: shallows/v1
          grid:
            family: [plain, residual, long-skip, linear-skip, orhan-plain, orhan-residual]
            width: [4]
            networkDepth: [1]
            inputDimension: [2]
            initialization: [clustered]
            seed: {count: 2, root: 11}
          problem: {kind: teacher, samples: 24, teacherWidth: 3}
          training: {maxIterations: 300}
          measurement:
            depth: {eta: [0.5], finders: [constructive, string], budget: 200, referenceRestarts: 3}
            spectrumDetail: true
          """,
          """
          apiVersion: shallows/v1
          grid:
            family: [plain]
            width: [3]
            networkDepth: [0]
            inputDimension: [2]
            initialization: [he]
            seed: {count: 4, root: 12}
          problem: {kind: random-labels, samples: 16}
          training: {optimizer: lbfgs, maxIterations: 300}
          measurement:
            depth: {eta: [0.25, 0.75], referenceRestarts: 3, budget: 200, connectivity: tree}
            slowDown: adam
            slowDownSteps: 60
            levelMetrics: true
            trajectoryPoints: 3
          """,
          """
          apiVersion: shallows/v1
          grid:
            family: [long-skip]
            width: [3]
            networkDepth: [1]
            inputDimension: [2]
            initialization: [he]
            seed: {count: 3, root: 13}
          problem: {kind: classes, samples: 20}
          training:
            {optimizer: adam, loss: cross-entropy, maxIterations: 80, learningRate: 0.01, batchSize: 7,
             gradientTolerance: 1e-2}
          measurement: {depth: {finders: [string], budget: 100}}
          """,
          """
          apiVersion: shallows/v1
          grid:
            family: [plain]
            width: [2]
            networkDepth: [0]
            inputDimension: [2]
            initialization: [he]
            seed: {count: 4, root: 14}
          problem: {kind: gaussian-teacher, teacherAngles: [0.1, 0.9], committee: true}
          training: {preset: safran-shamir, maxIterations: 20000}
          measurement: {depth: {finders: [linear], budget: 50}}
          """,
          """
          apiVersion: shallows/v1
          grid:
            family: [plain, linear-skip]
            width: [3]
            networkDepth: [0]
            inputDimension: [1]
            initialization: [glorot]
            seed: {count: 2, root: 15}
          problem: {kind: polynomial, samples: 16}
          training: {optimizer: gradient-descent, learningRate: 0.05, maxIterations: 200}
          measurement: {depth: {eta: [0.5], finders: [constructive, saddle], budget: 200, referenceRestarts: 3}}
          """);

  /**
   * From decompositions of a library whose last bits differ between processors; their digests are
   * of four digits, and of 0 for what is rounding.
   */
  private static boolean isFromLibrary(Column<?> column) {
    return column.name().startsWith("hessian_")
        || column.name().startsWith("spectrum_")
        || column.name().startsWith("dependence_")
        || column.name().startsWith("certificate_")
        || column.name().startsWith("third_derivative_");
  }

  @Test
  void rowsAreThoseOfTheRevision() throws IOException {
    Map<String, String> found = digests();
    String prefix = SweepIdentity.NUMERICS_REVISION + " ";
    Map<String, String> all = new TreeMap<>();
    for (String line : Files.exists(FROZEN) ? Files.readAllLines(FROZEN) : List.<String>of()) {
      int last = line.lastIndexOf(' ');
      all.put(line.substring(0, last), line.substring(last + 1));
    }
    Map<String, String> frozen = new TreeMap<>();
    all.forEach(
        (name, digest) -> {
          if (name.startsWith(prefix)) {
            frozen.put(name.substring(prefix.length()), digest);
          }
        });
    String freeze = System.getProperty("shallows.freeze", "");
    if (freeze.equals("again")) {
      frozen.clear();
    }
    if (!freeze.isEmpty()) {
      found.forEach(frozen::putIfAbsent);
      all.keySet().removeIf(name -> name.startsWith(prefix));
      frozen.forEach((name, digest) -> all.put(prefix + name, digest));
      Files.write(
          FROZEN, all.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    }
    Set<String> changed = new TreeSet<>();
    frozen.forEach(
        (name, digest) -> {
          if (!digest.equals(found.get(name))) {
            changed.add(name);
          }
        });
    assertTrue(
        changed.isEmpty(),
        () ->
            "rows changed under numerics revision "
                + SweepIdentity.NUMERICS_REVISION
                + ": "
                + changed
                + ".\n"
                + ADVICE);
    Set<String> added = new TreeSet<>(found.keySet());
    added.removeAll(frozen.keySet());
    assertEquals(Set.of(), added, "columns without a digest.\n" + ADVICE);
  }

  /** One digest per column, over the rows of all specs. */
  private static Map<String, String> digests() {
    Map<String, StringBuilder> columns = new TreeMap<>();
    for (String text : SPECS) {
      for (Record row : rows(SweepVocabulary.reader().read(text, "reference.yaml"))) {
        for (Column<?> column : row.table().columns()) {
          if (!column.isTime()) {
            columns
                .computeIfAbsent(
                    row.table().name() + "." + column.name(), name -> new StringBuilder())
                .append(text(column, row.find(column)))
                .append('\n');
          }
        }
      }
    }
    Map<String, String> digests = new TreeMap<>();
    columns.forEach((name, values) -> digests.put(name, digest(values.toString())));
    for (Table table : TABLES) {
      assertTrue(
          digests.keySet().stream().anyMatch(name -> name.startsWith(table.name() + ".")),
          table + " has no row here");
    }
    return digests;
  }

  private static List<Record> rows(SweepSpec spec) {
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    List<Record> rows = new ArrayList<>();
    CellCoordinates first = grid.cell(0);
    List<Record> references =
        runner.references(
            ProblemCoordinates.of(first),
            runner.referenceWidths(Set.of(first.width())),
            List.of(),
            Deadline.never());
    rows.addAll(references);
    for (long cell = 0; cell < grid.cells(); cell++) {
      rows.addAll(cell(grid, runner, cell, references));
    }
    return rows;
  }

  private static List<Record> cell(
      Grid grid, TrialRunner runner, long cell, List<Record> references) {
    List<Record> rows = new ArrayList<>();
    List<Record> minima = new ArrayList<>();
    Map<Long, Record> bySeed = new TreeMap<>();
    for (long seed = 0; seed < grid.seeds(); seed++) {
      TrialOutcome outcome = runner.minimum(grid.cell(cell).trial(seed), Deadline.never());
      rows.add(outcome.trial());
      rows.addAll(outcome.trajectory());
      if (outcome.minimum().isPresent()) {
        minima.add(outcome.minimum().get());
        bySeed.put(seed, outcome.minimum().get());
      }
    }
    rows.addAll(minima);
    Optional<Record> best = runner.best(minima);
    List<DepthOutcome> measured = new ArrayList<>();
    for (Map.Entry<Long, Record> minimum : bySeed.entrySet()) {
      TrialCoordinates at = grid.cell(cell).trial(minimum.getKey());
      DepthOutcome depths =
          runner.depths(at, minimum.getValue(), best, minima, references, Deadline.never());
      rows.addAll(depths.depths());
      rows.addAll(depths.paths());
      measured.add(depths);
    }
    DepthOutcome tree = runner.tree(grid.cell(cell).trial(0), minima, measured);
    rows.addAll(tree.depths());
    rows.addAll(tree.paths());
    return rows;
  }

  private static String text(Column<?> column, Optional<?> value) {
    if (value.isEmpty()) {
      return "null";
    }
    if (value.get() instanceof double[] reals) {
      StringBuilder all = new StringBuilder();
      for (double real : reals) {
        all.append(real(column, real)).append(' ');
      }
      return all.toString();
    }
    return value.get() instanceof Double real ? real(column, real) : value.get().toString();
  }

  private static String real(Column<?> column, double value) {
    if (!isFromLibrary(column) || !Double.isFinite(value)) {
      return Long.toHexString(Double.doubleToLongBits(value));
    }
    return Math.abs(value) < 1e-9
        ? "0"
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toString();
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
