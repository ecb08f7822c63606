package io.shallows.problem;

import io.shallows.spec.Key;
import io.shallows.spec.ProblemSpec;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Fills into the spec of a table what only the table knows: its digest, its classes and the number
 * of its rows. What does not fit is refused before anything is computed.
 */
public final class TableResolution {

  /** More classes than this are values by mistake. */
  static final int MOST_CLASSES = 10_000;

  private static final int NAMED = 8;

  private TableResolution() {}

  /**
   * The resolved spec.
   *
   * @param uri the qualified place of the table, so that executors find it too
   * @param labelsUri that of the labels; empty where they have no file of their own
   * @param digest SHA-256 of the stored bytes
   * @throws SpecException if table and spec do not fit
   */
  public static SweepSpec resolve(
      SweepSpec spec, TableData table, String uri, String labelsUri, String digest) {
    Settings settings = spec.problem().settings();
    requireDimension(spec, table);
    boolean classes = settings.get(TableProblem.TARGETS).equals("classes");
    List<String> labels = classes ? classes(settings, table) : List.of();
    if (!classes) {
      requireValues(table);
    }
    Settings.Builder filled = Settings.builder(settings.keys());
    settings.keys().forEach(key -> copy(settings, key, filled));
    filled
        .set(TableProblem.URI, uri)
        .set(TableProblem.LABELS_URI, labelsUri)
        .set(TableProblem.DIGEST, digest)
        .set(TableProblem.CLASSES, labels);
    filled.set(TableProblem.SAMPLES, samples(spec, table, filled.build()));
    return new SweepSpec(
        spec.apiVersion(),
        spec.name(),
        spec.grid(),
        new ProblemSpec(spec.problem().kind(), spec.problem().count(), filled.build()),
        spec.training(),
        spec.measurement(),
        spec.output());
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  private static void requireDimension(SweepSpec spec, TableData table) {
    int dimension = spec.grid().inputDimension().smallest();
    int features = table.features();
    if (dimension < features || (dimension > features && !table.isSparse())) {
      throw new SpecException(
          "grid.inputDimension: "
              + dimension
              + " does not match the "
              + features
              + " inputs of "
              + table.name()
              + "; use inputDimension: ["
              + features
              + "]");
    }
  }

  private static List<String> classes(Settings settings, TableData table) {
    TreeSet<String> found = new TreeSet<>(order(table));
    for (int row = 0; row < table.rows(); row++) {
      found.add(table.label(row));
      if (found.size() > MOST_CLASSES) {
        throw new SpecException(
            "problem.targets: classes, but "
                + table.name()
                + " has more than "
                + MOST_CLASSES
                + " different labels; use targets: values, or another target");
      }
    }
    List<String> asked = settings.get(TableProblem.CLASSES);
    for (String label : asked) {
      if (!found.contains(label)) {
        throw new SpecException(
            "problem.classes: "
                + label
                + " is not a label of "
                + table.name()
                + "; it has "
                + some(found));
      }
    }
    List<String> labels = asked.isEmpty() ? List.copyOf(found) : asked;
    if (labels.size() < 2) {
      throw new SpecException(
          "problem.classes: one class only, " + labels + ", is nothing to learn; keep two or more");
    }
    return labels;
  }

  private static String some(Set<String> labels) {
    List<String> first = labels.stream().limit(NAMED).toList();
    return String.join(", ", first) + (labels.size() > NAMED ? ", ..." : "");
  }

  /** Numbers by value, other labels by their letters. */
  private static Comparator<String> order(TableData table) {
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      labels.add(table.label(row));
    }
    boolean numbers = labels.stream().distinct().allMatch(TableResolution::isNumber);
    Comparator<String> letters = Comparator.naturalOrder();
    Function<String, Double> value = Double::valueOf;
    return numbers ? Comparator.comparing(value).thenComparing(letters) : letters;
  }

  private static void requireValues(TableData table) {
    for (int row = 0; row < table.rows(); row++) {
      if (!isNumber(table.label(row))) {
        throw new SpecException(
            "problem.targets: values, but row "
                + (row + 1)
                + " of "
                + table.name()
                + " has the label "
                + table.label(row)
                + ", not a number; use targets: classes, or another target");
      }
    }
  }

  private static boolean isNumber(String label) {
    try {
      return Double.isFinite(Double.parseDouble(label));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int samples(SweepSpec spec, TableData table, Settings settings) {
    int kept = TableProblem.kept(settings, table).length;
    int asked = settings.get(TableProblem.SAMPLES);
    if (asked > kept) {
      throw new SpecException(
          "problem.samples: "
              + asked
              + " is above the "
              + kept
              + " rows that "
              + table.name()
              + " has of these classes; use at most "
              + kept
              + ", or 0 for all");
    }
    int samples = asked == 0 ? kept : asked;
    if (samples == kept && spec.problem().count() > 1) {
      throw new SpecException(
          "problem.count: "
              + spec.problem().count()
              + " problems of all "
              + kept
              + " rows would be one; use count: 1, or samples below "
              + kept);
    }
    return samples;
  }
}
