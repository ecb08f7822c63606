package io.shallows.spark.command;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.Column;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.MachineCheck;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.training.Deadline;
import io.shallows.trial.TrialOutcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a stored trial again and compares every number. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = "Trains a stored trial again: equal bits, or the columns that differ.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows reproduce out/sweep 1f0e5c0a9b7d4e2f8a6b3c1d0e9f8a7b",
      "      exit code 1 if a column differs"
    })
public final class ReproduceCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;
  @Mixin private DataArguments data;

  @Parameters(
      index = "1",
      paramLabel = "TRIAL_ID",
      description = "32 hexadecimal digits, or at least the first 8 where they are unique")
  private String digits;

  @Override
  public ExitCode call() {
    StoredSweep stored = StoredSweep.ofPresentRevision(store.open(), data.science(store.spark()));
    String trialId = StoredTrial.id(stored.store(), digits);
    List<Record> rows = new ArrayList<>();
    StoredTrial.rows(stored.store(), TrialsTable.TABLE, trialId, rows::add);
    if (rows.isEmpty()) {
      throw new Mistake(
          "TRIAL_ID: " + trialId + " has no row in table trials of " + stored.store().folder());
    }
    StoredTrial.rows(stored.store(), MinimaTable.TABLE, trialId, rows::add);
    StoredTrial.rows(stored.store(), TrajectoriesTable.TABLE, trialId, rows::add);
    TrialCoordinates trial =
        StoredTrial.coordinates(rows.get(0), stored.sweep().spec())
            .orElseThrow(
                () -> new Mistake("TRIAL_ID: " + trialId + " is of a problem the spec has not"));
    MachineCheck.requireNatives();
    TrialOutcome again = stored.runner().minimum(trial, Deadline.never());
    List<Record> now = new ArrayList<>(List.of(again.trial()));
    again.minimum().ifPresent(now::add);
    now.addAll(again.trajectory());
    PrintWriter out = command.commandLine().getOut();
    boolean equal = rows.size() == now.size();
    for (int i = 0; i < Math.min(rows.size(), now.size()); i++) {
      for (Column<?> column : rows.get(i).differences(now.get(i))) {
        equal = false;
        out.printf(
            Locale.ROOT,
            "%s.%s: %s in the store, %s now%n",
            rows.get(i).table().name(),
            column.name(),
            text(rows.get(i), column),
            text(now.get(i), column));
      }
    }
    if (equal) {
      out.println(trialId + ": equal bits");
    } else {
      out.println(
          trialId + ": differs; compare provenance.json of the store with this machine and build");
    }
    out.flush();
    return equal ? ExitCode.COMPLETE : ExitCode.INTERNAL_ERROR;
  }

  private static String text(Record row, Column<?> column) {
    Object value = row.find(column).orElse(null);
    return value instanceof double[] reals
        ? reals.length + " numbers with hash " + Arrays.hashCode(reals)
        : String.valueOf(value);
  }
}
