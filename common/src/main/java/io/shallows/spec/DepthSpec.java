package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * How depth is bracketed. The keys give meaning, range, default and role of each value.
 *
 * @param settings the values under the keys
 */
public record DepthSpec(Settings settings) {

  static final Key<Boolean> ENABLED =
      Key.flag("enabled", true, "false trains and classifies minima only")
          .in(Section.DEPTH, Role.EXTENT);
  static final Key<List<Double>> ETA =
      Key.numbers(
              "eta",
              Bounds.within(0, 1),
              List.of(0.25, 0.5, 0.75),
              "exponents of the bound: a minimum is covered if it is above the best two-layer network of width m^eta")
          .in(Section.DEPTH, Role.LEVELS);
  static final Key<List<Double>> DROPS =
      Key.numbers(
              "drops",
              Bounds.within(0, 1),
              List.of(1e-3),
              "shares of its own loss that a minimum must lose, for depth to target own: a depth without its drop means nothing, since tiny steps down are often nearly free")
          .in(Section.DEPTH, Role.LEVELS);
  static final Key<List<String>> TARGETS =
      Key.words(
              "targets",
              Vocabulary::targetNames,
              List.of("reference", "own", "cell-best"),
              "what depth is measured to: reference has a level per eta, own one per drop, cell-best is the lowest minimum of the cell")
          .in(Section.DEPTH, Role.LEVELS)
          .onlyWhereSet();
  static final Key<List<String>> FINDERS =
      Key.words(
              "finders",
              Vocabulary::finderNames,
              List.of("constructive", "string"),
              "ways to look for a low path; the lowest certified one counts")
          .in(Section.DEPTH, Role.MEASURING)
          .inIdsByName();
  static final Key<Double> CERTIFICATE_TOLERANCE =
      Key.number(
              "certificateTolerance",
              Bounds.within(0, 1),
              1e-3,
              "largest relative gap between a barrier's certified bound and the highest loss seen on its path")
          .in(Section.DEPTH, Role.MEASURING)
          .inIdsByName();
  static final Key<Integer> BUDGET =
      Key.integer(
              "budget",
              1,
              Integer.MAX_VALUE,
              5000,
              "loss and gradient evaluations that one finder may spend on one path, and half of the convex programs of cell-flood for all levels of a minimum; more lowers depth_upper, see docs/depth-comparison.md")
          .in(Section.DEPTH, Role.MEASURING)
          .inIdsByName();
  static final Key<Integer> REFERENCE_RESTARTS =
      Key.integer(
              "referenceRestarts",
              1,
              Integer.MAX_VALUE,
              32,
              "starts from which the best two-layer network of a width is looked for; its best loss is an upper bound")
          .in(Section.DEPTH, Role.MEASURING)
          .inIdsByName();
  static final Key<String> CONNECTIVITY =
      Key.word(
              "connectivity",
              List.of("none", "tree"),
              Optional.of("none"),
              "tree also joins the minima of a cell by a minimum spanning tree of barriers; at most two searches more per minimum")
          .in(Section.DEPTH, Role.MEASURING)
          .inIdsByName();

  static final Key<List<String>> NESTED =
      Key.optionalWords(
              "nested",
              Vocabulary::nestedNames,
              "families with skips in which plain minima are embedded, to see what depth they have there; table nested. One depth more per plain minimum and family")
          .in(Section.DEPTH, Role.MEASURING)
          .onlyWhereSet();

  /** All keys in the order of documentation. */
  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          ETA,
          DROPS,
          TARGETS,
          FINDERS,
          CERTIFICATE_TOLERANCE,
          BUDGET,
          REFERENCE_RESTARTS,
          CONNECTIVITY,
          NESTED);

  /** Refuses settings of other keys; the settings have checked their values. */
  public DepthSpec {
    settings.requireKeys(KEYS);
  }

  public boolean enabled() {
    return settings.get(ENABLED);
  }

  public List<Double> eta() {
    return settings.get(ETA);
  }

  public List<Double> drops() {
    return settings.get(DROPS);
  }

  public List<String> targets() {
    return settings.get(TARGETS);
  }

  public List<String> finders() {
    return settings.get(FINDERS);
  }

  public double certificateTolerance() {
    return settings.get(CERTIFICATE_TOLERANCE);
  }

  public int budget() {
    return settings.get(BUDGET);
  }

  public int referenceRestarts() {
    return settings.get(REFERENCE_RESTARTS);
  }

  /** Whether the minima of a cell are joined by a tree. */
  public boolean hasTree() {
    return enabled() && connectivity().equals("tree");
  }

  /** The families in which plain minima are embedded. */
  public List<String> nested() {
    return settings.get(NESTED);
  }

  public String connectivity() {
    return settings.get(CONNECTIVITY);
  }
}
