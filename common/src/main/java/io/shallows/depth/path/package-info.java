/**
 * Paths and what is known of them: the words that all of {@code depth} speaks.
 *
 * <p>A <em>path</em> is a list of vertices joined by straight segments ({@link
 * io.shallows.depth.path.Path}); its <em>barrier</em> is the largest loss on it minus the loss at
 * its start. A <em>certificate</em> bounds the largest loss on a path for every point of it, not
 * only for points that were looked at; its <em>floor</em> is what rounding may hide. A
 * <em>symmetry</em> permutes and rescales units and keeps the loss. <em>Images</em> are points
 * along a path with their losses; a <em>log</em> holds what a search spent and found; a
 * <em>pool</em> is every path known from one minimum.
 *
 * <p>The entry is {@link io.shallows.depth.path.CertifiedPath}. The room does not know how a path
 * is found, nor how its largest loss is bounded.
 */
package io.shallows.depth.path;
