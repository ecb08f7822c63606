package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often the search finds the supremum of landscapes that are listed completely, with a
 * hundredth of their states, beside basin hopping with as many: random targets on normal inputs,
 * one input. {@code -Ddeepest.problems=200 -Ddeepest.samples=10 -Ddeepest.width=5}, about 20
 * seconds each.
 */
@Tag("campaign")
class DeepestCampaignTest {

  private static final double SHARE = 0.01;

  @Test
  void theSearchFindsMoreSupremaThanBasinHopping() {
    int problems = Integer.getInteger("deepest.problems", 20);
    int samples = Integer.getInteger("deepest.samples", 10);
    int width = Integer.getInteger("deepest.width", 5);
    int asked = 0;
    Map<CellSearch.Method, Integer> found = new EnumMap<>(CellSearch.Method.class);
    List<String> missed = new ArrayList<>();
    for (int seed = 0; seed < problems; seed++) {
      Atlas atlas = AtlasProblems.atlas(AtlasProblems.random(samples, 1, seed), false, width);
      if (atlas.deepest() < 0) {
        continue;
      }
      asked++;
      double supremum = atlas.tree().depth(atlas.deepest()).orElseThrow();
      for (CellSearch.Method method : CellSearch.Method.values()) {
        CellSearch.Result result =
            new CellSearch(
                    atlas.arrangement(),
                    width,
                    method,
                    new RandomStreams(seed).uniform("campaign", method.name()),
                    (long) (SHARE * atlas.states()))
                .run();
        assertTrue(result.depth() <= supremum + 1e-9, "seed " + seed);
        if (Math.abs(result.depth() - supremum) <= 1e-9) {
          found.merge(method, 1, Integer::sum);
        } else {
          missed.add(
              String.format(
                  Locale.ROOT, "seed %d %s %.4g of %.4g", seed, method, result.depth(), supremum));
        }
      }
    }
    int diverse = found.getOrDefault(CellSearch.Method.DIVERSE, 0);
    int hopping = found.getOrDefault(CellSearch.Method.BASIN_HOPPING, 0);
    String what = diverse + " and " + hopping + " of " + asked + ", missed: " + missed;
    System.out.println(what);
    assertTrue(diverse > hopping && 2 * diverse > asked, what);
  }
}
