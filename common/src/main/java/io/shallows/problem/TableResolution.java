package io.shallows.problem;

import io.shallows.spec.Key;
import io.shallows.spec.ProblemSpec;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import java.util.List;

/**
 * Fills into the spec of a table what only the table knows: its digest, its input dimension and
 * columns, its classes, the number of its rows, and in words what it was understood to be. What
 * does not fit, and what could only fail later, is refused before anything is computed.
 */
public final class TableResolution {

  /** More names of inputs than this are not repeated in the resolved spec. */
  private static final int MOST_NAMES = 1000;

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
    int dimension = TableChecks.dimension(spec, table);
    boolean classes = settings.get(TableProblem.TARGETS).equals("classes");
    List<String> labels = classes ? TableClasses.names(settings, table) : List.of();
    if (!classes) {
      requireValues(table);
    }
    TableReading reading = table.reading();
    Settings.Builder filled = Settings.builder(settings.keys());
    settings.keys().forEach(key -> copy(settings, key, filled));
    filled
        .set(TableProblem.URI, uri)
        .set(TableProblem.LABELS_URI, labelsUri)
        .set(TableProblem.DIGEST, digest)
        .set(
            TableProblem.COLUMNS,
            reading.inputs().size() > MOST_NAMES ? List.of() : reading.inputs())
        .set(TableProblem.IGNORE, reading.leftOut())
        .set(TableProblem.CLASSES, labels);
    filled.set(TableProblem.SAMPLES, samples(spec, table, filled.build()));
    filled.set(TableProblem.UNDERSTOOD, new TableUnderstanding(filled.build(), table).lines());
    SweepSpec resolved =
        new SweepSpec(
            spec.apiVersion(),
            spec.name(),
            spec.grid().withInputDimension(dimension),
            new ProblemSpec(spec.problem().kind(), spec.problem().count(), filled.build()),
            spec.training(),
            spec.measurement(),
            spec.output());
    new TableChecks(resolved, table).require();
    return resolved;
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  private static void requireValues(TableData table) {
    for (int row = 0; row < table.rows(); row++) {
      if (Double.isNaN(CellText.number(table.label(row)))) {
        throw new SpecException(
            "problem.targets: values, but "
                + table.place(row)
                + " of "
                + table.name()
                + " has the label "
                + table.label(row)
                + ", not a number; use targets: classes, or another target");
      }
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
