/** From rows of trials and depths to one row per cell. */
package io.shallows.spark.aggregate;
