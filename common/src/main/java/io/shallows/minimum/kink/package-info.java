/**
 * The finish: descent along kinks until a point is stationary. {@link
 * io.shallows.minimum.kink.KinkFinish} is the entry, {@link io.shallows.minimum.kink.KinkPoint} a
 * point with its kinks.
 */
package io.shallows.minimum.kink;
