package io.shallows.spark.command;

import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Finds one trial in a store. */
final class StoredTrial {

  private StoredTrial() {}

  /**
   * Refuses a format whose documents speak of the loss alone.
   *
   * @param format its name
   */
  static void requireNoPenalty(SweepSpec spec, String format) {
    if (spec.training().penalty() != 0) {
      throw new Mistake(
          "--format: "
              + format
              + " speaks of the loss alone, and this store has training.penalty: "
              + spec.training().penalty()
              + "; use npz");
    }
  }

  /** Gives the trial's rows of a table to {@code sink}; returns their number. */
  static int rows(Store store, Table table, String trialId, Consumer<Record> sink) {
    RecordFiles files = new RecordFiles(store.folder());
    AtomicInteger found = new AtomicInteger();
    for (StoredFile file : store.files(table)) {
      files.read(
          file,
          table,
          Set.of(trialId),
          row -> {
            found.incrementAndGet();
            sink.accept(row);
          });
    }
    return found.get();
  }

  /**
   * The id that the first digits of one stand for: 32 hexadecimal digits are taken as they are.
   *
   * @throws Mistake unless exactly one trial of table trials has an id that begins with them, or of
   *     table depths where there are no trials
   */
  static String id(Store store, String digits) {
    if (!digits.matches("[0-9a-f]{8,32}")) {
      throw new Mistake("TRIAL_ID: " + digits + " is not 8 to 32 hexadecimal digits");
    }
    if (digits.length() == 32) {
      return digits;
    }
    Table table = store.files(TrialsTable.TABLE).isEmpty() ? DepthsTable.TABLE : TrialsTable.TABLE;
    Set<String> ids = new TreeSet<>();
    store.read(
        table,
        row -> {
          if (row.get(LeadingColumns.TRIAL_ID).startsWith(digits)) {
            ids.add(row.get(LeadingColumns.TRIAL_ID));
          }
        });
    return StoredProblem.only("TRIAL_ID", digits, ids, "column trial_id of table " + table.name());
  }

  /** Where the trial of a row stands; empty if the spec's problems do not include the row's. */
  static Optional<TrialCoordinates> coordinates(Record row, SweepSpec spec) {
    SweepIdentity identity = new SweepIdentity(spec);
    int inputs = Math.toIntExact(row.get(LeadingColumns.INPUT_DIMENSION));
    String problemId = row.get(LeadingColumns.PROBLEM_ID);
    for (int problem = 0; problem < spec.problem().count(); problem++) {
      if (identity.problemId(problem, inputs).hex().equals(problemId)) {
        return Optional.of(
            new TrialCoordinates(
                problem,
                row.get(LeadingColumns.FAMILY),
                Math.toIntExact(row.get(LeadingColumns.WIDTH)),
                Math.toIntExact(row.get(LeadingColumns.NETWORK_DEPTH)),
                inputs,
                row.get(LeadingColumns.INITIALIZATION),
                row.get(LeadingColumns.SEED)));
      }
    }
    return Optional.empty();
  }
}
