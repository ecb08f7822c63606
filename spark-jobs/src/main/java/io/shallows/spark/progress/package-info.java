/** What people see of a running sweep. */
package io.shallows.spark.progress;
