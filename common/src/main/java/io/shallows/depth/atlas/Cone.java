package io.shallows.depth.atlas;

import io.shallows.depth.cell.UnitCell;

/**
 * A unit's cone with its sign.
 *
 * @param cell the sides of all planes, and the sign
 * @param rays the indices of its ray features, ascending; those without an effect left out
 */
@SuppressWarnings("ArrayRecordComponent") // made in this package alone, never changed
record Cone(UnitCell cell, int[] rays) {}
