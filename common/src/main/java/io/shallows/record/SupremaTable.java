package io.shallows.record;

import static io.shallows.record.Column.flag;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import java.util.List;

/** One row per landscape and level: the largest depth of all its local minima. */
public final class SupremaTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "suprema",
          "One landscape of two-layer networks (problem, family, width) and level: the largest"
              + " depth of all its local minima, not of those that training meets, and what"
              + " searches with a budget found of it.",
          List.of(
              LeadingColumns.PROBLEM_ID,
              LeadingColumns.FAMILY,
              LeadingColumns.WIDTH,
              LeadingColumns.NETWORK_DEPTH,
              LeadingColumns.INPUT_DIMENSION,
              LeadingColumns.ETA));

  public static final Column<String> TARGET =
      COLUMNS.add(
          text(
              "target",
              "own: to any loss lower than the minimum's own, without a drop; reference: to e(k),"
                  + " k = ceil(m^eta)."));
  public static final Column<Long> SAMPLES = COLUMNS.add(integer("samples", "Samples N."));
  public static final Column<Long> STATES =
      COLUMNS.add(
          integer(
              "states",
              "Sets of at most m cones of a unit's weights, with signs, which a complete tree"
                  + " lists."));
  public static final Column<Boolean> EXACT =
      COLUMNS.add(
          flag(
              "exact",
              "Whether all of them were listed, so that supremum is known; up to rounding, which"
                  + " nothing bounds."));
  public static final Column<Long> MINIMA =
      COLUMNS.add(
          integer("minima", "Local minima, units in any order. Null where not listed.").orNull());
  public static final Column<Long> REFERENCE_WIDTH =
      COLUMNS.add(integer("reference_width", "k = ceil(m^eta).").orNull());
  public static final Column<Double> REFERENCE_LOSS =
      COLUMNS.add(
          real(
                  "reference_loss",
                  Column.LOSS,
                  "e(k), the least loss of k units of the same family: exact here, from the list.")
              .orNull());
  public static final Column<Long> COVERED =
      COLUMNS.add(integer("covered", "Local minima above reference_loss.").orNull());
  public static final Column<Double> SUPREMUM =
      COLUMNS.add(
          real(
                  "supremum",
                  Column.LOSS,
                  "The largest depth: to any lower loss over all minima but the lowest, or to"
                      + " reference_loss over the covered ones; 0 if there are none. Null where not"
                      + " exact: found is not above it then.")
              .orNull());
  public static final Column<Long> BUDGET =
      COLUMNS.add(
          integer("budget", "Convex programs, of cells and facets, that each search may solve."));
  public static final Column<Double> RESOLUTION =
      COLUMNS.add(
          real("resolution", Column.LOSS, "Depths that differ by less count as equal.").orNull());

  /** The search of {@code CellSearch}, with niches and kicks. */
  public static final SearchColumns SEARCH = SearchColumns.of("", "the search");

  /** Basin hopping with the same budget, which it is compared with. */
  public static final SearchColumns HOPPING =
      SearchColumns.of("hopping_", "basin hopping with the same budget");

  static {
    SEARCH.all().forEach(COLUMNS::add);
    HOPPING.all().forEach(COLUMNS::add);
  }

  public static final Column<String> REASON =
      COLUMNS.add(text("reason", "Why nothing is known; null where something is.").orNull());

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private SupremaTable() {}
}
