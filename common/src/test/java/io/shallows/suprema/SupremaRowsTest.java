package io.shallows.suprema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SupremaTable;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupremaRowsTest {

  private static SweepSpec spec(String problem) {
    return SweepVocabulary.reader()
        .read(
            """
            apiVersion: shallows/v1
            grid: {family: [plain, linear-skip], width: [1, 3], networkDepth: [0], inputDimension: [1]}
            problem: PROBLEM
            measurement: {suprema: true, supremaBudget: 200, supremaStates: 1000, depth: {eta: [0.5, 0.9]}}
            """
                .replace("PROBLEM", problem),
            "spec.yaml");
  }

  /** Listed landscapes and one that is only searched, as the runner of a sweep gives them. */
  @Test
  void rowsHoldAllThatIsKnown() {
    SweepSpec spec = spec("{kind: random-labels, samples: 6, count: 2}");
    Suprema suprema = new Suprema(spec, TableSource.none());
    TrialRunner runner = TrialRunner.of(spec);
    List<Supremum> all = new ArrayList<>();
    List<Record> rows = new ArrayList<>();
    for (SupremumPlace place : suprema.places()) {
      all.add(suprema.of(place));
      List<Record> own = runner.suprema(place);
      assertEquals(all.get(all.size() - 1).exact() ? 3 : 1, own.size());
      for (Record row : own) {
        assertEquals(
            Problem.of(spec, place.problem(), 1).id().hex(), row.get(LeadingColumns.PROBLEM_ID));
        assertEquals(200L, row.get(SupremaTable.BUDGET));
      }
      rows.addAll(own);
    }
    List<Supremum> read = SupremaRows.suprema(rows);
    assertEquals(all.size(), read.size());
    assertTrue(all.stream().anyMatch(Supremum::exact));
    assertTrue(all.stream().anyMatch(one -> !one.exact()));
    for (int i = 0; i < all.size(); i++) {
      Supremum made = all.get(i);
      Supremum back = read.get(i);
      assertEquals(made.place(), back.place());
      assertEquals(made.levels(), back.levels());
      assertEquals(made.depth(), back.depth());
      assertEquals(made.states(), back.states());
      assertEquals(made.minima(), back.minima());
      assertEquals(made.search().records(), back.search().records());
      assertEquals(made.search().ceiling(), back.search().ceiling());
      assertEquals(made.search().starts(), back.search().starts());
      assertEquals(made.search().unseen(), back.search().unseen());
      assertEquals(made.hopping().depth(), back.hopping().depth());
      assertEquals(made.hopping().minima(), back.hopping().minima());
      assertEquals(made.isFoundBy(made.search()), back.isFoundBy(back.search()));
    }
    assertEquals(SupremumRate.of(all), SupremumRate.of(read));
    assertEquals(SupremumContrast.of(all), SupremumContrast.of(read));
  }

  /** The planes of equal samples are one, and do not cut the weights into cones. */
  @Test
  void whereNothingIsKnownARowSaysWhy() {
    SweepSpec spec = spec("{kind: points, x: [[1], [1]], y: [[1], [0]]}");
    List<Record> rows = TrialRunner.of(spec).suprema(new SupremumPlace(0, 1, "plain", 1));
    assertEquals(1, rows.size());
    String reason = rows.get(0).get(SupremaTable.REASON);
    assertTrue(reason.contains("a line in common"), reason);
    assertEquals(2L, rows.get(0).get(SupremaTable.SAMPLES));
    assertEquals(List.of(), SupremaRows.suprema(rows));
  }
}
