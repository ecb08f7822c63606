package io.shallows.spark.stage;

import io.shallows.grid.CellCoordinates;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spark.execute.ShardContext;
import io.shallows.spark.execute.ShardRows;
import io.shallows.spark.plan.CostModel;
import io.shallows.spark.plan.ReferenceKey;
import io.shallows.spark.plan.ShardWork;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The best two-layer networks that theory compares with, one shard per problem. */
final class ReferencesStage implements ShardStage {

  @Override
  public Stage stage() {
    return Stage.REFERENCES;
  }

  @Override
  public Unit unit() {
    return Unit.PROBLEM;
  }

  @Override
  public boolean isWanted(SweepSpec spec) {
    return spec.measurement().depth().enabled();
  }

  @Override
  public String scope(SweepDefinition sweep, Store store) {
    return sweep.referenceScope();
  }

  @Override
  public boolean readsStages() {
    return false;
  }

  @Override
  public double problemOperations(TrialRunner runner, String covers, List<String> known) {
    ReferenceKey key = ReferenceKey.parse(covers);
    Set<Integer> widths = new TreeSet<>();
    known.forEach(before -> widths.addAll(ReferenceKey.parse(before).widths()));
    return runner.predictedReferenceOperations(
        key.coordinates(), key.widths(), List.copyOf(widths));
  }

  @Override
  public List<ShardWork> problems(SweepDefinition sweep, TrialRunner runner, Store store) {
    Map<String, ProblemCoordinates> problems = new TreeMap<>();
    Map<String, Set<Integer>> widths = new TreeMap<>();
    for (long c = 0; c < sweep.grid().cells(); c++) {
      CellCoordinates cell = sweep.grid().cell(c);
      String key = cell.problemIndex() + ":" + cell.inputDimension();
      problems.putIfAbsent(key, ProblemCoordinates.of(cell));
      widths.computeIfAbsent(key, k -> new TreeSet<>()).add(cell.width());
    }
    String scope = sweep.referenceScope();
    Map<ProblemCoordinates, List<Group>> committed = committed(sweep, store);
    List<ShardWork> work = new ArrayList<>();
    for (Map.Entry<String, ProblemCoordinates> problem : problems.entrySet()) {
      ProblemCoordinates at = problem.getValue();
      List<Integer> needed = runner.referenceWidths(widths.get(problem.getKey()));
      List<Group> known = committed.getOrDefault(at, List.of());
      Set<Integer> missing = new TreeSet<>(needed);
      known.forEach(group -> ReferenceKey.parse(group.covers()).widths().forEach(missing::remove));
      if (!missing.isEmpty()) {
        String covers = new ReferenceKey(at.problemIndex(), at.inputDimension(), needed).toString();
        double seconds =
            CostModel.atAssumedSpeed(
                problemOperations(runner, covers, known.stream().map(Group::covers).toList()));
        work.add(new ShardWork(stage(), scope, sweep.digest(), covers, seconds, files(known)));
      }
    }
    return work;
  }

  /** The committed groups that hold for a sweep. */
  private static Map<ProblemCoordinates, List<Group>> committed(
      SweepDefinition sweep, Store store) {
    Map<ProblemCoordinates, List<Group>> committed = new LinkedHashMap<>();
    store.groups(Stage.REFERENCES).stream()
        .filter(group -> group.scope().equals(sweep.referenceScope()))
        .forEach(
            group ->
                committed
                    .computeIfAbsent(
                        ReferenceKey.parse(group.covers()).coordinates(), at -> new ArrayList<>())
                    .add(group));
    return committed;
  }

  /** The committed files that hold for a sweep, by the problem whose rows they have. */
  static Map<ProblemCoordinates, List<StoredFile>> filesOfProblems(
      SweepDefinition sweep, Store store) {
    Map<ProblemCoordinates, List<StoredFile>> files = new LinkedHashMap<>();
    committed(sweep, store).forEach((problem, groups) -> files.put(problem, files(groups)));
    return files;
  }

  private static List<StoredFile> files(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.files().stream())
        .filter(file -> file.table().equals(ReferencesTable.TABLE.name()))
        .sorted(Comparator.comparing(StoredFile::name))
        .toList();
  }

  @Override
  public void work(ShardWork work, ShardContext context, ShardRows rows) {
    ReferenceKey key = ReferenceKey.parse(work.covers());
    String problem =
        context.sweep().identity().problemId(key.problem(), key.inputDimension()).hex();
    List<Record> known = new ArrayList<>();
    for (StoredFile file : work.inputs()) {
      context
          .files()
          .read(
              file,
              ReferencesTable.TABLE,
              row -> {
                if (row.get(LeadingColumns.PROBLEM_ID).equals(problem)) {
                  known.add(row);
                }
              });
    }
    List<Record> found =
        context.runner().references(key.coordinates(), key.widths(), known, Deadline.never());
    for (Record row : found) {
      rows.add(row);
      rows.count(row.get(ReferencesTable.STATUS));
    }
  }
}
