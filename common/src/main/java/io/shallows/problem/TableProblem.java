package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.ProblemDeclaration;
import io.shallows.spec.Role;
import io.shallows.spec.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.CombinationSampler;

/**
 * Samples from a file: rows of the chosen classes, a random subset of them drawn by the problem's
 * own stream and kept in the order of the file, inputs normalised over the drawn rows, the constant
 * 1 appended if {@code bias}. With {@code targets: classes} the target is one-hot, in the order of
 * {@code classes}; with {@code targets: values} it is the label as a number.
 *
 * <p>Resolved settings (see {@link TableResolution}) hold the digest of the file, the classes and
 * the number of samples, so that they decide the data whatever the file's name becomes.
 */
public final class TableProblem implements ProblemKind {
  /** Name of the kind. */
  public static final String NAME = "table";

  /** Where the file, folder or files of a pattern are. */
  public static final Key<String> URI =
      Key.location(
          "uri",
          "file, folder or pattern such as data_batch_*.bin, local or on any file system that"
              + " Hadoop knows; gzip files are unpacked; every executor must be able to read it");

  /** Where labels are, for idx. */
  public static final Key<String> LABELS_URI =
      Key.optionalLocation("labelsUri", "the file of labels, for format idx only");

  /** How to read it. */
  public static final Key<String> FORMAT =
      Key.word(
          "format",
          List.of("csv", "parquet", "libsvm", "idx", "cifar-10", "cifar-100"),
          Optional.empty(),
          "how the file is written; idx is the format of MNIST, cifar-* are the binary versions");

  /** Classes or values. */
  public static final Key<String> TARGETS =
      Key.word(
          "targets",
          List.of("classes", "values"),
          Optional.of("classes"),
          "classes: labels name classes, one output each; values: labels are numbers to be fitted");

  /** Which column is the label. */
  public static final Key<String> TARGET =
      Key.optionalText(
          "target",
          "the column of labels, by name or by number from 1; by default the last column (csv,"
              + " parquet), fine (cifar-100, which also has coarse)");

  /** Which columns are inputs. */
  public static final Key<List<String>> COLUMNS =
      Key.labels(
              "columns",
              "the inputs, by name or by number from 1 (csv, parquet); by default all columns but"
                  + " the target and those of ignore; filled in by run")
          .as(Role.PLACE);

  /** Which columns are left out. */
  public static final Key<List<String>> IGNORE =
      Key.labels(
              "ignore",
              "columns that are neither input nor target, by name or by number from 1 (csv,"
                  + " parquet), such as row numbers, names and dates")
          .onlyWhereSet();

  /** What to do about missing cells. */
  public static final Key<String> MISSING =
      Key.word(
              "missing",
              List.of("refuse", "drop"),
              Optional.of("refuse"),
              "refuse: a table with a missing cell in an input or the target is a mistake; drop:"
                  + " rows with one are left out")
          .onlyWhereSet();

  /** Classes to keep. */
  public static final Key<List<String>> CLASSES =
      Key.labels("classes", "labels of the classes to keep; by default all that the file has");

  /** Rows to draw. */
  public static final Key<Integer> SAMPLES =
      Key.integer(
          "samples",
          0,
          10_000_000,
          0,
          "rows to draw at random from those of the kept classes, by the problem's index; 0 is"
              + " all");

  /** How inputs are scaled. */
  public static final Key<String> NORMALIZATION =
      Key.word(
          "normalization",
          List.of("standard", "global", "none"),
          Optional.of("standard"),
          "standard: mean 0 and variance 1 in every column over the drawn rows; global: with one"
              + " mean and one variance for all columns, which keeps images as they are; none");

  /** How targets are scaled. */
  public static final Key<String> TARGET_NORMALIZATION =
      Key.word(
              "targetNormalization",
              List.of("none", "standard"),
              Optional.of("none"),
              "of targets: values; none: losses, depths and tolerances are in the unit of the"
                  + " target, squared; standard: mean 0 and variance 1 over the drawn rows, so that"
                  + " they depend on no unit")
          .onlyWhereSet();

  /** Whether the first line of a CSV file holds names. */
  public static final Key<Boolean> HEADER =
      Key.flag("header", true, "whether the first line of a csv file holds the columns' names");

  /** What separates the cells of a CSV file. */
  public static final Key<String> DELIMITER =
      Key.word(
          "delimiter",
          List.of("comma", "semicolon", "tab", "space", "pipe"),
          Map.of(
              ",", "comma", ";", "semicolon", "\t", "tab", "\\t", "tab", " ", "space", "|", "pipe"),
          "comma",
          "what separates the cells of a csv file, by its name or itself; several spaces count as"
              + " one");

  /** The decimal mark of a CSV file. */
  public static final Key<String> DECIMAL =
      Key.word(
              "decimal",
              List.of("point", "comma"),
              Map.of(".", "point", ",", "comma"),
              "point",
              "the decimal mark of a csv file; marks of thousands are never read")
          .onlyWhereSet();

  /** What starts a comment in a CSV file. */
  public static final Key<String> COMMENT =
      Key.optionalText(
              "comment", "a sign such as \"#\"; lines of a csv file that start with it are skipped")
          .onlyWhereSet();

  /** What the file holds. */
  public static final Key<String> DIGEST =
      Key.optionalText(
          "digest",
          "SHA-256 of the stored bytes, of files in their order and labels last; filled in by run,"
              + " and checked wherever the file is read");

  /** What the table was understood to be. */
  public static final Key<List<String>> UNDERSTOOD =
      Key.labels(
              "understood", "inputs, target and rows as they were read, in words; filled in by run")
          .as(Role.PLACE);

  private static final Pattern SIGN = Pattern.compile("[^\\w\\s\"'.,;|+-]");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int CIFAR_FEATURES = 3072;

  private static final List<Key<?>> KEYS =
      List.of(
          URI,
          LABELS_URI,
          FORMAT,
          TARGETS,
          TARGET,
          COLUMNS,
          IGNORE,
          MISSING,
          CLASSES,
          SAMPLES,
          NORMALIZATION,
          TARGET_NORMALIZATION,
          HEADER,
          DELIMITER,
          DECIMAL,
          COMMENT,
          Samples.BIAS,
          DIGEST,
          UNDERSTOOD);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "samples from a file";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
  }

  @Override
  public Optional<ProblemDeclaration.Misfit> misfit(Settings settings, GridSpec grid) {
    String format = settings.get(FORMAT);
    if (format.equals("idx") == settings.get(LABELS_URI).isEmpty()) {
      return misfit(
          "problem.labelsUri",
          "\"" + settings.get(LABELS_URI) + "\"",
          format.equals("idx")
              ? "is empty, but idx keeps labels in a file of their own"
              : "is given, but " + format + " keeps labels beside the inputs",
          format.equals("idx")
              ? "give it, such as train-labels-idx1-ubyte.gz"
              : "leave it out, or use format: idx");
    }
    boolean images = format.startsWith("cifar") || format.equals("idx");
    boolean kind = format.equals("cifar-100") && settings.get(TARGET).matches("fine|coarse");
    if (!settings.get(TARGET).isEmpty() && (images || format.equals("libsvm")) && !kind) {
      return misfit(
          "problem.target",
          settings.get(TARGET),
          "names no column, since " + format + " has one kind of label",
          "leave it out; cifar-100 has fine and coarse");
    }
    if (!format.equals("csv") && !format.equals("parquet")) {
      for (Key<List<String>> key : List.of(COLUMNS, IGNORE)) {
        if (!settings.get(key).isEmpty()) {
          return misfit(
              "problem." + key.name(),
              settings.get(key) + "",
              "names columns, and " + format + " has none",
              "leave it out; csv and parquet have columns");
        }
      }
    }
    String comment = settings.get(COMMENT);
    if (!comment.isEmpty() && !SIGN.matcher(comment).matches()) {
      return misfit(
          "problem.comment",
          "\"" + comment + "\"",
          "is not one sign that no cell starts with",
          "use \"#\" or another such sign");
    }
    if (hasClasses(settings) && !settings.get(TARGET_NORMALIZATION).equals("none")) {
      return misfit(
          "problem.targetNormalization",
          settings.get(TARGET_NORMALIZATION),
          "is for numbers, but problem.targets is classes",
          "leave it out, or use targets: values");
    }
    if (!settings.get(DIGEST).isEmpty() && !SHA256.matcher(settings.get(DIGEST)).matches()) {
      return misfit(
          "problem.digest",
          settings.get(DIGEST),
          "is not 64 hexadecimal digits",
          "leave it out; run fills it in");
    }
    if (settings.get(TARGETS).equals("values") && !settings.get(CLASSES).isEmpty()) {
      return misfit(
          "problem.classes",
          settings.get(CLASSES).size() + " classes",
          "are given, but problem.targets is values",
          "leave them out, or use targets: classes");
    }
    return grid.inputDimension().size() > 1
        ? misfit(
            "grid.inputDimension",
            grid.inputDimension() + "",
            "has several values, but a table has one number of columns",
            "give that number")
        : Optional.empty();
  }

  private static Optional<ProblemDeclaration.Misfit> misfit(
      String key, String value, String complaint, String advice) {
    return Optional.of(new ProblemDeclaration.Misfit(key, value, complaint, advice));
  }

  @Override
  public OptionalInt naturalDimension(Settings settings) {
    return settings.get(FORMAT).startsWith("cifar")
        ? OptionalInt.of(CIFAR_FEATURES)
        : OptionalInt.empty();
  }

  @Override
  public boolean dimensionIsInData() {
    return true;
  }

  @Override
  public boolean hasClasses(Settings settings) {
    return settings.get(TARGETS).equals("classes");
  }

  @Override
  public OptionalInt samples(Settings settings) {
    int samples = settings.get(SAMPLES);
    return samples > 0 ? OptionalInt.of(samples) : OptionalInt.empty();
  }

  @Override
  public int inputs(Settings settings, int inputDimension) {
    return Samples.inputs(inputDimension, settings.get(Samples.BIAS));
  }

  /** One per class, once resolved. */
  @Override
  public int outputs(Settings settings) {
    return hasClasses(settings) ? Math.max(1, settings.get(CLASSES).size()) : 1;
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    if (settings.get(DIGEST).isEmpty()) {
      throw new IllegalArgumentException("problem: the table is not resolved");
    }
    TableData table = source.table(settings);
    int[] rows = drawn(settings, table, source);
    int inputs = inputs(settings, inputDimension);
    double[] x = inputs(table, rows, inputDimension, inputs);
    normalise(x, inputDimension, inputs, settings.get(NORMALIZATION));
    double[] y = targets(settings, table, rows);
    if (settings.get(TARGET_NORMALIZATION).equals("standard")) {
      ColumnScale.of(y, 0, 1, 1).apply(y, 0, 1, 1);
    }
    return Optional.of(new Dataset(rows.length, inputs, outputs(settings), x, y));
  }

  /** The rows of the problem of {@code source}, in the order of the file. */
  static int[] drawn(Settings settings, TableData table, ProblemSource source) {
    int[] kept = kept(settings, table);
    int samples = settings.get(SAMPLES);
    if (samples > kept.length) {
      throw new IllegalArgumentException(
          "problem.samples: " + samples + " of " + kept.length + " rows cannot be drawn");
    }
    if (samples == kept.length) {
      return kept;
    }
    int[] chosen = new CombinationSampler(source.uniform("rows"), kept.length, samples).sample();
    Arrays.sort(chosen);
    return Arrays.stream(chosen).map(i -> kept[i]).toArray();
  }

  /** The rows of the kept classes, in the order of the file. */
  static int[] kept(Settings settings, TableData table) {
    ClassNames classes = new ClassNames(settings.get(CLASSES));
    return IntStream.range(0, table.rows())
        .filter(row -> classes.isEmpty() || classes.indexOf(table.label(row)) >= 0)
        .toArray();
  }

  private double[] targets(Settings settings, TableData table, int[] rows) {
    int outputs = outputs(settings);
    ClassNames classes = new ClassNames(settings.get(CLASSES));
    double[] y = new double[Math.multiplyExact(rows.length, outputs)];
    for (int i = 0; i < rows.length; i++) {
      String label = table.label(rows[i]);
      if (hasClasses(settings)) {
        y[i * outputs + classes.indexOf(label)] = 1;
      } else {
        y[i] = Double.parseDouble(label);
      }
    }
    return y;
  }

  /** Rows as they are in the table, with the constant 1 where a row has one entry more. */
  private static double[] inputs(TableData table, int[] rows, int inputDimension, int inputs) {
    double[] x = new double[Math.multiplyExact(rows.length, inputs)];
    int columns = Math.min(inputDimension, table.features());
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        x[i * inputs + j] = table.feature(rows[i], j);
      }
      if (inputs > inputDimension) {
        x[i * inputs + inputDimension] = 1;
      }
    }
    return x;
  }

  private static void normalise(double[] x, int inputDimension, int inputs, String how) {
    if (how.equals("global")) {
      ColumnScale.of(x, 0, inputDimension, inputs).apply(x, 0, inputDimension, inputs);
    } else if (how.equals("standard")) {
      for (int j = 0; j < inputDimension; j++) {
        ColumnScale.of(x, j, j + 1, inputs).apply(x, j, j + 1, inputs);
      }
    }
  }
}
