package io.shallows.spark.plan;

import io.shallows.spark.store.Stage;

/**
 * What is left of a stage, by what is known now.
 *
 * @param stage the stage
 * @param all its trials, or problems where it is cut by problems
 * @param done of these, how many are committed
 * @param seconds predicted time of the others on one slot
 * @param finished shards of it that ended under the eyes of this run
 * @param scatter mean square of log(time / prediction) of such a shard, by the prediction made just
 *     before it ended
 * @param doubt standard deviation of {@code seconds} as a share of it: how far prices of shapes may
 *     be off of which few trials or none are known
 * @param unseen share of {@code seconds} that is of shapes of which no trial was timed
 */
public record StageLeft(
    Stage stage,
    long all,
    long done,
    double seconds,
    long finished,
    double scatter,
    double doubt,
    double unseen) {

  public StageLeft {
    if (done < 0 || done > all || finished < 0) {
      throw new IllegalArgumentException(
          stage + ": " + done + " done of " + all + ", " + finished + " shards");
    }
    if (!(seconds >= 0) || !(scatter >= 0) || !(doubt >= 0) || !(unseen >= 0 && unseen <= 1)) {
      throw new IllegalArgumentException(
          stage + ": " + seconds + " s, " + scatter + ", " + doubt + ", " + unseen);
    }
  }
}
