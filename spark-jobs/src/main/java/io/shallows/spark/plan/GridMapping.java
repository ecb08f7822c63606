package io.shallows.spark.plan;

import io.shallows.grid.Grid;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Translates the trial numbers of groups, which were made under this or an earlier grid, to the
 * numbers of this sweep's grid. Works cell by cell, so its cost does not grow with the number of
 * seeds.
 */
public final class GridMapping {

  private final SweepDefinition sweep;
  private final Function<String, SweepSpec> specs;
  private final Map<String, Grid> grids = new HashMap<>();

  /**
   * @param specs the spec with a digest
   */
  public GridMapping(SweepDefinition sweep, Function<String, SweepSpec> specs) {
    this.sweep = sweep;
    this.specs = specs;
  }

  /** The trials of {@code group} that this sweep's grid has, by its numbers. */
  public IndexRanges trials(Group group) {
    IndexRanges covers = IndexRanges.parse(group.covers());
    if (group.grid().equals(sweep.digest())) {
      return covers;
    }
    Grid old = grid(group);
    Grid now = sweep.grid();
    List<IndexRanges.Range> moved = new ArrayList<>();
    for (IndexRanges.Range range : covers.ranges()) {
      long first = range.first();
      while (first <= range.last()) {
        long cell = first / old.seeds();
        long last = Math.min(range.last(), (cell + 1) * old.seeds() - 1);
        long newCell = now.indexOf(old.cell(cell));
        long firstSeed = first % old.seeds();
        long lastSeed = Math.min(last % old.seeds(), now.seeds() - 1);
        if (newCell >= 0 && firstSeed <= lastSeed) {
          long base = newCell * now.seeds();
          moved.add(new IndexRanges.Range(base + firstSeed, base + lastSeed));
        }
        first = last + 1;
      }
    }
    return IndexRanges.union(moved);
  }

  /** Seeds of a cell of the grid by which a group numbers its trials. */
  public long seeds(Group group) {
    return group.grid().equals(sweep.digest()) ? sweep.grid().seeds() : grid(group).seeds();
  }

  private Grid grid(Group group) {
    return grids.computeIfAbsent(group.grid(), digest -> new Grid(specs.apply(digest)));
  }

  /** All trials of this sweep's grid that some of the groups cover. */
  public IndexRanges covered(List<Group> groups) {
    List<IndexRanges.Range> all = new ArrayList<>();
    groups.forEach(group -> all.addAll(trials(group).ranges()));
    return IndexRanges.union(all);
  }
}
