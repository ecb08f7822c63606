package io.shallows.suprema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shallows.depth.atlas.CellSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecordCurveTest {

  private static CellSearch.Result result(double... programsAndDepths) {
    List<CellSearch.Improvement> records = new ArrayList<>();
    double depth = 0;
    for (int i = 0; i < programsAndDepths.length; i += 2) {
      depth = programsAndDepths[i + 1];
      records.add(new CellSearch.Improvement((long) programsAndDepths[i], 1, depth));
    }
    return new CellSearch.Result(depth, Optional.empty(), 9, 500, 3, 2, 0, records, 1e-9);
  }

  private static Supremum landscape(int problem, double supremum, CellSearch.Result search) {
    boolean exact = supremum >= 0;
    return new Supremum(
        new SupremumPlace(problem, 1, "plain", 3),
        8,
        10,
        exact,
        exact ? 1 : 0,
        exact ? OptionalDouble.of(supremum) : OptionalDouble.empty(),
        List.of(),
        search,
        result());
  }

  private static final List<Supremum> ALL =
      List.of(
          landscape(0, 2, result(10, 1, 40, 2 - 1e-10)),
          landscape(1, 2, result(40, 2)),
          landscape(2, 2, result(20, 1.9)),
          landscape(3, 3, result(7, 1, 90, 3)),
          landscape(4, 0, result()),
          landscape(5, -1, result(7, 1, 90, 3)),
          landscape(6, -1, result()));

  /** Two reach their supremum at 40, one at 90, one never; one has nothing to find. */
  @Test
  void recallIsTheShareThatReachedTheSupremum() {
    RecordCurve curve = RecordCurve.of(ALL, true, Supremum::search);
    assertEquals(
        new RecordCurve(
            true, 4, List.of(new RecordCurve.Step(40, 0.5), new RecordCurve.Step(90, 0.75)), 500),
        curve);
    assertEquals(0, curve.share(39));
    assertEquals(0.5, curve.share(40));
    assertEquals(0.75, curve.share(500));
    assertEquals(OptionalLong.of(90), curve.programs(0.6));
    assertFalse(curve.programs(0.8).isPresent());
  }

  @Test
  void withoutASupremumTheLastRecordIsTheGoal() {
    assertEquals(
        new RecordCurve(false, 1, List.of(new RecordCurve.Step(90, 1)), 500),
        RecordCurve.of(ALL, false, Supremum::search));
  }

  @Test
  void aSearchThatFoundNothingNeverArrives() {
    RecordCurve curve = RecordCurve.of(ALL, true, Supremum::hopping);
    assertEquals(4, curve.landscapes());
    assertEquals(List.of(), curve.steps());
    assertEquals(0, curve.share(500));
    assertEquals(0, RecordCurve.of(ALL, false, Supremum::hopping).landscapes());
  }
}
