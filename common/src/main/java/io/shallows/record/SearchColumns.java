package io.shallows.record;

import static io.shallows.record.Column.LOSS;
import static io.shallows.record.Column.ONE;
import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.reals;

import java.util.List;

/**
 * The columns of table suprema that a search for the deepest minimum fills; null in rows to a
 * reference, since a search asks for depth to any lower loss.
 *
 * @param found the largest depth that it proved
 * @param ceiling above the depth of whatever it met
 * @param programs solved
 * @param starts descents
 * @param basins different ends
 * @param unseen share of ends that were met once
 * @param recordPrograms when the record grew
 * @param recordDepths to what
 * @param recordLosses where
 */
public record SearchColumns(
    Column<Double> found,
    Column<Double> ceiling,
    Column<Long> programs,
    Column<Long> starts,
    Column<Long> basins,
    Column<Double> unseen,
    Column<double[]> recordPrograms,
    Column<double[]> recordDepths,
    Column<double[]> recordLosses) {

  /**
   * The columns of one search.
   *
   * @param prefix of their names
   * @param who the search in words
   */
  static SearchColumns of(String prefix, String who) {
    return new SearchColumns(
        real(
                prefix + "found",
                LOSS,
                "Largest depth to any lower loss that "
                    + who
                    + " proved: the supremum is not below it. 0 if it met no minimum that is worse"
                    + " than the best it met.")
            .orNull(),
        real(
                prefix + "ceiling",
                LOSS,
                "No minimum that it met is deeper than this, the lowest set aside. Says nothing of"
                    + " minima that it did not meet.")
            .orNull(),
        integer(prefix + "programs", "Convex programs that it solved, of cells and of facets.")
            .orNull(),
        integer(prefix + "starts", "Descents that it made.").orNull(),
        integer(prefix + "basins", "Different minima in which they ended.").orNull(),
        real(
                prefix + "unseen",
                ONE,
                "Share of descents whose end was met once: Good and Turing's estimate of the"
                    + " probability that the next one, of these starts, ends somewhere new.")
            .orNull(),
        reals(
                prefix + "record_programs",
                ONE,
                "Its curve: programs that had been solved when the largest depth proved so far"
                    + " grew.")
            .orNull(),
        reals(prefix + "record_depths", LOSS, "The depths to which it grew, in the same order.")
            .orNull(),
        reals(prefix + "record_losses", LOSS, "The losses of the minima that have these depths.")
            .orNull());
  }

  /** All of them, in their order. */
  List<Column<?>> all() {
    return List.of(
        found,
        ceiling,
        programs,
        starts,
        basins,
        unseen,
        recordPrograms,
        recordDepths,
        recordLosses);
  }
}
