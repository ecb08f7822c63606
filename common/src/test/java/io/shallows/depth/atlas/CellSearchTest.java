package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellSearchTest {

  private static CellSearch.Result search(
      Arrangement arrangement, int width, CellSearch.Method method, long budget) {
    return new CellSearch(
            arrangement,
            width,
            method,
            new RandomStreams(3).uniform("search", method.name()),
            budget)
        .run();
  }

  /** From every minimum of a complete tree, with one and two inputs and a skip. */
  @ParameterizedTest
  @CsvSource({"7,1,2,false", "7,1,3,false", "7,1,3,true", "6,2,2,false"})
  void floodsOfStatesCloseAtTheDepthsOfTheTree(int samples, int inputs, int width, boolean skip) {
    for (int seed = 0; seed < 5; seed++) {
      Atlas atlas =
          AtlasProblems.atlas(AtlasProblems.random(samples, inputs, 40 + seed), skip, width);
      MergeTree tree = atlas.tree();
      for (int i = 0; i < tree.minima(); i++) {
        if (tree.depth(i).isPresent()) {
          StateSolver solver = new StateSolver(atlas.arrangement(), width);
          LocalFlood flood =
              new LocalFlood(solver, new State(atlas.stateOf(i)), tree.loss(i) - 2 * tree.tie());
          double before = 0;
          while (!flood.closed()) {
            flood.run(solver.cells() + 3);
            assertTrue(flood.lower() >= before);
            before = flood.lower();
          }
          assertEquals(tree.depth(i).getAsDouble(), flood.lower() - tree.loss(i), 1e-10);
        }
      }
    }
  }

  /** A descent never goes up and ends in a state that no unit can leave downwards. */
  @Test
  void descentsEndWhereNothingIsBelow() {
    Arrangement arrangement = AtlasProblems.arrangement(AtlasProblems.random(8, 1, 2), false);
    StateSolver solver = new StateSolver(arrangement, 4);
    for (int start = 0; start < 20; start++) {
      State from = State.of(new int[] {start, start + 3, start + 5, start + 9});
      StateSolver.Solved end = solver.descend(from, Long.MAX_VALUE);
      assertTrue(end.value() <= solver.solve(from).value());
      assertEquals(end.state(), solver.below(end));
    }
  }

  /** With enough states the record is the supremum; with few it is never above it. */
  @ParameterizedTest
  @CsvSource({"8,1,3,false", "8,1,4,false", "8,1,4,true", "7,2,2,false"})
  void recordsAreNeverAboveTheSupremumAndReachIt(int samples, int inputs, int width, boolean skip) {
    int found = 0;
    for (int seed = 0; seed < 4; seed++) {
      Dataset data = AtlasProblems.random(samples, inputs, 60 + seed);
      Atlas atlas = AtlasProblems.atlas(data, skip, width);
      double supremum = atlas.deepest() < 0 ? 0 : atlas.tree().depth(atlas.deepest()).orElseThrow();
      for (CellSearch.Method method : CellSearch.Method.values()) {
        for (long budget : new long[] {30, 200}) {
          CellSearch.Result result = search(atlas.arrangement(), width, method, budget);
          assertTrue(result.depth() <= supremum + 1e-10);
          assertTrue(result.cells() <= budget + 1);
        }
      }
      CellSearch.Result all = search(atlas.arrangement(), width, CellSearch.Method.DIVERSE, 20_000);
      found += Math.abs(all.depth() - supremum) < 1e-9 ? 1 : 0;
      double last = 0;
      for (CellSearch.Improvement record : all.records()) {
        assertTrue(record.depth() > last && record.cells() <= all.cells());
        last = record.depth();
      }
      assertEquals(all.depth(), last);
      assertTrue(all.unseen() >= 0 && all.unseen() <= 1 && all.minima() <= all.starts());
    }
    assertTrue(found >= 3, found + " of 4");
  }

  @Test
  void theSameNumbersGiveTheSameSearch() {
    Arrangement arrangement = AtlasProblems.arrangement(AtlasProblems.random(8, 1, 5), false);
    CellSearch.Result first = search(arrangement, 4, CellSearch.Method.DIVERSE, 300);
    CellSearch.Result second = search(arrangement, 4, CellSearch.Method.DIVERSE, 300);
    assertEquals(first.records(), second.records());
    assertEquals(first.cells(), second.cells());
    assertEquals(first.facetPrograms(), second.facetPrograms());
  }
}
