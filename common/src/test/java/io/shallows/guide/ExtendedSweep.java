package io.shallows.guide;

import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spec.SpecException;
import io.shallows.spec.SpecSchema;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@link RegistrationTest} runs with classes of its own; speaks in texts for that reason. */
public final class ExtendedSweep {

  private ExtendedSweep() {}

  /** One line per row of a spec's trials and depths, all in one cell. */
  public static List<String> rows(String text) {
    SweepSpec spec = SweepVocabulary.reader().read(text, "spec.yaml");
    Grid grid = new Grid(spec);
    TrialRunner runner = TrialRunner.of(spec);
    List<String> lines = new ArrayList<>();
    List<Record> minima = new ArrayList<>();
    for (long index = 0; index < grid.size(); index++) {
      TrialOutcome outcome = runner.minimum(grid.at(index), Deadline.never());
      outcome.minimum().ifPresent(minima::add);
      lines.add(
          "trial "
              + outcome.trial().get(LeadingColumns.FAMILY)
              + " "
              + outcome.trial().get(TrialsTable.STATUS));
    }
    Optional<Record> best = runner.best(minima);
    for (Record minimum : minima) {
      long seed = minimum.get(LeadingColumns.SEED);
      runner
          .depths(grid.cell(0).trial(seed), minimum, best, List.of(), Deadline.never())
          .depths()
          .forEach(
              row ->
                  lines.add(
                      "depth "
                          + row.get(DepthsTable.TARGET)
                          + " "
                          + row.find(DepthsTable.DEPTH_METHOD).orElse("none")));
    }
    return lines;
  }

  /** The columns that the first trial of a spec has values in. */
  public static List<String> columns(String text) {
    SweepSpec spec = SweepVocabulary.reader().read(text, "spec.yaml");
    Record row = TrialRunner.of(spec).minimum(new Grid(spec).at(0), Deadline.never()).trial();
    return TrialsTable.TABLE.columns().stream()
        .filter(column -> row.find(column).isPresent())
        .map(Column::name)
        .toList();
  }

  /** The id of the first trial of a spec. */
  public static String firstId(String text) {
    SweepSpec spec = SweepVocabulary.reader().read(text, "spec.yaml");
    return new SweepIdentity(spec).trialId(new Grid(spec).at(0)).hex();
  }

  /** How a spec is refused; empty if it is not. */
  public static String refusal(String text) {
    try {
      SweepVocabulary.reader().read(text, "spec.yaml");
      return "";
    } catch (SpecException refused) {
      return refused.getMessage();
    }
  }

  /** The schema of specs. */
  public static String schema() {
    return SpecSchema.json(SweepVocabulary.vocabulary());
  }
}
