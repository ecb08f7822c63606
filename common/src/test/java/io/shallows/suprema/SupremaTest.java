package io.shallows.suprema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.depth.atlas.CellSearch;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableSource;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SupremaTest {

  private static SweepSpec spec(String... overrides) {
    return SweepVocabulary.reader()
        .read(
            """
            apiVersion: shallows/v1
            grid: {family: [plain, linear-skip], width: [1, 2, 3], networkDepth: [0], inputDimension: [1]}
            problem: {kind: random-labels, samples: 6, count: 2}
            measurement: {depth: {eta: [0.5]}}
            """,
            "spec.yaml",
            List.of(overrides));
  }

  private static Suprema suprema(long most, String... overrides) {
    return new Suprema(spec(overrides), TableSource.none(), most, 400);
  }

  @Test
  void everyLandscapeOfASpecHasItsSupremum() {
    Suprema suprema = suprema(100_000);
    List<SupremumPlace> places = suprema.places();
    assertEquals(2 * 2 * 3, places.size());
    for (SupremumPlace place : places) {
      Supremum one = suprema.of(place);
      assertTrue(one.exact());
      assertEquals(6, one.samples());
      Supremum.Level level = one.levels().get(0);
      assertEquals(place.width() == 1 ? 1 : 2, level.referenceWidth());
      assertTrue(level.covered() == 0 || level.depth() > 0);
      assertTrue(one.search().depth() <= one.depth().orElseThrow() + 1e-10);
      // with 400 programs, of cells and facets, where there are at most 1800 cells
      assertTrue(place.width() == 3 || one.isFoundBy(one.search()), place.toString());
      assertEquals(one.levels(), suprema.of(place).levels());
    }
  }

  @Test
  void targetsAscendFromThoseOfTheProblem() {
    Suprema suprema = suprema(100_000);
    SupremumPlace place = new SupremumPlace(0, 1, "plain", 2);
    Supremum one = suprema.of(place);
    SupremumAscent ascent = suprema.ascent(place, OptionalDouble.empty(), 20).orElseThrow();
    assertEquals(0, ascent.referenceWidth());
    assertEquals(20, ascent.asked());
    assertTrue(ascent.listings() <= 20);
    assertTrue(ascent.last() > ascent.first(), ascent.depths().toString());
    assertEquals(6, ascent.targets().size());
    Dataset data = Problem.of(spec(), 0, 1).dataset(TableSource.none()).orElseThrow();
    double squares = 0;
    for (int s = 0; s < 6; s++) {
      squares += data.y(s, 0) * data.y(s, 0);
      assertEquals(List.of(data.x(s, 0)), ascent.inputs().get(s), "without the constant");
    }
    double first = one.depth().orElseThrow() / (squares / 6);
    assertEquals(first, ascent.first(), 1e-9, "depth over the loss of the network 0");
    assertEquals(
        2, suprema.ascent(place, OptionalDouble.of(0.9), 1).orElseThrow().referenceWidth());
    assertEquals(Optional.empty(), suprema(50).ascent(place, OptionalDouble.empty(), 20));
  }

  @Test
  void whatIsTooLargeToListHasARecordAlone() {
    Supremum one = suprema(50).of(new SupremumPlace(0, 1, "plain", 3));
    assertEquals(1 + 22 + 231 + 1540, one.states());
    assertTrue(!one.exact() && one.depth().isEmpty() && one.levels().isEmpty());
    assertTrue(one.search().programs() > 0 && !one.isFoundBy(one.search()));
  }

  /**
   * Rays of these samples nearly depend on each other, with factors of thousands: a ray that gained
   * by rounding alone was taken, and the loss of some states was wrong by a sixth.
   */
  @Test
  void raysThatNearlyDependOnEachOtherAreNotTakenForGain() {
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid: {family: [plain], width: [4, 5], networkDepth: [0], inputDimension: [1], seed: {root: 1}}
                problem: {kind: random-labels, samples: 9, count: 5}
                measurement: {depth: {eta: [0.5]}}
                """,
                "spec.yaml");
    Suprema suprema = new Suprema(spec, TableSource.none(), 500_000, 1000);
    Supremum one = suprema.of(new SupremumPlace(4, 1, "plain", 5));
    assertTrue(one.exact());
    // the search's record is proved on programs of its own
    assertTrue(one.search().depth() > 0);
    assertTrue(one.search().depth() <= one.depth().orElseThrow() + one.search().resolution());
    // e(3) and e(2), from lists of their own
    Supremum four = suprema.of(new SupremumPlace(4, 1, "plain", 4));
    assertEquals(2, four.levels().get(0).referenceWidth());
    assertTrue(four.levels().get(0).reference() >= one.levels().get(0).reference());
  }

  private static Supremum made(int problem, int width, double depth) {
    CellSearch.Result none =
        new CellSearch.Result(0, Optional.empty(), 0, 0, 0, 0, 0, List.of(), 1e-9);
    return new Supremum(
        new SupremumPlace(problem, 1, "plain", width),
        8,
        10,
        true,
        1,
        OptionalDouble.of(depth),
        List.of(new Supremum.Level(0.5, 1, 0, 1, depth)),
        none,
        none);
  }

  /** Suprema that fall faster, as fast and slower than m^-1/2. */
  @Test
  void verdictsAreTailsOfASignTestBetweenProblems() {
    for (double power : new double[] {-1, -0.5, -0.2}) {
      List<Supremum> suprema = new ArrayList<>();
      for (int problem = 0; problem < 6; problem++) {
        for (int width : new int[] {4, 1, 2}) {
          suprema.add(made(problem, width, (1 + problem) * Math.pow(width, power)));
        }
      }
      SupremumRate rate = SupremumRate.of(suprema).get(0);
      assertEquals(6, rate.problems());
      assertEquals(1, rate.narrow());
      assertEquals(4, rate.wide());
      assertEquals(
          power < -0.5 ? "consistent" : power > -0.5 ? "contradicted" : "undecided",
          rate.verdict());
    }
    // five problems cannot decide at .025
    List<Supremum> few = new ArrayList<>();
    for (int problem = 0; problem < 5; problem++) {
      few.add(made(problem, 1, 1));
      few.add(made(problem, 2, 0));
    }
    assertEquals("undecided", SupremumRate.of(few).get(0).verdict());
    assertEquals(5, SupremumRate.of(few).get(0).lower());
    assertEquals(1 / 32.0, SupremumRate.of(few).get(0).pLower(), 1e-15);
    assertEquals(List.of(), SupremumRate.of(List.of(made(0, 1, 1))));
  }

  @Test
  void exactMeansADepth() {
    Supremum one = made(0, 1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Supremum(
                one.place(), 8, 10, false, 1, one.depth(), List.of(), one.search(), one.hopping()));
  }
}
