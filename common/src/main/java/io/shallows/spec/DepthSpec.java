package io.shallows.spec;

import java.util.List;
import java.util.Optional;

/** How depth is bracketed. The keys give meaning, range and default of each field. */
public record DepthSpec(
    boolean enabled,
    List<Double> eta,
    List<Double> drops,
    List<String> finders,
    double certificateTolerance,
    int budget,
    int referenceRestarts,
    String connectivity) {

  static final Key<Boolean> ENABLED =
      Key.flag("enabled", true, "false trains and classifies minima only");
  static final Key<List<Double>> ETA =
      Key.numbers(
          "eta",
          Bounds.within(0, 1),
          List.of(0.25, 0.5, 0.75),
          "exponents of the bound: a minimum is covered if it is above the best two-layer network of width m^eta");
  static final Key<List<Double>> DROPS =
      Key.numbers(
          "drops",
          Bounds.within(0, 1),
          List.of(1e-3),
          "shares of its own loss that a minimum must lose, for depth to target own: a depth without its drop means nothing, since tiny steps down are often nearly free");
  static final Key<List<String>> FINDERS =
      Key.words(
          "finders",
          Vocabulary::finders,
          List.of("constructive", "string"),
          "ways to look for a low path; the lowest certified one counts");
  static final Key<Double> CERTIFICATE_TOLERANCE =
      Key.number(
          "certificateTolerance",
          Bounds.within(0, 1),
          1e-3,
          "largest relative gap between a barrier's certified bound and the highest loss seen on its path");
  static final Key<Integer> BUDGET =
      Key.integer(
          "budget",
          1,
          Integer.MAX_VALUE,
          5000,
          "loss and gradient evaluations that one finder may spend on one path; more lowers depth_upper, see docs/depth-comparison.md");
  static final Key<Integer> REFERENCE_RESTARTS =
      Key.integer(
          "referenceRestarts",
          1,
          Integer.MAX_VALUE,
          32,
          "starts from which the best two-layer network of a width is looked for; its best loss is an upper bound");
  static final Key<String> CONNECTIVITY =
      Key.word(
          "connectivity",
          List.of("none", "tree"),
          Optional.of("none"),
          "tree also joins the minima of a cell by a minimum spanning tree of barriers; at most two searches more per minimum");

  /** All keys in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          ETA,
          DROPS,
          FINDERS,
          CERTIFICATE_TOLERANCE,
          BUDGET,
          REFERENCE_RESTARTS,
          CONNECTIVITY);

  /** Validates by the ranges of the keys. */
  public DepthSpec {
    eta = List.copyOf(eta);
    drops = List.copyOf(drops);
    finders = List.copyOf(finders);
    ETA.require("measurement.depth", eta);
    DROPS.require("measurement.depth", drops);
    FINDERS.require("measurement.depth", finders);
    CERTIFICATE_TOLERANCE.require("measurement.depth", certificateTolerance);
    BUDGET.require("measurement.depth", budget);
    REFERENCE_RESTARTS.require("measurement.depth", referenceRestarts);
  }

  /** Every key at its default. */
  public static DepthSpec defaults() {
    return of(Settings.defaults(KEYS));
  }

  static DepthSpec of(Settings settings) {
    return new DepthSpec(
        settings.get(ENABLED),
        settings.get(ETA),
        settings.get(DROPS),
        settings.get(FINDERS),
        settings.get(CERTIFICATE_TOLERANCE),
        settings.get(BUDGET),
        settings.get(REFERENCE_RESTARTS),
        settings.get(CONNECTIVITY));
  }

  /** The fields under their keys. */
  public Settings settings() {
    return Settings.builder(KEYS)
        .set(ENABLED, enabled)
        .set(ETA, eta)
        .set(DROPS, drops)
        .set(FINDERS, finders)
        .set(CERTIFICATE_TOLERANCE, certificateTolerance)
        .set(BUDGET, budget)
        .set(REFERENCE_RESTARTS, referenceRestarts)
        .set(CONNECTIVITY, connectivity)
        .build();
  }
}
