/**
 * The best two-layer networks found of given widths.
 *
 * <p>A <em>reference</em> is one of them with its loss, which is a level that depth is measured to;
 * a <em>target</em> is one as units and heads, to which constructive paths lead.
 *
 * <p>The entry is {@link io.shallows.depth.reference.ReferenceSearch}. The room does not know the
 * network whose depth is measured, nor paths.
 */
package io.shallows.depth.reference;
