package io.shallows.spark.drive;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.ProblemOrder;
import io.shallows.grid.SweepIdentity;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.spark.aggregate.CellAddress;
import io.shallows.spark.aggregate.DepthRun;
import io.shallows.spark.execute.Science;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.plan.SpecDifference;
import io.shallows.spark.plan.StoredNumbers;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.GridSpec;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.FitGroup;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;

/**
 * What a store with a few problems tells about a sweep: depths to the reference of the cells that
 * both have, and what trials took.
 *
 * @param uri the store
 * @param depths of minima, by group
 * @param seeds of each of its cells, no more than the sweep's
 * @param belongs whether its problems are among those of the sweep
 * @param order of the sweep's problems
 * @param differences of its spec from the sweep's, beside extents; none where it is the sweep's own
 * @param minimumSeconds seconds of training one trial of a cell; null where nothing was measured
 * @param depthSeconds seconds of measuring its depths; null where nothing was measured
 * @param problemFactors seconds that problems of a stage took for each that their operations would
 *     take; stages of which none was timed are not in it
 */
public record StoredPilot(
    String uri,
    Map<FitGroup, List<MeasuredDepth>> depths,
    long seeds,
    boolean belongs,
    ProblemOrder order,
    List<String> differences,
    ToDoubleFunction<CellCoordinates> minimumSeconds,
    ToDoubleFunction<CellCoordinates> depthSeconds,
    Map<Stage, Double> problemFactors) {

  /** Problems of one dimension that are looked for among the pilot's. */
  private static final int MOST_PROBLEMS = 1000;

  /**
   * The pilot in a store.
   *
   * @param spec the sweep, resolved
   * @param source the key or argument that the URI came from, for messages
   * @throws StoreException.OtherSpec if it was made under another numerics revision
   * @throws StoreException if it cannot be read
   */
  public static StoredPilot of(SweepSpec spec, String source, String uri, Science science) {
    Store store = Store.open(source, uri, SparkSettings.hadoop(new SparkConf()));
    StoredNumbers.requirePresentRevision(store);
    SweepSpec stored = StoredSweep.spec(store, science);
    SweepDefinition pilot = SweepDefinition.of(store.spec(), stored);
    String measurementId = pilot.identity().measurementId().hex();
    Map<FitGroup, List<MeasuredDepth>> depths = new LinkedHashMap<>();
    // The same minima may have been measured with other paths kept.
    store.read(
        store.files(Stage.DEPTHS, pilot.depthScope(), DepthsTable.TABLE),
        DepthsTable.TABLE,
        row -> {
          if (DepthRun.isUsed(row, measurementId) && isAsked(spec, row)) {
            depths
                .computeIfAbsent(
                    CellAddress.fitGroup(DepthRun.address(row).setting()),
                    group -> new ArrayList<>())
                .add(DepthRun.depth(row));
          }
        });
    ProblemOrder order =
        ProblemOrder.of(
            new SweepIdentity(spec),
            spec,
            Math.max(MOST_PROBLEMS, spec.problem().count()),
            number -> true);
    TrialRunner runner = science.runner(spec);
    MeasuredCosts costs = store.costs().flatMap(SweepDriver::costs).orElseGet(MeasuredCosts::new);
    return new StoredPilot(
        uri,
        depths,
        Math.min(stored.grid().seed().count(), spec.grid().seed().count()),
        depths.values().stream()
            .flatMap(List::stream)
            .allMatch(depth -> order.contains(depth.problem())),
        order,
        SpecDifference.between(stored, spec),
        StoredPlan.seconds(runner, SweepStages.ALL.training(), costs),
        StoredPlan.seconds(runner, SweepStages.ALL.measuring(), costs),
        StoredPlan.problemFactors(pilot, science, store));
  }

  private static boolean isAsked(SweepSpec spec, Record row) {
    GridSpec grid = spec.grid();
    Optional<Double> eta = row.find(LeadingColumns.ETA);
    return grid.family().contains(row.get(LeadingColumns.FAMILY))
        && grid.width().indexOf(row.get(LeadingColumns.WIDTH).intValue()) >= 0
        && grid.networkDepth().indexOf(row.get(LeadingColumns.NETWORK_DEPTH).intValue()) >= 0
        && grid.inputDimension().indexOf(row.get(LeadingColumns.INPUT_DIMENSION).intValue()) >= 0
        && grid.initialization().contains(row.get(LeadingColumns.INITIALIZATION))
        && row.get(LeadingColumns.SEED) < grid.seed().count()
        && eta.isPresent()
        && spec.measurement().depth().eta().contains(eta.get());
  }

  /** How many times as many seeds the sweep has. */
  public double times(SweepSpec spec) {
    return Math.max(1, spec.grid().seed().count() / (double) seeds);
  }

  /** Whether trials of this store say what a trial takes. */
  public boolean knowsCosts() {
    return minimumSeconds != null;
  }
}
