package io.shallows.spark.command;

import io.shallows.depth.question.DepthTargets;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.store.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which rows of a table are wanted: all, those of one trial, or those of one path. */
final class RowFilter {

  @Option(
      names = "--trial",
      paramLabel = "TRIAL_ID",
      description =
          "only the rows of this trial: 32 hexadecimal digits, or at least the first 8 where they"
              + " are unique")
  private Optional<String> trial = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      completionCandidates = TargetNames.class,
      description = "of table paths, only rows of this target, one of ${COMPLETION-CANDIDATES}")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--eta",
      paramLabel = "ETA",
      description = "of table paths, only rows of this exponent")
  private Optional<Double> eta = Optional.empty();

  @Option(
      names = "--drop",
      paramLabel = "SHARE",
      description = "of table paths, only rows of this drop, for target own")
  private Optional<Double> drop = Optional.empty();

  @Option(
      names = "--path",
      paramLabel = "NUMBER",
      description = "of table paths, only rows of this path; 0 is the lowest")
  private Optional<Long> path = Optional.empty();

  /** The targets that a path may have, for help and completion. */
  static final class TargetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return DepthTargets.labels().iterator();
    }
  }

  /** Refuses what a table has no columns for, and targets that no path has. */
  void requireFit(Table table) {
    List<String> targets = DepthTargets.labels();
    if (target.isPresent() && !targets.contains(target.get())) {
      throw new Mistake(
          "--target: " + target.get() + " is not one of " + String.join(", ", targets));
    }
    if (trial.isPresent() && !table.has(LeadingColumns.TRIAL_ID)) {
      throw new Mistake("--trial: the rows of " + table.name() + " belong to no single trial");
    }
    if (choosesPath() && table != PathsTable.TABLE) {
      throw new Mistake(
          "--target, --eta, --drop, --path: choose rows of paths, not of " + table.name());
    }
  }

  /** Whether rows of paths are chosen, by anything but their trial. */
  boolean choosesPath() {
    return target.isPresent() || eta.isPresent() || drop.isPresent() || path.isPresent();
  }

  /** The digits of the one trial that is wanted. */
  String requireOneTrial() {
    return trial.orElseThrow(
        () ->
            new Mistake("--trial: npz has one trial, and none is named; ids are in table trials"));
  }

  /** Gives the wanted rows to {@code sink}, in stored order. */
  void rows(Store store, Table table, Consumer<Record> sink) {
    Consumer<Record> wanted =
        row -> {
          if (table != PathsTable.TABLE || wanted(row)) {
            sink.accept(row);
          }
        };
    if (trial.isPresent()) {
      StoredTrial.rows(store, table, StoredTrial.id(store, trial.get()), wanted);
    } else {
      store.read(table, wanted);
    }
  }

  private boolean wanted(Record row) {
    return asks(row) && path.map(row.get(PathsTable.PATH)::equals).orElse(true);
  }

  /** Whether a row of paths or depths is of the wanted target, exponent and drop. */
  private boolean asks(Record row) {
    return target.map(row.get(PathsTable.TARGET)::equals).orElse(true)
        && eta.map(value -> row.find(LeadingColumns.ETA).filter(value::equals).isPresent())
            .orElse(true)
        && drop.map(value -> row.find(PathsTable.DROP).filter(value::equals).isPresent())
            .orElse(true);
  }

  /**
   * The one wanted row of depths with a lower end above 0.
   *
   * @throws Mistake if none fits, or several
   */
  Record oneLowerEnd(Store store) {
    if (path.isPresent()) {
      throw new Mistake("--path: is of one way, and a lower end is of all of them");
    }
    Map<String, Record> found = new LinkedHashMap<>();
    rows(
        store,
        DepthsTable.TABLE,
        row -> {
          if (asks(row) && row.find(DepthsTable.DEPTH_LOWER).orElse(0.0) > 0) {
            found.put(
                "--trial "
                    + row.get(LeadingColumns.TRIAL_ID)
                    + " --target "
                    + row.get(DepthsTable.TARGET)
                    + row.find(LeadingColumns.ETA).map(value -> " --eta " + value).orElse("")
                    + row.find(DepthsTable.DROP).map(value -> " --drop " + value).orElse(""),
                row);
          }
        });
    if (found.isEmpty()) {
      throw new Mistake(
          "--format: lower-certificate is of one depth_lower above 0, and none fits; see export"
              + " STORE --format csv depths");
    }
    if (found.size() > 1) {
      throw new Mistake(
          "--format: lower-certificate is of one depth_lower, and several fit; two of them are "
              + String.join(" and ", found.keySet().stream().limit(2).toList()));
    }
    return found.values().iterator().next();
  }

  /**
   * The rows of the one path that is wanted.
   *
   * @param use what is done with it, for messages
   * @throws Mistake if none fits, or several
   */
  List<Record> onePath(Store store, String use) {
    List<Record> rows = new ArrayList<>();
    rows(store, PathsTable.TABLE, rows::add);
    Set<String> paths = new LinkedHashSet<>();
    for (Record row : rows) {
      paths.add(
          "--trial "
              + row.get(LeadingColumns.TRIAL_ID)
              + " --target "
              + row.get(PathsTable.TARGET)
              + row.find(LeadingColumns.ETA).map(value -> " --eta " + value).orElse("")
              + row.find(PathsTable.DROP).map(value -> " --drop " + value).orElse("")
              + " --path "
              + row.get(PathsTable.PATH));
      if (paths.size() > 1) {
        throw new Mistake(
            "--format: "
                + use
                + " one path, and several fit; two of them are "
                + String.join(" and ", paths));
      }
    }
    if (paths.isEmpty()) {
      throw new Mistake(
          "--format: " + use + " one path, and none fits; see export STORE --format csv paths");
    }
    return rows;
  }
}
