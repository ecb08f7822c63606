package io.shallows.spark.stage;

import io.shallows.spark.execute.ShardWorker;
import io.shallows.spark.execute.ShardWorkers;
import io.shallows.spark.store.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Stages in the order in which they run. Only their list travels to executors, by name of class:
 * stages have no state.
 */
public final class SweepStages implements ShardWorkers {

  private static final long serialVersionUID = 1L;

  private static final MinimaStage TRAINING = new MinimaStage();
  private static final DepthsStage MEASURING = new DepthsStage();

  /** The registry: a new stage is one class and one entry here. */
  public static final SweepStages ALL =
      new SweepStages(
          () ->
              List.of(
                  new ReferencesStage(),
                  TRAINING,
                  MEASURING,
                  new SupremaStage(),
                  new CellsStage(),
                  new FitsStage()));

  /** How a process that gets this makes the stages. */
  @SuppressWarnings("serial") // lambdas and method references of serializable type
  private final Source source;

  private transient List<SweepStage> stages;

  /** Makes stages; has no state. */
  public interface Source extends Supplier<List<SweepStage>>, java.io.Serializable {}

  /**
   * Stages in this order.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public SweepStages(Source source) {
    this.source = source;
    Set<Stage> names = new TreeSet<>();
    for (SweepStage stage : all()) {
      if (!names.add(stage.stage())) {
        throw new IllegalArgumentException("two stages are named " + stage.stage().label());
      }
    }
  }

  /** The stages, in order. */
  public synchronized List<SweepStage> all() {
    if (stages == null) {
      stages = List.copyOf(source.get());
    }
    return stages;
  }

  /**
   * The same, in lists that follow each other: where a stage reads no rows of others it is in the
   * list of the one before it, and need not wait for its end.
   */
  public List<List<SweepStage>> together() {
    List<List<SweepStage>> together = new ArrayList<>();
    for (SweepStage stage : all()) {
      boolean joins = stage instanceof ShardStage shards && !shards.readsStages();
      if (!joins || together.isEmpty()) {
        together.add(new ArrayList<>());
      }
      together.get(together.size() - 1).add(stage);
    }
    return together;
  }

  /** Those of them that have shards. */
  public List<ShardStage> sharded() {
    List<ShardStage> sharded = new ArrayList<>();
    for (SweepStage stage : all()) {
      if (stage instanceof ShardStage one) {
        sharded.add(one);
      }
    }
    return sharded;
  }

  /** The stage that trains. */
  public ShardStage training() {
    return TRAINING;
  }

  /** The stage that measures depths. */
  public ShardStage measuring() {
    return MEASURING;
  }

  /** The stage of this name; empty for one of another version. */
  public Optional<SweepStage> named(Stage name) {
    return all().stream().filter(stage -> stage.stage().equals(name)).findFirst();
  }

  /** The stage of this name, if it has shards. */
  public Optional<ShardStage> sharded(Stage name) {
    return named(name).filter(ShardStage.class::isInstance).map(ShardStage.class::cast);
  }

  @Override
  public ShardWorker worker(Stage name) {
    return sharded(name)
        .orElseThrow(
            () -> new IllegalArgumentException("stage " + name.label() + " has no shards"));
  }
}
