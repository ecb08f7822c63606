package io.shallows.spark.plan;

import io.shallows.grid.CellCoordinates;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.TrialRunner;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What planning has to know of a stage whose work is cut into shards.
 *
 * <p>Life of the work: planned here into {@link ShardWork}, carried out by a task, published as one
 * group, committed once. The scope says what the rows depend on beside their trials; while it stays
 * the same, what is committed is never done again.
 */
public interface StagePlan {

  /** What a shard is made of, and so the least that is done again. */
  enum Unit {
    /** One problem; its shards are not cut. */
    PROBLEM,
    /** Single trials. */
    TRIAL,
    /** All trials of a cell. */
    CELL
  }

  /** The stage's name. */
  Stage stage();

  /** What shards are made of. */
  Unit unit();

  /** Whether a spec asks for it. */
  default boolean isWanted(SweepSpec spec) {
    return true;
  }

  /** What the rows depend on beside their trials. */
  String scope(SweepDefinition sweep, Store store);

  /**
   * Whether a group of the present scope still holds.
   *
   * @param mapping tells its trials by the numbers of the present grid
   */
  default boolean holds(SweepDefinition sweep, Group group, GridMapping mapping) {
    return true;
  }

  /**
   * Where the unit is a cell, whether trials of a large one may be parted all the same: then a
   * shard is handed the {@link #inputs} of whole cells, and one trial is done again alone.
   */
  default boolean cutsCells(SweepSpec spec) {
    return false;
  }

  /**
   * Whether rows follow from those of other stages alone, cheaply: rows of another scope are taken
   * out, and nothing of the stage is mended, split or done again by itself.
   */
  default boolean isSummary() {
    return false;
  }

  /**
   * Whether its work, its scope or what is left of it follows from rows of other stages; a stage
   * that reads none may begin while the last shards of the one before it run.
   */
  default boolean readsStages() {
    return true;
  }

  /** Whether a first look at what trials cost is worth its time. */
  default boolean isSampled() {
    return false;
  }

  /** Committed groups of which a shard reads those files that have its trials. */
  default List<Group> inputs(SweepDefinition sweep, Store store) {
    return List.of();
  }

  /** The tables of {@link #inputs} that shards read. */
  default Set<String> inputTables() {
    return Set.of();
  }

  /** Files that shards read which have trials on a problem. */
  default Map<ProblemCoordinates, List<StoredFile>> inputsOfProblems(
      SweepDefinition sweep, Store store) {
    return Map.of();
  }

  /**
   * What is missing, for stages whose unit is a problem; its price is that of {@link
   * #problemOperations} at an assumed speed.
   */
  default List<ShardWork> problems(SweepDefinition sweep, TrialRunner runner, Store store) {
    return List.of();
  }

  /**
   * Ids of groups, for stages whose unit is a problem, whose rows those of another scope replace.
   */
  default List<String> replaced(SweepDefinition sweep, Store store) {
    return List.of();
  }

  /**
   * Whether a sweep is complete without asking {@link #problems}, for stages whose unit is a
   * problem: where other stages read their rows, these cannot be complete before.
   */
  default boolean isInput() {
    return true;
  }

  /** Predicted operations of the work on one trial of a cell; not asked of problems. */
  default double operations(TrialRunner runner, CellCoordinates cell) {
    throw new UnsupportedOperationException(stage() + " is cut by " + unit());
  }

  /**
   * Predicted operations of a shard, for stages whose unit is a problem.
   *
   * @param covers what it covers, as in its group: a text that begins with {@code
   *     problem:inputDimension:}
   * @param known what groups of the same problem cover already
   */
  default double problemOperations(TrialRunner runner, String covers, List<String> known) {
    throw new UnsupportedOperationException(stage() + " is cut by " + unit());
  }

  /** Seconds of the work on one trial where they do not depend on its network. */
  default OptionalDouble fixedSeconds() {
    return OptionalDouble.empty();
  }
}
