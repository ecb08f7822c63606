package io.shallows.spark.drive;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.execute.Science;
import io.shallows.spark.plan.StagePlan;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.ShardStage;
import io.shallows.spark.stage.SweepStage;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Salvage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes the rows of damaged files out of a store, so that the next run makes them again.
 *
 * <p>What is lost is found out first: the trials with rows in row groups that cannot be read, and
 * for depths their whole cells, whose trees span all of their trials. All other rows of the group
 * are kept, in files of their own.
 */
public final class StoreRepair {

  private final Store store;
  private final Science science;

  /**
   * A group with damaged files.
   *
   * @param group the group
   * @param problems what is wrong with which file
   * @param readable what can be read of these; empty if the group is taken out as a whole
   * @param lost the trials that are lost, by the numbers of the group's own grid
   */
  private record Damage(
      Group group,
      Map<StoredFile, String> problems,
      Map<StoredFile, Salvage> readable,
      Set<Long> lost) {
    boolean losesRows() {
      return readable.isEmpty() || !lost.isEmpty();
    }
  }

  private StoreRepair(Store store, Science science) {
    this.store = store;
    this.science = science;
  }

  /**
   * What is wrong with the files of a store, and what it costs to make their rows again, one line
   * each.
   *
   * @param problems one line per damaged file
   * @param prices one line per group that has some
   * @param losesRows whether rows have to be made again
   */
  public record Estimate(List<String> problems, List<String> prices, boolean losesRows) {
    public Estimate {
      problems = List.copyOf(problems);
      prices = List.copyOf(prices);
    }
  }

  /** Looks at a store without changing it. */
  public static Estimate estimate(Store store, Science science) {
    StoreRepair repair = new StoreRepair(store, science);
    return repair.estimate(repair.damages());
  }

  /**
   * Repairs a store.
   *
   * @param told is told what it costs before anything is done
   * @return where the damaged files are now
   */
  public static List<String> repair(StoreWriter writer, Science science, Consumer<Estimate> told) {
    // Rows of another revision could not be made again.
    StoredNumbers.requirePresentRevision(writer.store());
    StoreRepair repair = new StoreRepair(writer.store(), science);
    List<Damage> damages = repair.damages();
    told.accept(repair.estimate(damages));
    List<String> aside = new ArrayList<>();
    for (Damage damage : damages) {
      Set<String> names = new HashSet<>();
      damage.problems().keySet().forEach(file -> names.add(file.name()));
      aside.addAll(writer.commit(repair.rest(damage), List.of(damage.group().id()), names));
    }
    return aside;
  }

  private Estimate estimate(List<Damage> damages) {
    List<String> problems = new ArrayList<>();
    List<String> prices = new ArrayList<>();
    for (Damage damage : damages) {
      damage.problems().forEach((f, what) -> problems.add(StoreVerification.told(store, f, what)));
      prices.add(price(damage));
    }
    boolean losesRows = damages.stream().anyMatch(Damage::losesRows);
    return new Estimate(problems, prices, losesRows);
  }

  private List<Damage> damages() {
    List<Damage> damages = new ArrayList<>();
    StoreVerification.damaged(store)
        .forEach((group, problems) -> damages.add(damage(group, problems)));
    return damages;
  }

  private Damage damage(Group group, Map<StoredFile, String> problems) {
    Optional<SweepDefinition> sweep = sweep(group);
    if (sweep.isEmpty()) {
      return new Damage(group, problems, Map.of(), Set.of());
    }
    IndexRanges covers = IndexRanges.parse(group.covers());
    Map<String, Long> numbers = rewrite(sweep.get()).numbers(covers);
    Map<StoredFile, Salvage> readable = new HashMap<>();
    Set<Long> lost = new HashSet<>();
    for (StoredFile file : problems.keySet()) {
      Table table = Tables.named(file.table()).orElseThrow();
      Salvage salvage = Salvage.of(store.folder(), file, table);
      readable.put(file, salvage);
      salvage.lost().forEach(id -> lost.add(numbers.get(id)));
      if (salvage.unknown()) {
        Set<Long> present = new HashSet<>();
        salvage.rows().forEach(row -> present.add(numbers.get(row.get(LeadingColumns.TRIAL_ID))));
        numbers.values().stream().filter(n -> !present.contains(n)).forEach(lost::add);
      }
    }
    lost.remove(null);
    if (isByCells(group)) {
      long seeds = sweep.get().grid().seeds();
      Set<Long> cells = new HashSet<>();
      lost.forEach(index -> cells.add(index / seeds));
      covers.forEach(
          index -> {
            if (cells.contains(index / seeds)) {
              lost.add(index);
            }
          });
    }
    return lost.size() == covers.size()
        ? new Damage(group, problems, Map.of(), Set.of())
        : new Damage(group, problems, readable, lost);
  }

  /** The sweep by whose grid a group numbers its trials; empty where groups are taken out whole. */
  private Optional<SweepDefinition> sweep(Group group) {
    int revision = StoredNumbers.revision(store);
    return SweepStages.ALL
        .sharded(group.stage())
        .filter(ShardStage::hasTrials)
        .flatMap(stage -> store.spec(group.grid()))
        .map(text -> SweepDefinition.of(text, science.spec(text), revision));
  }

  private static boolean isByCells(Group group) {
    return SweepStages.ALL
        .sharded(group.stage())
        .filter(stage -> stage.unit() == StagePlan.Unit.CELL)
        .isPresent();
  }

  private GroupRewrite rewrite(SweepDefinition sweep) {
    return new GroupRewrite(sweep, new RecordFiles(store.folder()), SweepStages.ALL);
  }

  private List<Group> rest(Damage damage) {
    Group group = damage.group();
    if (damage.readable().isEmpty()) {
      return List.of();
    }
    return rewrite(sweep(group).orElseThrow())
        .without(
            group,
            IndexRanges.parse(group.covers()),
            damage.lost(),
            (table, sink) -> {
              for (StoredFile file : group.files()) {
                if (!file.table().equals(table.name())) {
                  continue;
                }
                Salvage salvage = damage.readable().get(file);
                if (salvage == null) {
                  new RecordFiles(store.folder()).read(file, table, sink);
                } else {
                  salvage.rows().forEach((Record row) -> sink.accept(row));
                }
              }
            })
        .stream()
        .toList();
  }

  private static String price(Damage damage) {
    Group group = damage.group();
    String files =
        damage.problems().keySet().stream()
            .map(StoredFile::table)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (SweepStages.ALL.named(group.stage()).filter(SweepStage::isSummary).isPresent()) {
      return files + ": summaries are made again from rows that are whole";
    }
    Optional<ShardStage> stage =
        SweepStages.ALL.sharded(group.stage()).filter(ShardStage::hasTrials);
    if (stage.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "%s: the %s of one problem are searched again, about %.0f s of one core",
          files,
          group.stage().label(),
          group.seconds());
    }
    long all = IndexRanges.parse(group.covers()).size();
    long lost = damage.readable().isEmpty() ? all : damage.lost().size();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d trials %s, about %.0f s of one core",
        files,
        lost,
        all,
        stage.get().again(),
        group.seconds() * lost / all);
  }
}
