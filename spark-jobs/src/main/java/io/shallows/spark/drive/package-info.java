/** The driver that takes a sweep through its stages and knows how far it is. */
package io.shallows.spark.drive;
