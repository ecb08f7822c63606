package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Dataset;
import io.shallows.random.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
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
  void proofsHoldAtTheDepthsOfTheTreeAndNowhereAbove(
      int samples, int inputs, int width, boolean skip) {
    for (int seed = 0; seed < 5; seed++) {
      Atlas atlas =
          AtlasProblems.atlas(AtlasProblems.random(samples, inputs, 40 + seed), skip, width);
      MergeTree tree = atlas.tree();
      // what is learned from one minimum is used for the next, and in the other direction
      StateSolver shared = new StateSolver(atlas.arrangement(), width);
      for (int i = 0; i < tree.minima(); i++) {
        if (tree.depth(i).isPresent()) {
          StateSolver solver = i % 2 == 0 ? shared : new StateSolver(atlas.arrangement(), width);
          double loss = tree.loss(i);
          double top = loss + tree.depth(i).getAsDouble();
          DepthProof proof =
              new DepthProof(solver, new State(atlas.stateOf(i)), loss - 2 * tree.tie());
          assertEquals(DepthProof.Answer.HOLDS, ask(proof, top - 1e-10));
          assertEquals(DepthProof.Answer.LEFT, ask(proof, top + 1e-10));
          assertEquals(top, proof.height(), 1e-10);
          assertTrue(solver.solve(proof.end()).value() <= loss - 2 * tree.tie());
          // from anywhere above, way by way down to the depth
          double height = atlas.best(0);
          int ways = 0;
          while (ask(proof, height - 1e-12) == DepthProof.Answer.LEFT) {
            assertTrue(proof.height() < height && proof.height() >= top - 1e-10);
            height = proof.height();
            ways++;
          }
          assertEquals(top, height, 1e-10);
          assertTrue(ways < 100);
          assertEquals(DepthProof.Answer.STOPPED, proof.ask(height, solver.programs(), 1_000_000));
          assertEquals(DepthProof.Answer.STOPPED, proof.ask(height, Long.MAX_VALUE, 0));
        }
      }
    }
  }

  private static DepthProof.Answer ask(DepthProof proof, double height) {
    return proof.ask(height, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Bounds of any set of rays hold for the value that a program of its own has. */
  @Test
  void boundsFromOtherProgramsHold() {
    Arrangement arrangement = AtlasProblems.arrangement(AtlasProblems.random(8, 1, 3), false);
    StateSolver learned = new StateSolver(arrangement, 3);
    UniformRandomProvider random = new RandomStreams(5).uniform("bounds", "states");
    int lower = 0;
    int upper = 0;
    int exact = 0;
    for (int i = 0; i < 400; i++) {
      int[] cones = random.ints(0, arrangement.cones()).limit(3).toArray();
      RaySet rays = learned.rays(State.of(cones));
      double value = new RayBounds(arrangement).solve(rays).value();
      RayBounds.Known known = learned.bounds().known(rays);
      assertTrue(known.lower() <= value + 1e-12 && known.upper() >= value - 1e-12);
      lower += known.lower() >= 0.5 * value ? 1 : 0;
      upper += known.upper() <= 2 * value ? 1 : 0;
      if (known.exact() != null) {
        assertEquals(value, known.exact().value(), 1e-12);
        exact++;
      }
      assertEquals(value, learned.bounds().solve(rays).value(), 1e-12);
    }
    assertTrue(lower > 100 && upper > 100 && exact > 20, lower + " " + upper + " " + exact);
    assertTrue(learned.programs() <= 400 - exact);
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
          assertTrue(result.depth() <= result.ceiling());
          assertTrue(result.programs() <= budget + 1);
        }
      }
      CellSearch.Result all = search(atlas.arrangement(), width, CellSearch.Method.DIVERSE, 20_000);
      found += Math.abs(all.depth() - supremum) < 1e-9 ? 1 : 0;
      double last = 0;
      for (CellSearch.Improvement record : all.records()) {
        assertTrue(record.depth() > last && record.programs() <= all.programs());
        last = record.depth();
      }
      assertEquals(all.depth(), last);
      assertTrue(all.unseen() >= 0 && all.unseen() <= 1 && all.minima() <= all.starts());
    }
    assertTrue(found >= 3, found + " of 4");
  }

  /**
   * Eight landscapes of 82,993 cells, at most 829 programs each; six is far above what chance is.
   */
  @Test
  void aHundredthOfTheCellsIsEnoughForMostSuprema() {
    int found = 0;
    for (int seed = 1000; seed < 1008; seed++) {
      Atlas atlas = AtlasProblems.atlas(AtlasProblems.random(10, 1, seed), false, 4);
      double supremum = atlas.tree().depth(atlas.deepest()).orElseThrow();
      CellSearch.Result result =
          search(atlas.arrangement(), 4, CellSearch.Method.DIVERSE, atlas.states() / 100);
      assertTrue(result.depth() <= supremum + result.resolution());
      found += result.depth() >= supremum - result.resolution() ? 1 : 0;
    }
    assertTrue(found >= 6, found + " of 8");
  }

  @Test
  void theSameNumbersGiveTheSameSearch() {
    Arrangement arrangement = AtlasProblems.arrangement(AtlasProblems.random(8, 1, 5), false);
    CellSearch.Result first = search(arrangement, 4, CellSearch.Method.DIVERSE, 300);
    CellSearch.Result second = search(arrangement, 4, CellSearch.Method.DIVERSE, 300);
    assertEquals(first.records(), second.records());
    assertEquals(first.programs(), second.programs());
    assertEquals(first.starts(), second.starts());
    assertEquals(first.ceiling(), second.ceiling());
  }
}
