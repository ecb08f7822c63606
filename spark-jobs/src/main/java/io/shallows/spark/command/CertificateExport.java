package io.shallows.spark.command;

import io.shallows.depth.claim.ClaimDocument;
import io.shallows.depth.claim.PathClaim;
import io.shallows.depth.path.Path;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialSurface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What one stored path proves, for checkers of another house. */
final class CertificateExport implements ExportFormat {

  private static final String LABEL = "certificate";

  /** What tells the rows of one question from those of another. */
  private static final List<Column<?>> QUESTION =
      List.of(
          LeadingColumns.TRIAL_ID,
          PathsTable.MEASUREMENT_ID,
          PathsTable.TARGET,
          LeadingColumns.ETA,
          PathsTable.DROP);

  private static final List<Column<?>> ABOUT =
      List.of(
          LeadingColumns.TRIAL_ID,
          LeadingColumns.PROBLEM_ID,
          PathsTable.MEASUREMENT_ID,
          PathsTable.TARGET,
          LeadingColumns.ETA,
          PathsTable.DROP,
          PathsTable.PATH,
          PathsTable.DEPTH_METHOD);

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public void write(ExportRequest request) {
    request.filter().requireFit(PathsTable.TABLE);
    ExportRequest.Opened opened = request.openToCompute();
    List<Record> vertices = request.filter().onePath(opened.store(), "certificate is of");
    request.write(
        document(
            opened.spec(),
            opened.science(),
            vertices,
            () -> level(opened.store(), vertices.get(0)),
            "--format"));
  }

  /**
   * The document of one path.
   *
   * @param level the loss that the path was to reach
   * @param option what a refusal speaks of
   */
  static byte[] document(
      SweepSpec spec,
      ShallowsScience science,
      List<Record> vertices,
      DoubleSupplier level,
      String option) {
    Record first = vertices.get(0);
    TrialCoordinates trial =
        StoredTrial.coordinates(first, spec)
            .orElseThrow(
                () -> new Mistake(option + ": the spec of the store has no trial of this path"));
    StoredTrial.requireNoPenalty(spec, LABEL);
    EmpiricalLoss loss =
        TrialSurface.empirical(spec, science.tables(), trial)
            .orElseThrow(
                () ->
                    new Mistake(
                        option
                            + ": certificate has the samples of the loss, and "
                            + spec.problem().kind()
                            + " has a loss without any"));
    List<Double> maxima =
        vertices.stream().skip(1).map(row -> row.get(PathsTable.SEGMENT_MAX)).toList();
    Path path = new Path(vertices.stream().map(row -> row.get(PathsTable.PARAMETERS)).toList());
    PathClaim claim;
    try {
      claim = PathClaim.of(loss, path, maxima, level.getAsDouble());
    } catch (IllegalArgumentException e) {
      throw new Mistake(option + ": certificate cannot be made of this path: " + e.getMessage());
    }
    return ClaimDocument.json(claim, about(first)).getBytes(StandardCharsets.UTF_8);
  }

  /** The level that the path was to reach, from the row of its depth. */
  private static double level(Store store, Record vertex) {
    List<Double> levels = new ArrayList<>();
    StoredTrial.rows(
        store,
        DepthsTable.TABLE,
        vertex.get(LeadingColumns.TRIAL_ID),
        row -> {
          if (QUESTION.stream().allMatch(column -> row.find(column).equals(vertex.find(column)))) {
            levels.add(row.get(DepthsTable.REFERENCE_LOSS));
          }
        });
    if (levels.isEmpty()) {
      throw new Mistake(
          "--format: table depths has no row of this path, which would say what it was to reach;"
              + " \"shallows verify\" says what else is missing");
    }
    return levels.get(0);
  }

  private static Map<String, String> about(Record vertex) {
    Map<String, String> about = new LinkedHashMap<>();
    for (Column<?> column : ABOUT) {
      vertex.find(column).ifPresent(value -> about.put(column.name(), value.toString()));
    }
    return about;
  }
}
