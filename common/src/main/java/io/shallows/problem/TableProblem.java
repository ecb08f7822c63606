package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.ProblemDeclaration;
import io.shallows.spec.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
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
              + " Hadoop knows; .gz files are unpacked; every executor must be able to read it");

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
          "rows to draw at random from those of the kept classes, by the problem's index; 0 is all");

  /** How inputs are scaled. */
  public static final Key<String> NORMALIZATION =
      Key.word(
          "normalization",
          List.of("standard", "global", "none"),
          Optional.of("standard"),
          "standard: mean 0 and variance 1 in every column over the drawn rows; global: with one"
              + " mean and one variance for all columns, which keeps images as they are; none");

  /** Whether the first line of a CSV file holds names. */
  public static final Key<Boolean> HEADER =
      Key.flag("header", true, "whether the first line of a csv file holds the columns' names");

  /** What separates the cells of a CSV file. */
  public static final Key<String> DELIMITER =
      Key.word(
          "delimiter",
          List.of("comma", "semicolon", "tab", "space"),
          Optional.of("comma"),
          "what separates the cells of a csv file");

  /** What the file holds. */
  public static final Key<String> DIGEST =
      Key.optionalText(
          "digest",
          "SHA-256 of the stored bytes, of files in their order and labels last; filled in by run,"
              + " and checked wherever the file is read");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int CIFAR_FEATURES = 3072;

  private static final List<Key<?>> KEYS =
      List.of(
          URI,
          LABELS_URI,
          FORMAT,
          TARGETS,
          TARGET,
          CLASSES,
          SAMPLES,
          NORMALIZATION,
          HEADER,
          DELIMITER,
          Samples.BIAS,
          DIGEST);

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
    return Optional.of(
        new Dataset(rows.length, inputs, outputs(settings), x, targets(settings, table, rows)));
  }

  private int[] drawn(Settings settings, TableData table, ProblemSource source) {
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
    List<String> classes = settings.get(CLASSES);
    return java.util.stream.IntStream.range(0, table.rows())
        .filter(row -> classes.isEmpty() || classes.contains(table.label(row)))
        .toArray();
  }

  private double[] targets(Settings settings, TableData table, int[] rows) {
    int outputs = outputs(settings);
    double[] y = new double[Math.multiplyExact(rows.length, outputs)];
    for (int i = 0; i < rows.length; i++) {
      String label = table.label(rows[i]);
      if (hasClasses(settings)) {
        y[i * outputs + settings.get(CLASSES).indexOf(label)] = 1;
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
      standardise(x, 0, inputDimension, inputs);
    } else if (how.equals("standard")) {
      for (int j = 0; j < inputDimension; j++) {
        standardise(x, j, j + 1, inputs);
      }
    }
  }

  /** Mean 0 and variance 1 over columns from..to of all rows; a constant becomes 0. */
  private static void standardise(double[] x, int from, int to, int inputs) {
    int rows = x.length / inputs;
    double count = (double) rows * (to - from);
    double sum = 0;
    for (int row = 0; row < x.length; row += inputs) {
      for (int j = from; j < to; j++) {
        sum += x[row + j];
      }
    }
    double mean = sum / count;
    double squares = 0;
    boolean constant = true;
    for (int row = 0; row < x.length; row += inputs) {
      for (int j = from; j < to; j++) {
        squares += (x[row + j] - mean) * (x[row + j] - mean);
        constant &= x[row + j] == x[from];
      }
    }
    double deviation = Math.sqrt(squares / count);
    for (int row = 0; row < x.length; row += inputs) {
      for (int j = from; j < to; j++) {
        x[row + j] = constant || deviation == 0 ? 0 : (x[row + j] - mean) / deviation;
      }
    }
  }
}
