package io.shallows.suprema;

import io.shallows.depth.atlas.CellSearch;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SearchColumns;
import io.shallows.record.SupremaTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Suprema as rows of table suprema, and back: one row for depth to any lower loss, which holds the
 * searches, and one per eta where the tree is complete.
 */
public final class SupremaRows {

  /** Depth to any lower loss. */
  public static final String OWN = "own";

  /** Depth to e(k). */
  public static final String REFERENCE = "reference";

  private SupremaRows() {}

  /**
   * The rows of one landscape.
   *
   * @param problemId of its problem
   * @param budget that each search had
   */
  public static List<Record> of(Supremum one, String problemId, long budget) {
    List<Record> rows = new ArrayList<>();
    Record.Builder own =
        builder(one.place(), problemId, budget)
            .set(SupremaTable.TARGET, OWN)
            .set(SupremaTable.SAMPLES, one.samples())
            .set(SupremaTable.STATES, (Long) one.states())
            .set(SupremaTable.EXACT, (Boolean) one.exact())
            .set(SupremaTable.RESOLUTION, (Double) one.search().resolution());
    if (one.exact()) {
      own.set(SupremaTable.MINIMA, one.minima())
          .set(SupremaTable.SUPREMUM, (Double) one.depth().orElseThrow());
    }
    set(own, SupremaTable.SEARCH, one.search());
    set(own, SupremaTable.HOPPING, one.hopping());
    rows.add(own.build());
    for (Supremum.Level level : one.levels()) {
      rows.add(
          builder(one.place(), problemId, budget)
              .set(LeadingColumns.ETA, (Double) level.eta())
              .set(SupremaTable.TARGET, REFERENCE)
              .set(SupremaTable.SAMPLES, one.samples())
              .set(SupremaTable.STATES, (Long) one.states())
              .set(SupremaTable.EXACT, (Boolean) true)
              .set(SupremaTable.RESOLUTION, (Double) one.search().resolution())
              .set(SupremaTable.MINIMA, one.minima())
              .set(SupremaTable.REFERENCE_WIDTH, level.referenceWidth())
              .set(SupremaTable.REFERENCE_LOSS, (Double) level.reference())
              .set(SupremaTable.COVERED, level.covered())
              .set(SupremaTable.SUPREMUM, (Double) level.depth())
              .build());
    }
    return rows;
  }

  /** The row of a landscape of which nothing can be known. */
  public static Record without(
      SupremumPlace place, String problemId, int samples, long budget, String reason) {
    return builder(place, problemId, budget)
        .set(SupremaTable.TARGET, OWN)
        .set(SupremaTable.SAMPLES, samples)
        .set(SupremaTable.STATES, 0)
        .set(SupremaTable.EXACT, (Boolean) false)
        .set(SupremaTable.REASON, reason)
        .build();
  }

  private static Record.Builder builder(SupremumPlace place, String problemId, long budget) {
    return Record.of(SupremaTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, problemId)
        .set(LeadingColumns.FAMILY, place.family())
        .set(LeadingColumns.WIDTH, place.width())
        .set(LeadingColumns.NETWORK_DEPTH, 0)
        .set(LeadingColumns.INPUT_DIMENSION, place.inputDimension())
        .set(SupremaTable.BUDGET, (Long) budget);
  }

  private static void set(Record.Builder row, SearchColumns columns, CellSearch.Result result) {
    List<CellSearch.Improvement> records = result.records();
    row.set(columns.found(), (Double) result.depth())
        .set(columns.ceiling(), (Double) result.ceiling())
        .set(columns.programs(), (Long) result.programs())
        .set(columns.starts(), (Long) result.starts())
        .set(columns.basins(), result.minima())
        .set(columns.unseen(), (Double) result.unseen())
        .set(
            columns.recordPrograms(),
            records.stream().mapToDouble(CellSearch.Improvement::programs).toArray())
        .set(
            columns.recordDepths(),
            records.stream().mapToDouble(CellSearch.Improvement::depth).toArray())
        .set(
            columns.recordLosses(),
            records.stream().mapToDouble(CellSearch.Improvement::loss).toArray());
  }

  /**
   * The suprema of some rows in any order, without those of which nothing is known; problems are
   * numbered as they come, and networks of records are not in rows.
   */
  public static List<Supremum> suprema(List<Record> rows) {
    Map<String, Integer> problems = new LinkedHashMap<>();
    Map<SupremumPlace, Record> own = new LinkedHashMap<>();
    Map<SupremumPlace, List<Supremum.Level>> levels = new LinkedHashMap<>();
    for (Record row : rows) {
      if (row.find(SupremaTable.REASON).isPresent()) {
        continue;
      }
      String problem = row.get(LeadingColumns.PROBLEM_ID);
      problems.putIfAbsent(problem, problems.size());
      SupremumPlace place =
          new SupremumPlace(
              problems.get(problem),
              Math.toIntExact(row.get(LeadingColumns.INPUT_DIMENSION)),
              row.get(LeadingColumns.FAMILY),
              Math.toIntExact(row.get(LeadingColumns.WIDTH)));
      if (row.get(SupremaTable.TARGET).equals(OWN)) {
        own.put(place, row);
      } else {
        levels.computeIfAbsent(place, at -> new ArrayList<>()).add(level(row));
      }
    }
    List<Supremum> suprema = new ArrayList<>();
    own.forEach(
        (place, row) -> suprema.add(supremum(place, row, levels.getOrDefault(place, List.of()))));
    return suprema;
  }

  private static Supremum.Level level(Record row) {
    return new Supremum.Level(
        row.get(LeadingColumns.ETA),
        Math.toIntExact(row.get(SupremaTable.REFERENCE_WIDTH)),
        row.get(SupremaTable.REFERENCE_LOSS),
        Math.toIntExact(row.get(SupremaTable.COVERED)),
        row.get(SupremaTable.SUPREMUM));
  }

  private static Supremum supremum(SupremumPlace place, Record row, List<Supremum.Level> levels) {
    Optional<Double> depth = row.find(SupremaTable.SUPREMUM);
    return new Supremum(
        place,
        Math.toIntExact(row.get(SupremaTable.SAMPLES)),
        row.get(SupremaTable.STATES),
        row.get(SupremaTable.EXACT),
        Math.toIntExact(row.find(SupremaTable.MINIMA).orElse(0L)),
        depth.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        levels,
        result(row, SupremaTable.SEARCH),
        result(row, SupremaTable.HOPPING));
  }

  private static CellSearch.Result result(Record row, SearchColumns columns) {
    double[] programs = row.get(columns.recordPrograms());
    double[] depths = row.get(columns.recordDepths());
    double[] losses = row.get(columns.recordLosses());
    List<CellSearch.Improvement> records = new ArrayList<>();
    for (int i = 0; i < programs.length; i++) {
      records.add(new CellSearch.Improvement((long) programs[i], losses[i], depths[i]));
    }
    return new CellSearch.Result(
        row.get(columns.found()),
        Optional.empty(),
        row.get(columns.ceiling()),
        row.get(columns.programs()),
        row.get(columns.starts()),
        Math.toIntExact(row.get(columns.basins())),
        row.get(columns.unseen()),
        records,
        row.get(SupremaTable.RESOLUTION));
  }
}
