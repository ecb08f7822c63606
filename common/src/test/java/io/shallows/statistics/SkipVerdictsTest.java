package io.shallows.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.ProblemOrder;
import io.shallows.random.RandomStreams;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PairsTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.statistics.estimate.ProblemTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What skips change, from depths over counts to one answer per family. */
class SkipVerdictsTest {

  private static final RandomStreams STREAMS = new RandomStreams(11);
  private static final int REPETITIONS = Integer.getInteger("shallows.repetitions", 200);

  private final List<Record> counted = new ArrayList<>();
  private final List<MeasuredDepth> depths = new ArrayList<>();

  private void add(
      String family, int problem, int seed, boolean covered, double lower, double upper) {
    depths.add(
        new MeasuredDepth(
            String.format("p%02d", problem),
            family,
            8,
            "he",
            seed,
            80,
            covered,
            upper,
            lower,
            false,
            0,
            false,
            Double.NaN));
  }

  /** Counts what was added as one group. */
  private void count(int networkDepth, double eta) {
    counted.addAll(new SkipPairs("m").count(new FitGroup(networkDepth, 2, eta), depths));
    depths.clear();
  }

  private Record answer(String family, String question) {
    return SkipVerdicts.judge(counted).stream()
        .filter(row -> row.get(LeadingColumns.FAMILY).equals(family))
        .filter(row -> row.get(SkipsTable.QUESTION).equals(question))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pairsAreCountedByHand() {
    add("plain", 0, 0, true, 0, 0.5);
    add("long-skip", 0, 0, true, 0, 1e-9); // shallow and lower, for nothing certain
    add("plain", 0, 1, true, 0.2, 0.5);
    add("long-skip", 0, 1, true, 0, 0.1); // deep both, lower for certain
    add("plain", 0, 2, false, 0, Double.NaN);
    add("long-skip", 0, 2, true, 0, 0.1); // deep and covered with the skip alone
    add("plain", 0, 3, true, 0, 0.1);
    add("long-skip", 0, 3, false, 0, Double.NaN); // deep and covered without
    add("plain", 0, 4, true, 0, 0.1);
    add("long-skip", 0, 4, true, 0.3, 0.4); // higher for certain
    add("plain", 0, 5, true, 0, Double.NaN);
    add("long-skip", 0, 5, true, 0, 0.4); // unknown: no pair
    add("long-skip", 0, 6, true, 0, 0.4); // alone: no pair
    count(1, 0.5);
    assertEquals(1, counted.size());
    Record row = counted.get(0);
    assertEquals(5L, row.get(PairsTable.PAIRS));
    assertEquals(3L, row.get(PairsTable.COVERED_BOTH));
    assertEquals(1L, row.get(PairsTable.COVERED_ONLY_PLAIN));
    assertEquals(1L, row.get(PairsTable.COVERED_ONLY_SKIP));
    assertEquals(2L, row.get(PairsTable.DEEP_ONLY_PLAIN));
    assertEquals(1L, row.get(PairsTable.DEEP_ONLY_SKIP));
    assertEquals(2L, row.get(PairsTable.CLIMB_LOWER));
    assertEquals(1L, row.get(PairsTable.CLIMB_HIGHER));
    assertEquals(1L, row.get(PairsTable.DEPTH_LOWER));
    assertEquals(1L, row.get(PairsTable.DEPTH_HIGHER));
  }

  /** In 8 problems plain is deep and the skip is covered and shallow. */
  @Test
  void aDifferenceInEveryProblemIsShownAndSoIsWhatItComesFrom() {
    for (int problem = 0; problem < 8; problem++) {
      for (int seed = 0; seed < 3; seed++) {
        add("plain", problem, seed, true, 0, 0.5);
        add("long-skip", problem, seed, true, 0, 0);
      }
    }
    count(1, 0.5);
    Record deep = answer("long-skip", "deep");
    assertEquals("lower", deep.get(SkipsTable.VERDICT));
    assertEquals(Math.scalb(1.0, -8), deep.get(SkipsTable.P_LOWER_SINGLE), 1e-15);
    assertEquals(Math.scalb(1.0, -8), deep.get(SkipsTable.P_LOWER), 1e-15);
    assertEquals(1, deep.get(SkipsTable.P_HIGHER), 0);
    assertEquals(-1, deep.get(SkipsTable.DIFFERENCE), 0);
    assertEquals(8L, deep.get(SkipsTable.PROBLEMS_WANTED), "as many as there are");
    assertEquals("lower", answer("long-skip", "climb").get(SkipsTable.VERDICT));
    Record covered = answer("long-skip", "covered");
    assertEquals("undecided", covered.get(SkipsTable.VERDICT), "all are covered");
    assertEquals(0L, covered.get(SkipsTable.PROBLEMS_LOWER));
    Record depth = answer("long-skip", "depth");
    assertEquals("undecided", depth.get(SkipsTable.VERDICT), "nothing bounds the plain from below");
    assertEquals(1, depth.get(SkipsTable.P_LOWER), 0);
  }

  /** Eight minima of one problem are one witness, not eight. */
  @Test
  void seedsAndSettingsOfOneProblemAreNoFurtherEvidence() {
    for (int networkDepth = 1; networkDepth <= 2; networkDepth++) {
      for (int problem = 0; problem < 3; problem++) {
        for (int seed = 0; seed < 50; seed++) {
          add("plain", problem, seed, true, 0, 0.5);
          add("long-skip", problem, seed, true, 0, 0);
        }
      }
      count(networkDepth, 0.5);
    }
    Record deep = answer("long-skip", "deep");
    assertEquals("undecided", deep.get(SkipsTable.VERDICT));
    assertEquals(300L, deep.get(SkipsTable.PAIRS));
    assertEquals(3L, deep.get(SkipsTable.PROBLEMS));
    assertEquals(0.125, deep.get(SkipsTable.P_LOWER_SINGLE), 0);
    assertTrue(
        deep.get(SkipsTable.REASON).endsWith("; about 6 problems like these would decide"),
        deep.get(SkipsTable.REASON));
    for (String question : List.of("covered", "climb", "depth")) {
      Record row = answer("long-skip", question);
      assertTrue(row.find(SkipsTable.P_LOWER).isEmpty(), "not asked");
      assertTrue(row.get(SkipsTable.REASON).startsWith("not asked"), row.get(SkipsTable.REASON));
    }
  }

  /** 2^-6 is below .025 and not below half of it. */
  @Test
  void whatWouldDecideAFamilyCountsTheOthers() {
    for (int problem = 0; problem < 6; problem++) {
      add("plain", problem, 0, true, 0, 0.5);
      add("long-skip", problem, 0, true, 0, 0);
      add("residual", problem, 0, true, 0, 0);
    }
    count(1, 0.5);
    Record deep = answer("long-skip", "deep");
    assertEquals("undecided", deep.get(SkipsTable.VERDICT));
    assertEquals(7L, deep.get(SkipsTable.PROBLEMS_WANTED));
    assertTrue(
        deep.get(SkipsTable.REASON).endsWith("; about 7 problems like these would decide"),
        deep.get(SkipsTable.REASON));
  }

  /** A family that is deeper is told from one that is shallower. */
  @Test
  void bothDirectionsAreFoundInOneSweep() {
    for (int problem = 0; problem < 10; problem++) {
      add("plain", problem, 0, true, 0, 0.5);
      add("plain", problem, 1, true, 0, 0);
      add("long-skip", problem, 0, true, 0, 0);
      add("long-skip", problem, 1, true, 0, 0);
      add("residual", problem, 0, true, 0, 0.5);
      add("residual", problem, 1, true, 0.1, 0.5);
    }
    count(1, 0.5);
    assertEquals("lower", answer("long-skip", "deep").get(SkipsTable.VERDICT));
    assertEquals("higher", answer("residual", "deep").get(SkipsTable.VERDICT));
    assertEquals("higher", answer("residual", "depth").get(SkipsTable.VERDICT));
    assertEquals(
        Math.scalb(1.0, -9), answer("residual", "deep").get(SkipsTable.P_HIGHER), 1e-15, "Holm");
  }

  @Test
  void rowsDoNotDependOnTheOrderOfDepthsOrRows() {
    List<MeasuredDepth> all = new ArrayList<>();
    for (int problem = 0; problem < 7; problem++) {
      for (int seed = 0; seed < 4; seed++) {
        add("plain", problem, seed, true, 0, 0.1 * ((problem + seed) % 3));
        add("long-skip", problem, seed, seed > 0, 0, 0.1 * (problem * seed % 4));
      }
    }
    all.addAll(depths);
    count(1, 0.5);
    List<Record> rows = SkipVerdicts.judge(counted);
    List<Record> first = List.copyOf(counted);
    Random random = new Random(4);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(all, random);
      counted.clear();
      depths.addAll(all);
      count(1, 0.5);
      assertEquals(first, counted);
      Collections.shuffle(counted, random);
      assertEquals(rows, SkipVerdicts.judge(counted));
    }
    assertFalse(rows.isEmpty());
  }

  @Test
  void aSweepWithoutSkipsHasNoRows() {
    add("plain", 0, 0, true, 0, 1);
    count(1, 0.5);
    assertEquals(List.of(), SkipVerdicts.judge(counted));
  }

  private static final TruthPage PAGE =
      new TruthPage(
          "skips",
          REPETITIONS,
          "law",
          "`lower`, fixed",
          "`higher`, fixed",
          "`lower`, sequential",
          "`higher`, sequential");

  /** How a skip family's depths come about beside those of plain networks. */
  private enum Pairs {
    /**
     * Families that do not differ, but with effects of problems that all seeds share: a test with
     * pairs as units would be wrong nearly always.
     */
    EQUAL_FAMILIES,
    /** Skips into which plain minima are embedded, and which open no way out. */
    EMBEDDED_AND_KEPT,
    /** The same where a third of the deep minima has a way out through the skips. */
    EMBEDDED_AND_A_THIRD_ANNIHILATED,
    /** Deep minima are less frequent with skips: .6 instead of .9. */
    FEWER_DEEP
  }

  /** Answers about deep minima over many sweeps. */
  private final class Answers {
    private int lower;
    private int higher;
    private int lowerSequential;
    private int higherSequential;

    Answers(Pairs pairs) {
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        draw(repetition, pairs, 16);
        String fixed = verdict(ProblemTest.FIXED);
        String sequential = verdict(ProblemTest.SEQUENTIAL);
        lower += fixed.equals("lower") ? 1 : 0;
        higher += fixed.equals("higher") ? 1 : 0;
        lowerSequential += sequential.equals("lower") ? 1 : 0;
        higherSequential += sequential.equals("higher") ? 1 : 0;
      }
      PAGE.row(
          pairs.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          lower,
          higher,
          lowerSequential,
          higherSequential);
    }

    private String verdict(ProblemTest test) {
      return SkipVerdicts.judge(counted, test, ProblemOrder.BY_ID, 1).stream()
          .filter(row -> row.get(SkipsTable.QUESTION).equals("deep"))
          .map(row -> row.get(SkipsTable.VERDICT))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void assertRare(int count) {
    double error = Math.sqrt(FitVerdicts.ALPHA * (1 - FitVerdicts.ALPHA) / REPETITIONS);
    assertTrue(
        count <= REPETITIONS * (FitVerdicts.ALPHA + 3 * error), count + " of " + REPETITIONS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Pairs.class,
      names = {"EQUAL_FAMILIES", "EMBEDDED_AND_KEPT"})
  @Tag("repeated")
  @Tag("truth")
  void falseAnswersAreAsRareAsClaimed(Pairs pairs) {
    Answers answers = new Answers(pairs);
    assertRare(answers.lower);
    assertRare(answers.higher);
    assertRare(answers.lowerSequential);
    assertRare(answers.higherSequential);
  }

  @ParameterizedTest
  @EnumSource(
      value = Pairs.class,
      names = {"EMBEDDED_AND_A_THIRD_ANNIHILATED", "FEWER_DEEP"})
  @Tag("repeated")
  @Tag("truth")
  void anEffectThatMattersIsFound(Pairs pairs) {
    Answers answers = new Answers(pairs);
    assertTrue(answers.lower >= 0.9 * REPETITIONS, answers.lower + " of " + REPETITIONS);
    assertRare(answers.higher);
    assertRare(answers.higherSequential);
  }

  private static final int[] LOOKS = {16, 20, 24, 32};

  private static final TruthPage LATER =
      new TruthPage(
          "skips-later",
          REPETITIONS,
          "law",
          "within 16, sequential",
          "within 20",
          "within 24",
          "within 32");

  /** What sixteen problems that are looked at one by one do not find in nine of ten, more do. */
  @Test
  @Tag("repeated")
  @Tag("truth")
  void moreProblemsFindWhatMayBeLookedAt() {
    int[] within = new int[LOOKS.length];
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      draw(repetition, Pairs.FEWER_DEEP, 32);
      int[] scores = SkipVerdicts.scores(counted, ProblemOrder.BY_ID).get(0).get(0).scores();
      double[] p =
          ProblemTest.SEQUENTIAL.pNotAboveOfBeginnings(
              Arrays.stream(scores).map(score -> -score).toArray());
      for (int look = 0; look < LOOKS.length; look++) {
        boolean found = Arrays.stream(p, 0, LOOKS[look]).anyMatch(one -> one <= FitVerdicts.ALPHA);
        within[look] += found ? 1 : 0;
      }
    }
    LATER.row("fewer deep", within[0], within[1], within[2], within[3]);
    assertTrue(within[0] >= 0.9 * REPETITIONS, within[0] + " of " + REPETITIONS);
  }

  /** Problems of four seeds. */
  private void draw(int repetition, Pairs pairs, int problems) {
    String stream = pairs == Pairs.FEWER_DEEP ? "0.9 0.6" : pairs.name();
    UniformRandomProvider random = STREAMS.uniform("" + repetition, stream);
    counted.clear();
    for (int problem = 0; problem < problems; problem++) {
      boolean swapped = pairs == Pairs.EQUAL_FAMILIES && random.nextBoolean();
      for (int seed = 0; seed < 4; seed++) {
        double plain =
            switch (pairs) {
              case EQUAL_FAMILIES -> depth(random, swapped ? 0.2 : 0.9);
              case EMBEDDED_AND_KEPT, EMBEDDED_AND_A_THIRD_ANNIHILATED -> depth(random, 0.7);
              case FEWER_DEEP -> depth(random, 0.9);
            };
        double skip =
            switch (pairs) {
              case EQUAL_FAMILIES -> depth(random, swapped ? 0.9 : 0.2);
              case EMBEDDED_AND_KEPT -> plain;
              case EMBEDDED_AND_A_THIRD_ANNIHILATED -> random.nextDouble() < 1 / 3.0 ? 0 : plain;
              case FEWER_DEEP -> depth(random, 0.6);
            };
        add("plain", problem, seed, true, 0, plain);
        add("long-skip", problem, seed, true, 0, skip);
      }
    }
    count(1, 0.5);
  }

  private static double depth(UniformRandomProvider random, double deep) {
    return random.nextDouble() < deep ? 0.1 : 0;
  }
}
