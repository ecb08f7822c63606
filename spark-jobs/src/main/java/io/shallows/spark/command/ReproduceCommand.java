package io.shallows.spark.command;

import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.NewFile;
import io.shallows.spark.drive.MachineCheck;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.store.Store;
import io.shallows.training.Deadline;
import io.shallows.trial.TrialOutcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a stored trial again, measures its depths again, and compares every number. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description =
        "Trains a stored trial again, with --depths measures it again too: equal bits, or the columns"
            + " that differ.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows reproduce out/sweep 1f0e5c0a9b7d4e2f8a6b3c1d0e9f8a7b",
      "      exit code 1 if a column differs",
      "  shallows reproduce out/sweep 1f0e5c0a --depths",
      "      the references of its problem, all trials of its cell and its depths too; a store that"
          + " has lost or never had its trials, as published ones, is enough"
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

  @Option(
      names = "--depths",
      description =
          "also search for the references of its problem, train all trials of its cell and measure"
              + " its depths, from nothing but the spec; the trial itself is compared where the store"
              + " has it")
  private boolean depths;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "with --depths: writes what the way out proves, as export does with --format"
              + " certificate; a new file")
  private String certificate;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "own",
      description = "with --certificate: where the way out leads to (default: ${DEFAULT-VALUE})")
  private String target;

  @Option(
      names = "--eta",
      paramLabel = "ETA",
      description = "with --certificate --target reference: which reference")
  private Double eta;

  @Override
  public ExitCode call() {
    if (certificate != null && !depths) {
      throw new Mistake("--certificate: is of a way out that --depths finds; use both");
    }
    if (certificate != null) {
      NewFile.requireAbsent("--certificate", certificate);
    }
    ShallowsScience science = data.science(store.spark());
    StoredSweep stored = StoredSweep.ofPresentRevision(store.open(), science);
    String trialId = StoredTrial.id(stored.store(), digits);
    List<Record> rows = rows(stored, trialId);
    TrialCoordinates trial =
        StoredTrial.coordinates(rows.get(0), stored.sweep().spec())
            .orElseThrow(
                () -> new Mistake("TRIAL_ID: " + trialId + " is of a problem the spec has not"));
    MachineCheck.requireNatives();
    List<Record> now = new ArrayList<>();
    if (rows.get(0).table().equals(TrialsTable.TABLE)) {
      TrialOutcome again = stored.runner().minimum(trial, Deadline.never());
      now.add(again.trial());
      again.minimum().ifPresent(now::add);
      now.addAll(again.trajectory());
    }
    Optional<RepeatedDepths> measured =
        depths ? Optional.of(RepeatedDepths.of(stored, trial)) : Optional.empty();
    if (measured.isPresent()) {
      RepeatedDepths again = measured.get();
      now.addAll(RowDifferences.sorted(again.depths()));
      if (rows.stream().anyMatch(row -> row.table().equals(PathsTable.TABLE))) {
        now.addAll(RowDifferences.sorted(again.paths()));
      }
      // A store may be shipped without them; the level of each is in the rows of depths.
      if (!stored.store().files(ReferencesTable.TABLE).isEmpty()) {
        now.addAll(RowDifferences.sorted(again.references()));
      }
    }
    PrintWriter out = command.commandLine().getOut();
    List<String> differences = RowDifferences.of(rows, now);
    differences.forEach(out::println);
    if (differences.isEmpty()) {
      out.println(trialId + ": equal bits" + (depths ? " of " + RowDifferences.counts(rows) : ""));
    } else {
      out.println(
          trialId + ": differs; compare provenance.json of the store with this machine and build");
    }
    out.flush();
    if (certificate != null) {
      writeCertificate(stored, science, measured.orElseThrow());
    }
    return differences.isEmpty() ? ExitCode.COMPLETE : ExitCode.INTERNAL_ERROR;
  }

  /** What the store has of the trial, in the order in which it is computed again. */
  private List<Record> rows(StoredSweep stored, String trialId) {
    Store from = stored.store();
    List<Record> rows = new ArrayList<>();
    StoredTrial.rows(from, TrialsTable.TABLE, trialId, rows::add);
    if (rows.isEmpty() && !depths) {
      throw new Mistake(
          "TRIAL_ID: "
              + trialId
              + " has no row in table trials of "
              + from.folder()
              + (from.files(DepthsTable.TABLE).isEmpty() ? "" : "; --depths asks for its depths"));
    }
    StoredTrial.rows(from, MinimaTable.TABLE, trialId, rows::add);
    StoredTrial.rows(from, TrajectoriesTable.TABLE, trialId, rows::add);
    if (!depths) {
      return rows;
    }
    String measurement = stored.sweep().identity().measurementId().hex();
    List<Record> measured = new ArrayList<>();
    StoredTrial.rows(
        from,
        DepthsTable.TABLE,
        trialId,
        row -> {
          if (row.get(DepthsTable.MEASUREMENT_ID).equals(measurement)) {
            measured.add(row);
          }
        });
    if (measured.isEmpty()) {
      throw new Mistake(
          "TRIAL_ID: "
              + trialId
              + " has no row of this measurement in table depths of "
              + from.folder());
    }
    List<Record> paths = new ArrayList<>();
    StoredTrial.rows(
        from,
        PathsTable.TABLE,
        trialId,
        row -> {
          if (row.get(PathsTable.MEASUREMENT_ID).equals(measurement)) {
            paths.add(row);
          }
        });
    String problem = measured.get(0).get(LeadingColumns.PROBLEM_ID);
    List<Record> references = new ArrayList<>();
    from.read(
        ReferencesTable.TABLE,
        row -> {
          if (row.get(LeadingColumns.PROBLEM_ID).equals(problem)) {
            references.add(row);
          }
        });
    rows.addAll(RowDifferences.sorted(measured));
    rows.addAll(RowDifferences.sorted(paths));
    rows.addAll(RowDifferences.sorted(references));
    return rows;
  }

  private void writeCertificate(StoredSweep stored, ShallowsScience science, RepeatedDepths again) {
    List<Record> depth = again.depths().stream().filter(this::isAsked).toList();
    List<Record> vertices =
        again.paths().stream()
            .filter(row -> isAsked(row) && row.get(PathsTable.PATH) == 0)
            .toList();
    if (depth.size() != 1 || vertices.isEmpty()) {
      throw new Mistake(
          "--target: "
              + target
              + (eta == null ? "" : " with --eta " + eta)
              + " has "
              + depth.size()
              + " depths and "
              + (vertices.isEmpty() ? "no way out" : "a way out")
              + " here; there are depths to "
              + again.depths().stream()
                  .map(
                      row ->
                          row.get(DepthsTable.TARGET)
                              + row.find(LeadingColumns.ETA).map(of -> " --eta " + of).orElse(""))
                  .toList());
    }
    double level = depth.get(0).get(DepthsTable.REFERENCE_LOSS);
    NewFile.write(
        "--certificate",
        certificate,
        CertificateExport.document(
            stored.sweep().spec(), science, vertices, () -> level, "--certificate"));
  }

  private boolean isAsked(Record row) {
    return row.get(DepthsTable.TARGET).equals(target)
        && (eta == null || row.find(LeadingColumns.ETA).filter(eta::equals).isPresent());
  }
}
