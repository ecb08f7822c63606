package io.shallows.spec;

import java.util.List;
import java.util.Objects;

/**
 * What is measured at every minimum.
 *
 * @param depth how depth is bracketed
 * @param singularities whether the singularity columns are filled
 * @param spectrum whether the Hessian's spectrum is measured
 */
public record MeasurementSpec(DepthSpec depth, boolean singularities, boolean spectrum) {
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

  static final List<Key<?>> KEYS = List.of(SINGULARITIES, SPECTRUM);

  public MeasurementSpec {
    Objects.requireNonNull(depth, "measurement.depth");
  }

  /** Every key at its default. */
  public static MeasurementSpec defaults() {
    return of(DepthSpec.defaults(), Settings.defaults(KEYS));
  }

  static MeasurementSpec of(DepthSpec depth, Settings settings) {
    return new MeasurementSpec(depth, settings.get(SINGULARITIES), settings.get(SPECTRUM));
  }

  /** The fields under their keys, without those of {@link #depth()}. */
  Settings settings() {
    return Settings.builder(KEYS).set(SINGULARITIES, singularities).set(SPECTRUM, spectrum).build();
  }
}
