package io.shallows.spec;

import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;

/** Words for tests of the reader, so that they do not depend on what the registries hold. */
final class TestVocabulary {
  private static final List<String> FAMILIES = List.of("plain", "residual", "long-skip");

  static final Vocabulary VOCABULARY =
      new Vocabulary(
          FAMILIES,
          List.of("plain"),
          List.of(
              new Vocabulary.NestedWord("residual", "plain", depth -> depth == 0),
              new Vocabulary.NestedWord("long-skip", "plain", depth -> true)),
          List.of("plain", "residual"),
          List.of("plain", "residual"),
          List.of(
              new Vocabulary.InitializationWord("he", FAMILIES, Optional.empty()),
              new Vocabulary.InitializationWord("clustered", FAMILIES, Optional.empty()),
              new Vocabulary.InitializationWord(
                  "lifted",
                  List.of("plain", "residual"),
                  Optional.of((samples, inputs) -> samples < 100))),
          List.of(
              new Vocabulary.OptimizerWord("levenberg-marquardt", false, false, true),
              new Vocabulary.OptimizerWord("adam", true, true, false)),
          List.of(
              new Vocabulary.FinishWord("descend", false),
              new Vocabulary.FinishWord("decay", true)),
          List.of(
              new Vocabulary.LossWord("squared", true, false, true),
              new Vocabulary.LossWord("cross-entropy", false, true, true)),
          List.of(
              new Vocabulary.FinderWord("constructive", true, false),
              new Vocabulary.FinderWord("string", false, true)),
          List.of(
              new Vocabulary.TargetWord("reference", false, true),
              new Vocabulary.TargetWord("own", false, false),
              new Vocabulary.TargetWord("cell-best", true, false)),
          List.of(new Teacher(), new Points()));

  private TestVocabulary() {}

  static SweepSpec read(String text, String... overrides) {
    return new SpecReader(VOCABULARY).read(text, "spec.yaml", List.of(overrides));
  }

  private static final class Teacher implements ProblemDeclaration {
    private static final List<Key<?>> KEYS =
        List.of(
            Key.integer("samples", 1, 10_000, 256, "samples"),
            Key.number("noise", Bounds.atLeast(0), 0, "noise"),
            Key.flag("bias", true, "bias"));

    @Override
    public String name() {
      return "teacher";
    }

    @Override
    public String summary() {
      return "a teacher";
    }

    @Override
    public List<Key<?>> keys() {
      return KEYS;
    }

    @Override
    public Optional<Misfit> misfit(Settings settings, GridSpec grid) {
      return grid.inputDimension().largest() > 100
          ? Optional.of(new Misfit("grid.inputDimension", "101", "is above 100", "use fewer"))
          : Optional.empty();
    }
  }

  private static final class Points implements ProblemDeclaration {
    private static final List<Key<?>> KEYS = List.of(Key.rows("x", Bounds.ANY, "inputs"));

    @Override
    public String name() {
      return "points";
    }

    @Override
    public String summary() {
      return "points";
    }

    @Override
    public List<Key<?>> keys() {
      return KEYS;
    }
  }
}
