package io.shallows.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One sweep, fully resolved. */
public record SweepSpec(
    String apiVersion,
    String name,
    GridSpec grid,
    ProblemSpec problem,
    TrainingSpec training,
    MeasurementSpec measurement,
    OutputSpec output) {
  /** The version of the spec's format that this code reads. */
  public static final String API_VERSION = "shallows/v1";

  static final Key<String> VERSION =
      Key.word(
          "apiVersion", List.of(API_VERSION), Optional.empty(), "version of the spec's format");
  static final Key<String> NAME =
      Key.text("name", "sweep", "how listings and reports call the sweep");

  /** The keys beside the sections. */
  static final List<Key<?>> KEYS = List.of(VERSION, NAME);

  public SweepSpec {
    if (!API_VERSION.equals(apiVersion)) {
      throw new IllegalArgumentException("apiVersion: " + apiVersion + " is not " + API_VERSION);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: must not be blank");
    }
    Objects.requireNonNull(grid, "grid");
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(measurement, "measurement");
    Objects.requireNonNull(output, "output");
  }
}
