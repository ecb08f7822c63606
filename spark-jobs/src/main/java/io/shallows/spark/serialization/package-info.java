/**
 * What may cross Spark's boundaries: texts, and in Datasets texts and bytes.
 *
 * <p>Work goes to executors, and groups come back, as JSON; Datasets are written by Spark's own
 * encoders, so that no class of this project needs a Kryo serializer (a <em>registered</em> class
 * is one that Kryo may write); with {@code spark.kryo.registrationRequired} anything else is
 * refused in the first test instead of being slow on a cluster.
 */
package io.shallows.spark.serialization;
