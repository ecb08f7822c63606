package io.shallows.depth.atlas;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * That the search finds the supremum in 95 of 100 landscapes that are listed completely, with the
 * last of the budgets, and how often basin hopping does with as many programs: random targets on
 * normal inputs. A share of 1 is as many programs, of cells and of facets, as the landscape has
 * cells, or with {@code -Ddeepest.of=programs} as the listing solves. Landscapes with nothing to
 * find, whose supremum is 0 or not told from it, are counted apart, and so are those whose listing
 * is refused, which the log names. Of what is not found it says whether the deepest minimum was not
 * met or not proved. After every landscape the counts are in {@code target/deepest.md}.
 *
 * <pre>-Ddeepest.problems=100 -Ddeepest.from=0 -Ddeepest.inputs=1 -Ddeepest.samples=8
 * -Ddeepest.width=5 -Ddeepest.shares=0.003,0.01</pre>
 */
@Tag("campaign")
class DeepestCampaignTest {

  @Test
  void theSearchFindsTheSupremum() throws IOException {
    int problems = Integer.getInteger("deepest.problems", 100);
    int from = Integer.getInteger("deepest.from", 0);
    int samples = Integer.getInteger("deepest.samples", 8);
    int width = Integer.getInteger("deepest.width", 5);
    double[] shares =
        Arrays.stream(System.getProperty("deepest.shares", "0.003,0.01").split(","))
            .mapToDouble(Double::parseDouble)
            .toArray();
    int inputs = Integer.getInteger("deepest.inputs", 1);
    int asked = 0;
    int trivial = 0;
    double listed = 0;
    Map<CellSearch.Method, int[]> found = new EnumMap<>(CellSearch.Method.class);
    Map<CellSearch.Method, int[]> unproved = new EnumMap<>(CellSearch.Method.class);
    for (CellSearch.Method method : CellSearch.Method.values()) {
      found.put(method, new int[shares.length]);
      unproved.put(method, new int[shares.length]);
    }
    for (int seed = from; seed < from + problems; seed++) {
      Atlas atlas;
      try {
        atlas = AtlasProblems.atlas(AtlasProblems.random(samples, inputs, seed), false, width);
      } catch (IllegalArgumentException e) {
        System.out.println("not listed: seed " + seed + ", " + e.getMessage());
        continue;
      }
      double supremum = atlas.deepest() < 0 ? 0 : atlas.tree().depth(atlas.deepest()).orElseThrow();
      if (supremum <= 1e-9 * atlas.best(0)) {
        trivial++;
        continue;
      }
      asked++;
      long all =
          System.getProperty("deepest.of", "cells").equals("programs")
              ? atlas.programs()
              : atlas.states();
      listed += (double) atlas.programs() / atlas.states();
      for (CellSearch.Method method : CellSearch.Method.values()) {
        for (int share = 0; share < shares.length; share++) {
          CellSearch search =
              new CellSearch(
                  atlas.arrangement(),
                  width,
                  method,
                  new RandomStreams(seed).uniform("campaign", method.name()),
                  (long) (shares[share] * all));
          CellSearch.Result result = search.run();
          assertTrue(result.depth() <= supremum + result.resolution(), "seed " + seed);
          if (Math.abs(result.depth() - supremum) <= result.resolution()) {
            found.get(method)[share]++;
          } else if (search.hasMet(atlas.tree().loss(atlas.deepest()), supremum)) {
            unproved.get(method)[share]++;
          }
        }
      }
      Files.writeString(
          Path.of("target", "deepest.md"),
          table(asked, trivial, listed / asked, shares, found, unproved));
    }
    String table = table(asked, trivial, listed / asked, shares, found, unproved);
    System.out.print(table);
    int last = shares.length - 1;
    assertTrue(asked > 0 && found.get(CellSearch.Method.DIVERSE)[last] >= 0.95 * asked, table);
  }

  private static String table(
      int asked,
      int trivial,
      double listed,
      double[] shares,
      Map<CellSearch.Method, int[]> found,
      Map<CellSearch.Method, int[]> unproved) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d landscapes and %d with nothing to find, programs of the listing per cell:"
                    + " %.2f%n%n"
                    + "| Budget | search | met, not proved | basin hopping | met, not proved |%n"
                    + "|---|---|---|---|---|%n",
                asked,
                trivial,
                listed));
    for (int share = 0; share < shares.length; share++) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %.3f | %d of %d | %d | %d of %d | %d |%n",
              shares[share],
              found.get(CellSearch.Method.DIVERSE)[share],
              asked,
              unproved.get(CellSearch.Method.DIVERSE)[share],
              found.get(CellSearch.Method.BASIN_HOPPING)[share],
              asked,
              unproved.get(CellSearch.Method.BASIN_HOPPING)[share]));
    }
    return table.toString();
  }
}
