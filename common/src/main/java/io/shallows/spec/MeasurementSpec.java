package io.shallows.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is measured at every minimum. The keys give meaning, range, default and role of each value.
 *
 * @param depth how depth is bracketed
 * @param settings the values under the other keys
 */
public record MeasurementSpec(DepthSpec depth, Settings settings) {
  /** No second run. */
  public static final String NO_SLOW_DOWN = "none";

  /** The condition of keys of the second run. */
  static final String WITH_SLOW_DOWN = "with slowDown";

  static final Key<Boolean> SINGULARITIES =
      Key.flag(
              "singularities",
              true,
              "overlap, elimination and linear dependence of hidden units; cheap beside training")
          .in(Section.MEASUREMENT, Role.COLUMNS);
  static final Key<Boolean> SPECTRUM =
      Key.flag(
              "spectrum",
              true,
              "shares of degenerate and negative Hessian eigenvalues; exact up to 3000 parameters")
          .in(Section.MEASUREMENT, Role.COLUMNS);

  static final Key<Boolean> SPECTRUM_DETAIL =
      Key.flag(
              "spectrumDetail",
              false,
              "with spectrum, measure it at the start too, layer by layer, and with the symmetry"
                  + " left in; up to six times the cost")
          .in(Section.MEASUREMENT, Role.COLUMNS)
          .onlyIf("with spectrum", spec -> spec.measurement().spectrum());
  static final Key<String> SLOW_DOWN =
      Key.word(
              "slowDown",
              Vocabulary::slowDownNames,
              NO_SLOW_DOWN,
              "first-order optimizer of a second run from the same start, whose steps to given"
                  + " losses are counted; costs one run more per trial")
          .in(Section.MEASUREMENT, Role.TRAINING)
          .onlyWhereSet();
  static final Key<Integer> SLOW_DOWN_STEPS =
      Key.integer(
              "slowDownSteps",
              1,
              Integer.MAX_VALUE,
              2000,
              "largest number of steps of that run; levels not reached by then are null")
          .in(Section.MEASUREMENT, Role.TRAINING)
          .onlyIf(WITH_SLOW_DOWN, spec -> spec.measurement().measuresSlowDown());

  static final Key<Boolean> LEVEL_METRICS =
      Key.flag(
              "levelMetrics",
              false,
              "with slowDown, measure singularities (and the spectrum, if asked for) where its run"
                  + " first reaches each loss level; table trajectories")
          .in(Section.MEASUREMENT, Role.COLUMNS);
  static final Key<Integer> TRAJECTORY_POINTS =
      Key.integer(
              "trajectoryPoints",
              0,
              1000,
              0,
              "with slowDown, points of its run, spaced evenly in the logarithm of the step, at"
                  + " which they are measured too; 50 draw a smooth line")
          .in(Section.MEASUREMENT, Role.COLUMNS);

  /** Verdicts for a number of problems that is chosen before anything is looked at. */
  public static final String FIXED_PROBLEMS = "fixed";

  /** Verdicts for problems that are added as verdicts are seen. */
  public static final String SEQUENTIAL_PROBLEMS = "sequential";

  static final Key<String> VERDICTS =
      Key.word(
              "verdicts",
              List.of(FIXED_PROBLEMS, SEQUENTIAL_PROBLEMS),
              Map.of(),
              FIXED_PROBLEMS,
              "how problems count: fixed, for a problem.count that is chosen beforehand;"
                  + " sequential, for problems that are added as verdicts are seen, which takes"
                  + " about three more")
          .in(Section.MEASUREMENT, Role.JUDGING);

  /** The condition of keys of the suprema. */
  private static final String WITH_SUPREMA = "with suprema";

  static final Key<Boolean> SUPREMA =
      Key.flag(
              "suprema",
              false,
              "the largest depth of all local minima of two-layer networks (networkDepth 0, one"
                  + " output, squared loss), not of those that training meets: exact where all can"
                  + " be listed, else what a search finds; table suprema")
          .in(Section.MEASUREMENT, Role.EXTENT);
  static final Key<Integer> SUPREMA_STATES =
      Key.integer(
              "supremaStates",
              1,
              Integer.MAX_VALUE,
              5_000_000,
              "with suprema, sets of cells that are listed at most for one landscape, about 100"
                  + " bytes and 5 microseconds each; another number makes the table anew")
          .in(Section.MEASUREMENT, Role.EXTENT)
          .onlyIf(WITH_SUPREMA, spec -> spec.measurement().suprema());
  static final Key<Integer> SUPREMA_BUDGET =
      Key.integer(
              "supremaBudget",
              1,
              Integer.MAX_VALUE,
              5000,
              "with suprema, convex programs, of cells and of facets, that each search for the"
                  + " deepest minimum may solve; another number makes the table anew")
          .in(Section.MEASUREMENT, Role.EXTENT)
          .onlyIf(WITH_SUPREMA, spec -> spec.measurement().suprema());

  static final List<Key<?>> KEYS =
      List.of(
          VERDICTS,
          SINGULARITIES,
          SPECTRUM,
          SPECTRUM_DETAIL,
          SLOW_DOWN,
          SLOW_DOWN_STEPS,
          LEVEL_METRICS,
          TRAJECTORY_POINTS,
          SUPREMA,
          SUPREMA_STATES,
          SUPREMA_BUDGET);

  /** Refuses settings of other keys; the settings have checked their values. */
  public MeasurementSpec {
    Objects.requireNonNull(depth, "measurement.depth");
    settings.requireKeys(KEYS);
  }

  /** Whether the singularity columns are filled. */
  public boolean singularities() {
    return settings.get(SINGULARITIES);
  }

  /** Whether the Hessian's spectrum is measured. */
  public boolean spectrum() {
    return settings.get(SPECTRUM);
  }

  /** Whether it is also measured at the start, layer by layer, and raw everywhere. */
  public boolean spectrumDetail() {
    return settings.get(SPECTRUM_DETAIL);
  }

  /** Optimizer of a second run whose steps to given losses are counted, or none. */
  public String slowDown() {
    return settings.get(SLOW_DOWN);
  }

  /** Largest number of its steps. */
  public int slowDownSteps() {
    return settings.get(SLOW_DOWN_STEPS);
  }

  /** Whether singularities are measured where that run reaches loss levels. */
  public boolean levelMetrics() {
    return settings.get(LEVEL_METRICS);
  }

  /** Points of that run, by steps, at which they are measured. */
  public int trajectoryPoints() {
    return settings.get(TRAJECTORY_POINTS);
  }

  /** How the number of problems came about, by which verdicts are tested. */
  public String verdicts() {
    return settings.get(VERDICTS);
  }

  /** Whether problems may be added as verdicts are seen. */
  public boolean addsProblems() {
    return verdicts().equals(SEQUENTIAL_PROBLEMS);
  }

  /** Whether a second run counts steps to given losses. */
  public boolean measuresSlowDown() {
    return !slowDown().equals(NO_SLOW_DOWN);
  }

  /** Whether points of that run are recorded. */
  public boolean recordsTrajectory() {
    return levelMetrics() || trajectoryPoints() > 0;
  }

  /** Whether the deepest of all local minima are looked for. */
  public boolean suprema() {
    return settings.get(SUPREMA);
  }

  /** Sets of cells that are listed at most for one landscape. */
  public int supremaStates() {
    return settings.get(SUPREMA_STATES);
  }

  /** Convex programs that each search for the deepest minimum may solve. */
  public int supremaBudget() {
    return settings.get(SUPREMA_BUDGET);
  }
}
