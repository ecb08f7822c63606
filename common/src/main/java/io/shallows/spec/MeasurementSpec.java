package io.shallows.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is measured at every minimum.
 *
 * @param depth how depth is bracketed
 * @param singularities whether the singularity columns are filled
 * @param spectrum whether the Hessian's spectrum is measured
 * @param spectrumDetail whether the spectrum is also measured at the start, layer by layer, and raw
 *     everywhere
 * @param slowDown optimizer of a second run whose steps to given losses are counted, or none
 * @param slowDownSteps largest number of its steps
 * @param levelMetrics whether singularities are measured where that run reaches loss levels
 * @param trajectoryPoints points of that run, by steps, at which they are measured
 */
public record MeasurementSpec(
    DepthSpec depth,
    boolean singularities,
    boolean spectrum,
    boolean spectrumDetail,
    String slowDown,
    int slowDownSteps,
    boolean levelMetrics,
    int trajectoryPoints) {
  /** No second run. */
  public static final String NO_SLOW_DOWN = "none";

  static final Key<Boolean> SINGULARITIES =
      Key.flag(
          "singularities",
          true,
          "overlap, elimination and linear dependence of hidden units; cheap beside training");
  static final Key<Boolean> SPECTRUM =
      Key.flag(
          "spectrum",
          true,
          "shares of degenerate and negative Hessian eigenvalues; exact up to 3000 parameters");

  static final Key<Boolean> SPECTRUM_DETAIL =
      Key.flag(
          "spectrumDetail",
          false,
          "with spectrum, measure it at the start too, layer by layer, and with the symmetry left"
              + " in; up to six times the cost");
  static final Key<String> SLOW_DOWN =
      Key.word(
          "slowDown",
          List.of(NO_SLOW_DOWN, "adam", "gradient-descent"),
          Optional.of(NO_SLOW_DOWN),
          "first-order optimizer of a second run from the same start, whose steps to given losses"
              + " are counted; costs one run more per trial");
  static final Key<Integer> SLOW_DOWN_STEPS =
      Key.integer(
          "slowDownSteps",
          1,
          Integer.MAX_VALUE,
          2000,
          "largest number of steps of that run; levels not reached by then are null");

  static final Key<Boolean> LEVEL_METRICS =
      Key.flag(
          "levelMetrics",
          false,
          "with slowDown, measure singularities (and the spectrum, if asked for) where its run first"
              + " reaches each loss level; table trajectories");
  static final Key<Integer> TRAJECTORY_POINTS =
      Key.integer(
          "trajectoryPoints",
          0,
          1000,
          0,
          "with slowDown, points of its run, spaced evenly in the logarithm of the step, at which"
              + " they are measured too; 50 draw a smooth line");

  static final List<Key<?>> KEYS =
      List.of(
          SINGULARITIES,
          SPECTRUM,
          SPECTRUM_DETAIL,
          SLOW_DOWN,
          SLOW_DOWN_STEPS,
          LEVEL_METRICS,
          TRAJECTORY_POINTS);

  public MeasurementSpec {
    Objects.requireNonNull(depth, "measurement.depth");
    Objects.requireNonNull(slowDown, "measurement.slowDown");
    SLOW_DOWN_STEPS.require("measurement", slowDownSteps);
    TRAJECTORY_POINTS.require("measurement", trajectoryPoints);
  }

  /** Every key at its default. */
  public static MeasurementSpec defaults() {
    return of(DepthSpec.defaults(), Settings.defaults(KEYS));
  }

  static MeasurementSpec of(DepthSpec depth, Settings settings) {
    return new MeasurementSpec(
        depth,
        settings.get(SINGULARITIES),
        settings.get(SPECTRUM),
        settings.get(SPECTRUM_DETAIL),
        settings.get(SLOW_DOWN),
        settings.get(SLOW_DOWN_STEPS),
        settings.get(LEVEL_METRICS),
        settings.get(TRAJECTORY_POINTS));
  }

  /** Whether a second run counts steps to given losses. */
  public boolean measuresSlowDown() {
    return !slowDown.equals(NO_SLOW_DOWN);
  }

  /** Whether points of that run are recorded. */
  public boolean recordsTrajectory() {
    return levelMetrics || trajectoryPoints > 0;
  }

  /** The fields under their keys, without those of {@link #depth()}. */
  Settings settings() {
    return Settings.builder(KEYS)
        .set(SINGULARITIES, singularities)
        .set(SPECTRUM, spectrum)
        .set(SPECTRUM_DETAIL, spectrumDetail)
        .set(SLOW_DOWN, slowDown)
        .set(SLOW_DOWN_STEPS, slowDownSteps)
        .set(LEVEL_METRICS, levelMetrics)
        .set(TRAJECTORY_POINTS, trajectoryPoints)
        .build();
  }
}
