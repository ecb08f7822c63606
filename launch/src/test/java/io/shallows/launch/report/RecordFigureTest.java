package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.atlas.CellSearch;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumPlace;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class RecordFigureTest {

  private static CellSearch.Result found(double depth, long programs) {
    return new CellSearch.Result(
        depth,
        Optional.empty(),
        9,
        1000,
        3,
        2,
        0,
        List.of(new CellSearch.Improvement(programs, 1, depth)),
        1e-9);
  }

  /** The search finds all four suprema, the third with 100 programs; hopping finds one. */
  private static List<Supremum> suprema(boolean exact) {
    List<Supremum> all = new ArrayList<>();
    for (int problem = 0; problem < 4; problem++) {
      all.add(
          new Supremum(
              new SupremumPlace(problem, 1, "plain", 3),
              8,
              10,
              exact,
              exact ? 1 : 0,
              exact ? OptionalDouble.of(2) : OptionalDouble.empty(),
              List.of(),
              found(2, problem < 2 ? 10 : 100),
              found(problem == 0 ? 2 : 1, 10)));
    }
    return all;
  }

  @Test
  void aCurveRisesWhereRecordsReachTheirGoal() throws Exception {
    RecordFigure figure = new RecordFigure(suprema(true));
    assertEquals(1, figure.panels().size());
    String svg = figure.panels().get(0);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    // 3 decades on 270 pixels, 180 pixels high: 50% at 10 programs, all at 100, to the end at 1000
    assertTrue(svg.contains("d=\"M0 180.0H90.0V90.0H180.0V0.0H270.0\""), svg);
    assertTrue(svg.contains("d=\"M0 180.0H90.0V135.0H270.0\""), svg);
    assertEquals(
        List.of(
            "Of 4 landscapes with a known supremum above 0 the search finds it in 100%, basin"
                + " hopping in 25%, with at most 1000 programs each."),
        figure.sentences());
  }

  @Test
  void recordsWithoutSupremaPromiseNothing() {
    RecordFigure figure = new RecordFigure(suprema(false));
    assertEquals(1, figure.panels().size());
    assertTrue(figure.panels().get(0).contains("4 searches: share at their last record"));
    assertEquals(List.of(), figure.sentences());
    assertEquals(List.of(), new RecordFigure(List.of()).panels());
  }
}
