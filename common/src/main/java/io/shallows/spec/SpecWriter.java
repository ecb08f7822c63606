package io.shallows.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a resolved spec as YAML that reads back to an equal spec: every key, in the order of
 * documentation.
 */
public final class SpecWriter {
  private static final int WRAP = 100;

  private final StringBuilder out = new StringBuilder();
  private final Optional<Vocabulary> commenting;

  private SpecWriter(Optional<Vocabulary> commenting) {
    this.commenting = commenting;
  }

  /** The spec as a store keeps it. */
  public static String write(SweepSpec spec) {
    return new SpecWriter(Optional.empty()).sweep(spec);
  }

  /** The spec with the meaning of every key and its words, as a start for one's own. */
  public static String commented(SweepSpec spec, Vocabulary vocabulary) {
    return new SpecWriter(Optional.of(vocabulary)).sweep(spec);
  }

  private String sweep(SweepSpec spec) {
    comment(
        "",
        "[What a key decides]: a store keeps one choice of "
            + Arrays.stream(Role.values())
                .filter(Role::isFixed)
                .map(Role::word)
                .collect(Collectors.joining(", "))
                .replaceAll(", (\\w+)$", " and $1")
            + "; all else may change.");
    key("", SweepSpec.VERSION, spec.apiVersion());
    key("", SweepSpec.NAME, spec.name());
    section(
        "",
        "grid",
        "the points of the sweep; every axis is a value, a list, {range: {from, to, step}} or"
            + " {geometric: {from, to, count}}");
    settings("  ", spec.grid().settings());
    section("  ", "seed", "");
    settings("    ", spec.grid().seed().settings());
    section("", "problem", "what the networks are asked to fit");
    commenting.ifPresent(vocabulary -> vocabulary.problems().forEach(this::describe));
    settings("  ", spec.problem().head());
    settings("  ", spec.problem().settings());
    section("", "training", "how minima are looked for, and when a point counts as one");
    settings("  ", spec.training().settings());
    section("", "measurement", "what is measured at every minimum");
    section("  ", "depth", "");
    settings("    ", spec.measurement().depth().settings());
    settings("  ", spec.measurement().settings());
    section("", "output", "");
    settings("  ", spec.output().settings());
    return out.toString();
  }

  private void describe(ProblemDeclaration kind) {
    String keys = kind.keys().stream().map(Key::name).collect(Collectors.joining(", "));
    comment("  ", kind.name() + ": " + kind.summary() + " (" + keys + ")");
  }

  private void section(String indent, String name, String meaning) {
    if (commenting.isPresent() && indent.isEmpty()) {
      out.append('\n');
    }
    comment(indent, meaning);
    out.append(indent).append(name).append(":\n");
  }

  private void settings(String indent, Settings settings) {
    for (Key<?> key : settings.keys()) {
      line(indent, key, settings.text(key));
    }
  }

  private <T> void key(String indent, Key<T> key, T value) {
    line(indent, key, key.type().write(value));
  }

  private void line(String indent, Key<?> key, String value) {
    comment(indent, key.meaning() + " [" + role(key) + "]");
    List<String> words = commenting.map(key.type()::words).orElse(List.of());
    if (words.size() > 1) {
      comment(indent, "choose from: " + String.join(", ", words));
    }
    out.append(indent).append(key.name()).append(": ").append(value).append('\n');
  }

  private static String role(Key<?> key) {
    return key.condition().isEmpty()
        ? key.role().word()
        : key.role().word() + ", " + key.condition();
  }

  private void comment(String indent, String text) {
    if (commenting.isEmpty() || text.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WRAP) {
        out.append(line).append('\n');
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  /** A line that YAML passes over, whatever is in the text: no letter of it ends the line. */
  public static String comment(String text) {
    StringBuilder line = new StringBuilder("# ");
    text.codePoints().map(c -> ScalarTypes.isPlain(c) ? c : '?').forEach(line::appendCodePoint);
    return line.toString();
  }
}
