/**
 * The stages of a sweep, one class each, in the order of {@link
 * io.shallows.spark.stage.SweepStages#ALL}: references, minima, depths, suprema, cells, fits.
 *
 * <p>A <em>stage</em> computes one kind of rows from those of the stages before. Most are {@link
 * io.shallows.spark.stage.ShardStage shard stages}: the contract {@link
 * io.shallows.spark.plan.StagePlan} says how their work is cut, {@link
 * io.shallows.spark.execute.ShardWorker} how a task carries it out. A {@link
 * io.shallows.spark.stage.DriverStage driver stage} runs its own job of Spark. A new stage is one
 * class and one entry; planner, tasks, driver, retry, repair and status ask it for what they need
 * and know no stage by name.
 */
package io.shallows.spark.stage;
