package io.shallows.launch.cli;

import io.shallows.grid.Grid;
import io.shallows.problem.TableProblem;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.Key;
import io.shallows.spec.ProblemSpec;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecWriter;
import io.shallows.spec.SweepSpec;
import io.shallows.spec.Vocabulary;
import io.shallows.trial.SweepVocabulary;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A spec that fits a table: a first look of about five minutes on two cores at two families and
 * three widths. Time grows with the residuals, which are rows by outputs, and with the square of
 * the parameters: so at most {@value #MOST_SAMPLES} rows and {@value #MOST_RESIDUALS} residuals,
 * but {@value #LEAST_SAMPLES} rows, and seconds for each trial.
 *
 * @param spec as it is written, without what a run fills in
 * @param understood what the table was understood to be, in lines
 * @param time what its run is predicted to take on this machine, in a line
 */
record DataSpec(SweepSpec spec, List<String> understood, String time) {
  private static final int MOST_SAMPLES = 150;
  private static final int MOST_RESIDUALS = 300;
  private static final int LEAST_SAMPLES = 40;

  /** More inputs than this make wide networks slow. */
  private static final int MANY_INPUTS = 40;

  /** The spec for a table, tried by resolving it as a run would. */
  static DataSpec of(String table) {
    Settings guessed = TableFiles.guess(table, new Configuration());
    SweepSpec all = sweep(table, guessed, false);
    SweepSpec resolved = new ShallowsScience().resolve(all);
    int rows = resolved.problem().settings().get(TableProblem.SAMPLES);
    int inputs = resolved.grid().inputDimension().smallest();
    Settings known = resolved.problem().settings();
    int outputs =
        known.get(TableProblem.TARGETS).equals("values")
            ? 1
            : known.get(TableProblem.CLASSES).size();
    int few = Math.min(MOST_SAMPLES, Math.max(LEAST_SAMPLES, MOST_RESIDUALS / outputs));
    Settings settings = rows > few ? with(guessed, TableProblem.SAMPLES, few) : guessed;
    SweepSpec small = sweep(table, settings, inputs > MANY_INPUTS);
    SweepSpec fitting = new ShallowsScience().resolve(small);
    return new DataSpec(
        withDimension(small, inputs),
        fitting.problem().settings().get(TableProblem.UNDERSTOOD),
        time(PlannedCost.of(fitting, new Grid(fitting), Optional.empty())));
  }

  private static String time(PlannedCost cost) {
    int cores = Runtime.getRuntime().availableProcessors();
    return "time: about "
        + Amounts.duration(cost.seconds() / cores)
        + " on "
        + cores
        + (cores == 1 ? " core" : " cores")
        + ", likely "
        + Amounts.duration(cost.low() / cores)
        + " to "
        + Amounts.duration(cost.high() / cores)
        + ", and half a minute to start";
  }

  private static SweepSpec sweep(String table, Settings problem, boolean manyInputs) {
    String name = name(table);
    SweepSpec base =
        SweepVocabulary.reader()
            .read(
                """
                apiVersion: shallows/v1
                grid:
                  family: [plain, long-skip]
                  networkDepth: [1]
                  initialization: [he]
                  seed: {count: 4}
                problem: {kind: table, uri: data, format: csv}
                training: {maxIterations: 500, deadlineSeconds: 20}
                measurement:
                  depth: {eta: [0.5], finders: [constructive, string], budget: 200}
                  spectrum: false
                """,
                "data",
                List.of(
                    "name=" + name,
                    "output.uri=out/" + name,
                    "grid.width=" + (manyInputs ? "[2, 4]" : "[2, 4, 8]")));
    return new SweepSpec(
        base.apiVersion(),
        base.name(),
        base.grid(),
        new ProblemSpec(TableProblem.NAME, 1, problem),
        base.training(),
        base.measurement(),
        base.output());
  }

  private static SweepSpec withDimension(SweepSpec spec, int inputs) {
    return new SweepSpec(
        spec.apiVersion(),
        spec.name(),
        spec.grid().withInputDimension(inputs),
        spec.problem(),
        spec.training(),
        spec.measurement(),
        spec.output());
  }

  /** The file's name without folders and endings, in letters that every shell leaves alone. */
  private static String name(String table) {
    String file = table.substring(table.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String stem = file.replaceAll("\\.(gz|csv|tsv|txt|data|parquet|svm|libsvm)", "");
    String base = Normalizer.normalize(stem, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    String plain = base.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.isEmpty() ? "table" : "t".repeat(plain.matches("[0-9].*") ? 1 : 0) + plain;
  }

  private static <T> Settings with(Settings settings, Key<T> key, T value) {
    Settings.Builder builder = Settings.builder(settings.keys());
    settings.keys().forEach(each -> copy(settings, each, builder));
    return builder.set(key, value).build();
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  /** The commented spec, with what was understood at its head. */
  String text(Vocabulary vocabulary) {
    StringBuilder text = new StringBuilder("# A first look at a table, which was understood so:\n");
    understood.forEach(line -> text.append(SpecWriter.comment("  " + line)).append('\n'));
    return text.append("# Every key is shown; delete what you do not change.\n")
        .append(SpecWriter.commented(spec, vocabulary))
        .toString();
  }
}
