package io.shallows.launch.cli;

import io.shallows.array.NumpyArchive;
import io.shallows.array.SafetensorsFile;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.store.FileReason;
import io.shallows.spec.SpecReader;
import io.shallows.spec.SweepSpec;
import io.shallows.survey.Samples;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Weights and samples from the files of others: archives of NumPy, safetensors, tables. */
final class GivenFiles {

  /** Of an archive unpacked; certificates of a network that large would not end. */
  private static final long LARGEST = 1L << 30;

  /** Keys of tables that may be chosen, after {@code problem.}. */
  private static final List<String> KEYS =
      List.of(
          TableProblem.FORMAT.name(),
          TableProblem.TARGET.name(),
          TableProblem.TARGETS.name(),
          TableProblem.CLASSES.name(),
          TableProblem.COLUMNS.name(),
          TableProblem.IGNORE.name(),
          TableProblem.MISSING.name(),
          TableProblem.NORMALIZATION.name(),
          TableProblem.TARGET_NORMALIZATION.name(),
          TableProblem.HEADER.name(),
          TableProblem.DELIMITER.name(),
          TableProblem.DECIMAL.name(),
          TableProblem.COMMENT.name());

  /** A table as it stands: archives have no normalization, and their layouts add the constant. */
  private static final String TABLE =
      """
      apiVersion: shallows/v1
      grid: {family: [plain], width: [1], networkDepth: [0], seed: {count: 1}}
      problem: {kind: table, uri: data, format: csv, targets: values, normalization: none, bias: false}
      """;

  private GivenFiles() {}

  /** The paths of the keys that a table reads. */
  static List<String> tableKeys() {
    return KEYS.stream().map(key -> "problem." + key).toList();
  }

  /** Whether a file is read as a table: neither an archive of NumPy nor safetensors. */
  static boolean isTable(String file) {
    return !file.endsWith(".npz") && !file.endsWith(SafetensorsFile.ENDING);
  }

  /**
   * The arrays of a file.
   *
   * @param option what the user calls it, for messages
   * @throws IllegalArgumentException if it holds none that can be read
   */
  static NumpyArchive arrays(String option, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      return file.endsWith(SafetensorsFile.ENDING)
          ? SafetensorsFile.read(file, bytes)
          : NumpyArchive.of(file, bytes, LARGEST);
    } catch (NoSuchFileException e) {
      throw new Mistake(option + ": " + file + " does not exist; give an archive (.npz)");
    } catch (IOException | InvalidPathException e) {
      throw new Mistake(option + ": " + file + " cannot be read (" + FileReason.of(e) + ")");
    }
  }

  /**
   * The samples of a table, by the rules that hold for tables of specs: the target is the last
   * column, all others are inputs, as they are.
   *
   * @param overrides keys of the table that have other values
   * @param understood takes a line per thing that was understood
   * @throws io.shallows.spec.SpecException if it cannot be read, or is no table of numbers
   */
  static Samples table(String file, List<String> overrides, Consumer<String> understood) {
    if (!Files.exists(Path.of(file))) {
      throw new Mistake(
          "--data: " + file + " does not exist; give an archive (.npz) or a table (.csv)");
    }
    List<String> all = new ArrayList<>();
    all.add(SpecReader.override("problem.uri", Path.of(file).toAbsolutePath().toString()));
    all.addAll(overrides);
    ShallowsScience science = new ShallowsScience();
    SweepSpec spec = science.resolve(SweepVocabulary.reader().read(TABLE, "--data", all));
    spec.problem().settings().get(TableProblem.UNDERSTOOD).forEach(understood);
    Dataset data =
        Problem.of(spec, 0, spec.grid().inputDimension().smallest())
            .dataset(science.tables())
            .orElseThrow();
    return new Samples(data.inputArray(), data.targetArray());
  }
}
