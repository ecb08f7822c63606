package io.shallows.depth.atlas;

/**
 * What two neighbouring cones of one sign share.
 *
 * @param first the cone on one side
 * @param second the cone on the other side
 * @param rays the indices of the ray features that both have, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // made in this package alone, never changed
record Facet(int first, int second, int[] rays) {}
