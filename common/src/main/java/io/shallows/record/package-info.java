/**
 * The rows of the store and the definition of every column, once.
 *
 * <p>A {@link io.shallows.record.Table} is an ordered list of {@link io.shallows.record.Column}s; a
 * {@link io.shallows.record.Record} is one immutable row. The Parquet schema, the Spark schema, the
 * export and the data dictionary are all derived from these constants, so that a new column is one
 * constant here and one {@code set} where its value is computed.
 *
 * <p>Missing values: a nullable column is null when the quantity does not exist for the row (a
 * depth without a finished path, an eigenvalue that was not asked for); it is never null to mean
 * zero, and NaN is never stored.
 */
package io.shallows.record;
