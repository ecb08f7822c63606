package io.shallows.spec;

import io.shallows.spec.value.IntAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads specs.
 *
 * <p>Values are checked against the declarations of the keys, so that the first mistake is refused
 * with its path, value and line, what is allowed there, and what to write instead.
 */
public final class SpecReader {
  private static final List<String> SECTIONS =
      List.of("grid", "problem", "training", "measurement", "output");

  private final Vocabulary vocabulary;

  public SpecReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Reads a spec without overrides. */
  public SweepSpec read(String text, String source) {
    return read(text, source, List.of());
  }

  /**
   * Reads a spec.
   *
   * @param text YAML
   * @param source what messages call it, usually its file name
   * @param overrides values that replace those of the text, each {@code dotted.path=value}
   * @throws SpecException if text or overrides are not a spec
   */
  public SweepSpec read(String text, String source, List<String> overrides) {
    SpecNode.Mapping root = YamlTree.document(text, source);
    overrides.forEach(override -> override(root, override));
    if (!root.entries().containsKey(SweepSpec.VERSION.name())) {
      throw new SpecException(
          "apiVersion: missing in " + source + "; add apiVersion: " + SweepSpec.API_VERSION);
    }
    Settings top = section(root, "", SweepSpec.KEYS, SECTIONS);
    ProblemSpec problem = problem(child(root, "problem", "problem"));
    SpecNode.Mapping gridNode = child(root, "grid", "grid");
    fillDimension(problem, gridNode);
    Settings grid = section(gridNode, "grid", GridSpec.KEYS, List.of("seed"));
    Settings seed =
        section(child(gridNode, "seed", "grid.seed"), "grid.seed", SeedSpec.KEYS, List.of());
    SpecNode.Mapping trainingNode = child(root, "training", "training");
    if (trainingNode.entries().containsKey(TrainingSpec.PRESET.name())) {
      Preset.named(value(trainingNode, "training", TrainingSpec.PRESET)).fill(trainingNode);
    }
    Settings training = section(trainingNode, "training", TrainingSpec.KEYS, List.of());
    SpecNode.Mapping measurementNode = child(root, "measurement", "measurement");
    Settings measurement =
        section(measurementNode, "measurement", MeasurementSpec.KEYS, List.of("depth"));
    Settings depth =
        section(
            child(measurementNode, "depth", "measurement.depth"),
            "measurement.depth",
            DepthSpec.KEYS,
            List.of());
    Settings output =
        section(child(root, "output", "output"), "output", OutputSpec.KEYS, List.of());
    SweepSpec spec =
        new SweepSpec(
            top.get(SweepSpec.VERSION),
            top.get(SweepSpec.NAME),
            new GridSpec(SeedSpec.of(seed), grid),
            problem,
            new TrainingSpec(
                training,
                vocabulary.optimizer(training.get(TrainingSpec.OPTIMIZER)).usesLearningRate()),
            new MeasurementSpec(new DepthSpec(depth), measurement),
            new OutputSpec(output));
    refuseMisfit(spec, root);
    return spec;
  }

  /** The override that gives a key a text exactly as it is, whatever it looks like. */
  public static String override(String path, String text) {
    return path + "=" + ScalarTypes.quoted(text);
  }

  /** A problem that has one input dimension gives it where the grid does not. */
  private void fillDimension(ProblemSpec problem, SpecNode.Mapping gridNode) {
    String key = GridSpec.INPUT_DIMENSION.name();
    ProblemDeclaration declaration = declaration(problem.kind());
    OptionalInt natural = declaration.naturalDimension(problem.settings());
    if ((natural.isPresent() || declaration.dimensionIsInData())
        && !gridNode.entries().containsKey(key)) {
      String place = "from problem." + problem.kind();
      String value =
          natural.isPresent() ? Integer.toString(natural.getAsInt()) : IntAxis.OfData.WORD;
      gridNode.put(key, place, new SpecNode.Scalar(value, true, place));
    }
  }

  private ProblemDeclaration declaration(String kind) {
    return vocabulary.problems().stream()
        .filter(one -> one.name().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private ProblemSpec problem(SpecNode.Mapping node) {
    String kind =
        node.entries().containsKey(ProblemSpec.KIND.name())
            ? value(node, "problem", ProblemSpec.KIND)
            : ProblemSpec.KIND.fallback().orElseThrow();
    ProblemDeclaration declaration = declaration(kind);
    List<Key<?>> all = new ArrayList<>(ProblemSpec.KEYS);
    all.addAll(declaration.keys());
    Settings both = section(node, "problem", all, List.of());
    Settings.Builder own = Settings.builder(declaration.keys());
    declaration.keys().forEach(key -> copy(both, key, own));
    return new ProblemSpec(kind, both.get(ProblemSpec.COUNT), own.build());
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  private void refuseMisfit(SweepSpec spec, SpecNode.Mapping root) {
    ProblemDeclaration problem = declaration(spec.problem().kind());
    if (spec.grid().inputDimension().isOfData() && !problem.dimensionIsInData()) {
      throw new SpecException(
          "grid.inputDimension: "
              + IntAxis.OfData.WORD
              + " "
              + place(root, "grid.inputDimension")
              + " is for tables, and problem.kind is "
              + problem.name()
              + "; "
              + GridSpec.INPUT_DIMENSION.type().advice(vocabulary));
    }
    if (spec.problem().count() > 1 && problem.isOneDataSet(spec.problem().settings())) {
      throw new SpecException(
          "problem.count: "
              + spec.problem().count()
              + " "
              + place(root, "problem.count")
              + " problems of kind "
              + problem.name()
              + " would be the same data, counted as if they were others; use count: 1");
    }
    problem
        .misfit(spec.problem().settings(), spec.grid())
        .or(() -> problem.excess(spec.problem().settings(), spec.grid()))
        .or(() -> new InitializationRules(vocabulary, spec, problem).misfit())
        .or(() -> new LossRules(vocabulary, spec, problem).misfit())
        .or(() -> new PenaltyRules(vocabulary, spec, problem).misfit())
        .or(() -> new SupremaRules(vocabulary, spec, problem).misfit())
        .ifPresent(
            misfit -> {
              throw new SpecException(
                  misfit.key()
                      + ": "
                      + misfit.value()
                      + " "
                      + place(root, misfit.key())
                      + " "
                      + misfit.complaint()
                      + "; "
                      + misfit.advice());
            });
  }

  private static String place(SpecNode.Mapping root, String path) {
    SpecNode node = root;
    for (String step : path.split("\\.", -1)) {
      node = node instanceof SpecNode.Mapping mapping ? mapping.entries().get(step) : null;
    }
    return node == null ? "by default" : node.place();
  }

  private static SpecNode.Mapping child(SpecNode.Mapping parent, String name, String path) {
    SpecNode node = parent.entries().get(name);
    if (node == null || (node instanceof SpecNode.Scalar scalar && scalar.isNull())) {
      return SpecNode.Mapping.empty(parent.place());
    }
    if (node instanceof SpecNode.Mapping mapping) {
      return mapping;
    }
    throw new SpecException(
        path
            + ": "
            + node.shown()
            + " "
            + node.place()
            + " is not a mapping; use "
            + path.substring(path.lastIndexOf('.') + 1)
            + ": {key: value, ...}");
  }

  private Settings section(
      SpecNode.Mapping node, String path, List<Key<?>> keys, List<String> sections) {
    List<String> allowed = new ArrayList<>();
    keys.forEach(key -> allowed.add(key.name()));
    allowed.addAll(sections);
    for (String name : node.entries().keySet()) {
      if (!allowed.contains(name)) {
        throw new SpecException(
            join(path, name)
                + ": unknown key "
                + node.keyPlaces().get(name)
                + "; "
                + Suggestion.advice(name, allowed));
      }
    }
    Settings.Builder settings = Settings.builder(keys);
    for (Key<?> key : keys) {
      if (node.entries().containsKey(key.name())) {
        read(node, path, key, settings);
      } else if (key.fallback().isEmpty()) {
        throw new SpecException(
            join(path, key.name())
                + ": missing "
                + node.place()
                + "; "
                + key.type().advice(vocabulary));
      }
    }
    return settings.build();
  }

  private <T> void read(SpecNode.Mapping node, String path, Key<T> key, Settings.Builder settings) {
    settings.set(key, value(node, path, key));
  }

  private <T> T value(SpecNode.Mapping node, String path, Key<T> key) {
    ReadContext context =
        new ReadContext(join(path, key.name()), key.type().advice(vocabulary), vocabulary);
    return key.type().read(node.entries().get(key.name()), context);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void override(SpecNode.Mapping root, String override) {
    int equals = override.indexOf('=');
    String path = equals < 0 ? override : override.substring(0, equals).strip();
    if (equals < 0
        || path.isEmpty()
        || path.startsWith(".")
        || path.endsWith(".")
        || path.contains("..")) {
      throw new SpecException(
          YamlTree.OVERRIDE
              + ": "
              + override
              + " is not key=value; use "
              + YamlTree.OVERRIDE
              + " grid.width=7");
    }
    SpecNode value = YamlTree.value(override.substring(equals + 1), path);
    String place = "from " + YamlTree.OVERRIDE;
    List<String> steps = List.of(path.split("\\.", -1));
    List<String> walked = new ArrayList<>();
    SpecNode.Mapping section = root;
    for (String step : steps.subList(0, steps.size() - 1)) {
      walked.add(step);
      SpecNode.Mapping inner = child(section, step, String.join(".", walked));
      if (section.entries().get(step) != inner) {
        inner = SpecNode.Mapping.empty(place);
        section.put(step, place, inner);
      }
      section = inner;
    }
    section.put(steps.get(steps.size() - 1), place, value);
  }
}
