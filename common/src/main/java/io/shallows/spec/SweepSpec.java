package io.shallows.spec;

import java.util.ArrayList;
import java.util.Comparator;
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
      Key.word("apiVersion", List.of(API_VERSION), Optional.empty(), "version of the spec's format")
          .in(Section.TOP, Role.PLACE);
  static final Key<String> NAME =
      Key.text("name", "sweep", "how listings and reports call the sweep")
          .in(Section.TOP, Role.PLACE);

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

  /**
   * Every key with its value, in the order of documentation; the own keys of a problem's kind stand
   * by name, since fingerprints do not depend on the order in which a kind declares them.
   */
  public List<Entry> entries() {
    List<Entry> entries =
        new ArrayList<>(
            Settings.builder(KEYS).set(VERSION, apiVersion).set(NAME, name).build().entries());
    entries.addAll(grid.settings().entries());
    entries.addAll(grid.seed().settings().entries());
    entries.addAll(problem.head().entries());
    problem.settings().entries().stream()
        .sorted(Comparator.comparing(entry -> entry.key().name()))
        .forEach(entries::add);
    entries.addAll(training.settings().entries());
    entries.addAll(measurement.depth().settings().entries());
    entries.addAll(measurement.settings().entries());
    entries.addAll(output.settings().entries());
    return List.copyOf(entries);
  }
}
