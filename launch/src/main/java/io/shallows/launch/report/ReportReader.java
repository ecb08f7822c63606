package io.shallows.launch.report;

import io.shallows.record.AnnihilationsTable;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.FitsTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.SkipsTable;
import io.shallows.record.SupremaTable;
import io.shallows.record.Table;
import io.shallows.record.TrajectoriesTable;
import io.shallows.record.TrialsTable;
import io.shallows.record.WidthsTable;
import io.shallows.spark.cli.TickLine;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;

/**
 * Makes the report of a store.
 *
 * <p>Cost: depths are read three times, of paths only the row groups with networks that are shown.
 */
final class ReportReader {

  private ReportReader() {}

  /**
   * The report.
   *
   * @param uri the store as commands call it
   * @param conf with which data of the spec are read
   */
  static Report read(Store store, String uri, SparkConf conf) {
    TickLine tick = TickLine.ofProcess();
    tick.at("report: reading what was planned");
    ShallowsScience science = new ShallowsScience(conf);
    StoredSweep stored = StoredSweep.of(store, science);
    SweepStatus status = stored.status(science);
    TrialTally tally = new TrialTally();
    Networks networks = networks(store, stored, tally);
    tick.at("report: reading summaries");
    store.read(FailuresTable.TABLE, tally::addFailure);
    Trajectories trajectories = new Trajectories();
    store.read(TrajectoriesTable.TABLE, trajectories::add);
    List<Record> fits = rows(store, FitsTable.TABLE);
    List<Record> skips = rows(store, SkipsTable.TABLE, AnnihilationsTable.TABLE);
    tick.at("report: weighing what is next");
    NextStep next =
        new NextSteps(stored, science, uri, status, tally.seconds(), tally.doubt())
            .next(fits, skips, networks.ids().stream().findFirst());
    tick.at("report: making the page");
    return Report.of(
        Subject.of(stored.sweep().spec()),
        uri,
        next,
        fits,
        rows(store, WidthsTable.TABLE),
        skips,
        rows(store, ComparisonsTable.TABLE),
        rows(store, SingularitiesTable.TABLE, ContrastsTable.TABLE, CorrelationsTable.TABLE),
        rows(store, SupremaTable.TABLE),
        trajectories,
        tally,
        networks,
        CostModelError.table(store.groups()),
        status,
        store.spec(),
        store.provenance().orElse("{}"));
  }

  private static Networks networks(Store store, StoredSweep stored, TrialTally tally) {
    String scope = shownScope(store, stored.sweep().depthScope());
    List<StoredFile> depths = store.files(Stage.DEPTHS, scope, DepthsTable.TABLE);
    // All rows of a scope have one measurement id, and what is of others is not read.
    Networks networks = new Networks(Optional.empty());
    reading(
        store,
        depths,
        DepthsTable.TABLE,
        "depths",
        row -> {
          tally.addDepth(row);
          networks.rank(row);
        });
    reading(
        store,
        store.files(TrialsTable.TABLE),
        TrialsTable.TABLE,
        "trials",
        row -> {
          tally.addTrial(row);
          networks.addTrial(row);
        });
    networks.choose();
    reading(store, depths, DepthsTable.TABLE, "depths of networks", networks::addDepth);
    TickLine.ofProcess().at("report: reading ways out");
    RecordFiles files = new RecordFiles(store.folder());
    for (StoredFile file : store.files(Stage.DEPTHS, scope, PathsTable.TABLE)) {
      files.read(file, PathsTable.TABLE, networks.ids(), networks::addVertex);
    }
    return networks;
  }

  /**
   * What was measured otherwise, to other levels or with other paths kept, is an earlier sweep's,
   * of the same minima. Where there is nothing of the present one, what was measured last is shown.
   */
  private static String shownScope(Store store, String present) {
    List<Group> groups = store.groups(Stage.DEPTHS);
    return groups.isEmpty() || groups.stream().anyMatch(group -> group.scope().equals(present))
        ? present
        : groups.get(groups.size() - 1).scope();
  }

  private static void reading(
      Store store, List<StoredFile> files, Table table, String what, Consumer<Record> sink) {
    TickLine tick = TickLine.ofProcess();
    tick.at("report: reading " + what);
    long all = files.stream().mapToLong(StoredFile::rows).sum();
    AtomicLong done = new AtomicLong();
    store.read(
        files,
        table,
        row -> {
          sink.accept(row);
          tick.count(done.incrementAndGet(), all);
        });
  }

  private static List<Record> rows(Store store, Table... tables) {
    List<Record> rows = new ArrayList<>();
    for (Table table : tables) {
      store.read(table, rows::add);
    }
    return rows;
  }
}
