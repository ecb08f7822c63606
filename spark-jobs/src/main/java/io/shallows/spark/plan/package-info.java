/**
 * From a spec and what a store holds already to the shards that are left to do.
 *
 * <p>A <em>shard</em> is a set of trials that is sent to a slot as one task; its <em>predicted
 * seconds</em> come from the <em>cost model</em>, which is fitted to the times of finished shards.
 */
package io.shallows.spark.plan;
