package io.shallows.suprema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.depth.atlas.CellSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SupremumContrastTest {

  private static Supremum made(int problem, String family, int width, double depth) {
    CellSearch.Result none =
        new CellSearch.Result(0, Optional.empty(), 0, 0, 0, 0, 0, List.of(), 1e-9);
    return new Supremum(
        new SupremumPlace(problem, 1, family, width),
        8,
        10,
        true,
        1,
        OptionalDouble.of(depth),
        List.of(new Supremum.Level(0.5, 1, 0, 1, 2 * depth)),
        none,
        none);
  }

  /**
   * Eight problems: plain depths 1, 2, 3 at m = 1, 2, 3; with skips half of that at m = 1 and 2, in
   * the last problem a little more, within the resolution at m = 2.
   */
  @Test
  void eachProblemHasOneVote() {
    List<Supremum> suprema = new ArrayList<>();
    for (int problem = 0; problem < 8; problem++) {
      for (int width = 1; width <= 3; width++) {
        suprema.add(made(problem, "plain", width, width));
      }
      suprema.add(made(problem, "linear-skip", 1, problem == 7 ? 1.1 : 0.5));
      suprema.add(made(problem, "linear-skip", 2, problem == 7 ? 2 + 1e-10 : 1));
    }
    List<SupremumContrast> contrasts = SupremumContrast.of(suprema);
    assertEquals(4, contrasts.size(), contrasts.toString());
    SupremumContrast width = contrasts.get(0);
    assertEquals(
        new SupremumContrast(
            "linear-skip",
            1,
            SupremumContrast.WIDTH,
            OptionalDouble.empty(),
            16,
            14,
            1,
            8,
            7,
            1,
            width.pLower(),
            1),
        width);
    assertEquals(2 * 9 / 256.0, width.pLower(), 1e-15);
    assertEquals("undecided", width.verdict());
    assertEquals(OptionalDouble.of(0.5), contrasts.get(1).eta());
    // against one unit more all eight are lower: four tests, 2^-8 each
    SupremumContrast parameters = contrasts.get(2);
    assertEquals(SupremumContrast.PARAMETERS, parameters.pairing());
    assertEquals(16, parameters.pairsLower());
    assertEquals(8, parameters.lower());
    assertEquals(4 / 256.0, parameters.pLower(), 1e-15);
    assertEquals("lower", parameters.verdict());
  }

  @Test
  void whatIsHigherIsSaid() {
    List<Supremum> suprema = new ArrayList<>();
    for (int problem = 0; problem < 6; problem++) {
      suprema.add(made(problem, "plain", 2, 1));
      suprema.add(made(problem, "linear-skip", 2, 3));
    }
    // two tests, 2^-6 each, are one too many for .025
    assertEquals("undecided", SupremumContrast.of(suprema).get(0).verdict());
    suprema.add(made(6, "plain", 2, 1));
    suprema.add(made(6, "linear-skip", 2, 3));
    SupremumContrast own = SupremumContrast.of(suprema).get(0);
    assertEquals("higher", own.verdict());
    assertEquals(2 / 128.0, own.pHigher(), 1e-15);
    assertEquals(2, SupremumContrast.of(suprema).size(), "no plain network of three units");
    assertEquals(List.of(), SupremumContrast.of(suprema.subList(0, 1)));
  }
}
