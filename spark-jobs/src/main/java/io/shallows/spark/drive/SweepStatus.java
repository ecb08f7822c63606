package io.shallows.spark.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.TrialStatus;
import io.shallows.spark.plan.StagePlanner;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.stage.SweepStages;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a sweep is.
 *
 * @param name the sweep's
 * @param store its store
 * @param complete whether nothing is left to do
 * @param trials trials of the grid
 * @param finished of these, trials with a row
 * @param measured of these, trials of cells whose depths are measured; null without depths
 * @param failed trials with a failure, in training or in the measurement of depth
 * @param timedOut trials that met their deadline, in training or in the measurement of depth
 * @param orphaned rows of trials that the present grid does not have
 * @param statuses rows by status
 * @param kinds rows by kind of minimum, in the order of the kinds
 * @param secondsSpent time that slots worked on what is committed
 */
public record SweepStatus(
    String name,
    String store,
    boolean complete,
    long trials,
    long finished,
    Long measured,
    long failed,
    long timedOut,
    long orphaned,
    Map<String, Long> statuses,
    Map<String, Long> kinds,
    double secondsSpent) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public SweepStatus {
    statuses = new TreeMap<>(statuses);
    kinds = new LinkedHashMap<>(kinds);
  }

  static SweepStatus of(
      SweepDefinition sweep, Store store, StagePlanner planner, SweepStages stages) {
    Map<String, Long> statuses = new TreeMap<>();
    Map<String, Long> counts = new TreeMap<>();
    long rows = 0;
    long failed = 0;
    long timedOut = 0;
    double seconds = 0;
    for (Group group : store.groups()) {
      seconds += group.seconds();
      if (group.stage().equals(stages.training().stage())) {
        for (Map.Entry<String, Long> status : group.statuses().entrySet()) {
          statuses.merge(status.getKey(), status.getValue(), Long::sum);
          rows += status.getValue();
        }
        group.kinds().forEach((kind, count) -> counts.merge(kind, count, Long::sum));
      }
      failed += SweepDriver.failures(group);
      timedOut += group.statuses().getOrDefault(TrialStatus.TIMED_OUT.label(), 0L);
    }
    Map<String, Long> kinds = new LinkedHashMap<>();
    for (MinimumKind kind : MinimumKind.values()) {
      if (counts.containsKey(kind.label())) {
        kinds.put(kind.label(), counts.get(kind.label()));
      }
    }
    long trials = sweep.grid().size();
    long finished = planner.finished(stages.training(), store);
    boolean depths = sweep.spec().measurement().depth().enabled();
    long measured = depths ? planner.finished(stages.measuring(), store) : trials;
    return new SweepStatus(
        sweep.spec().name(),
        store.folder().uri(),
        stages.sharded().stream().allMatch(stage -> planner.isComplete(stage, store)),
        trials,
        finished,
        depths ? measured : null,
        failed,
        timedOut,
        rows - finished,
        statuses,
        kinds,
        seconds);
  }

  /** This status as JSON. */
  public String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is plain data", e);
    }
  }
}
