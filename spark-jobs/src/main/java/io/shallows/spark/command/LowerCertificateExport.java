package io.shallows.spark.command;

import io.shallows.depth.claim.ClaimDocument;
import io.shallows.depth.claim.CutClaim;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.spark.cli.Mistake;
import io.shallows.trial.TrialSurface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What proves the lower end of one depth, for checkers of another house. */
final class LowerCertificateExport implements ExportFormat {

  private static final List<Column<?>> ABOUT =
      List.of(
          LeadingColumns.TRIAL_ID,
          LeadingColumns.PROBLEM_ID,
          DepthsTable.MEASUREMENT_ID,
          DepthsTable.TARGET,
          LeadingColumns.ETA,
          DepthsTable.DROP,
          DepthsTable.DEPTH_LOWER);

  @Override
  public String label() {
    return "lower-certificate";
  }

  @Override
  public void write(ExportRequest request) {
    request.filter().requireFit(PathsTable.TABLE);
    ExportRequest.Opened opened = request.openToCompute();
    Record depth = request.filter().oneLowerEnd(opened.store());
    TrialCoordinates trial =
        StoredTrial.coordinates(depth, opened.spec())
            .orElseThrow(
                () -> new Mistake("--format: the spec of the store has no trial of this depth"));
    StoredTrial.requireNoPenalty(opened.spec(), label());
    EmpiricalLoss loss =
        TrialSurface.empirical(opened.spec(), opened.science().tables(), trial)
            .orElseThrow(
                () ->
                    new Mistake(
                        "--format: lower-certificate has the samples of the loss, and "
                            + opened.spec().problem().kind()
                            + " has a loss without any"));
    List<double[]> minima = new ArrayList<>();
    StoredTrial.rows(
        opened.store(),
        MinimaTable.TABLE,
        depth.get(LeadingColumns.TRIAL_ID),
        row -> minima.add(row.get(MinimaTable.PARAMETERS)));
    if (minima.isEmpty()) {
      throw new Mistake("--format: table minima has no row of this trial, with its parameters");
    }
    Map<String, String> about = new LinkedHashMap<>();
    for (Column<?> column : ABOUT) {
      depth.find(column).ifPresent(value -> about.put(column.name(), value.toString()));
    }
    String document;
    try {
      document =
          ClaimDocument.json(
              CutClaim.of(
                  loss,
                  minima.get(0),
                  depth.get(DepthsTable.DEPTH_LOWER),
                  depth.get(DepthsTable.REFERENCE_LOSS)),
              about);
    } catch (IllegalArgumentException e) {
      throw new Mistake(
          "--format: lower-certificate cannot be made of this depth: " + e.getMessage());
    }
    request.write(document.getBytes(StandardCharsets.UTF_8));
  }
}
