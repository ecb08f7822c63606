package io.shallows.depth.cell;

/**
 * A way out of a cell.
 *
 * @param from the cell
 * @param unit position of the unit that moves
 * @param plane the plane that it crosses; -1 if it passes 0
 */
public record Way(NetworkCell from, int unit, int plane) {}
