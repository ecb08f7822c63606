package io.shallows.spark.command;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.shallows.array.NumpyArchive;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives the data of a problem. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the data of a problem, exactly as trained on.",
      "Inputs x1, x2, ... and, with a bias, the appended constant in column one; then targets y1,",
      "y2, ...; npz has them as arrays x and y."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows data out/sweep 1f0e5c0a --format csv           one line per sample",
      "  shallows data out/sweep 1f0e5c0a --format npz data.npz  arrays for NumPy"
    })
public final class DataCommand implements Callable<ExitCode> {

  /** The forms that data can have. */
  enum Format {
    csv,
    npz
  }

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;
  @Mixin private DataArguments place;

  @Parameters(
      index = "1",
      paramLabel = "PROBLEM_ID",
      description = "32 hexadecimal digits, or at least the first 8 where they are unique")
  private String problemId;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "FILE",
      description = "a new file; without it the data go to standard output")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "csv|npz",
      required = true,
      description = "${COMPLETION-CANDIDATES}; npz is for NumPy")
  private Format format;

  @Override
  public ExitCode call() {
    ShallowsScience science = place.science(store.spark());
    Problem problem =
        StoredProblem.of(
            StoredSweep.ofPresentRevision(store.open(), science).sweep().spec(), problemId);
    Dataset data =
        problem
            .dataset(science.tables())
            .orElseThrow(
                () ->
                    new Mistake(
                        "PROBLEM_ID: "
                            + problemId
                            + " is a population problem ("
                            + problem.kind().name()
                            + "): its loss is a closed form and has no data"));
    byte[] bytes =
        format == Format.npz
            ? NumpyArchive.empty()
                .with("x", data.inputArray())
                .with("y", data.targetArray())
                .bytes()
            : csv(data, problem).getBytes(StandardCharsets.UTF_8);
    new OutputBytes(command).write(file, bytes);
    return ExitCode.COMPLETE;
  }

  private static String csv(Dataset data, Problem problem) {
    StringWriter text = new StringWriter();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    CsvWriter csv = new CsvWriter(text, settings);
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= problem.inputDimension(); i++) {
      names.add("x" + i);
    }
    if (data.inputs() > problem.inputDimension()) {
      names.add("one");
    }
    for (int k = 1; k <= data.outputs(); k++) {
      names.add("y" + k);
    }
    csv.writeHeaders(names);
    for (int s = 0; s < data.samples(); s++) {
      for (int i = 0; i < data.inputs(); i++) {
        csv.addValue(Double.toString(data.x(s, i)));
      }
      for (int k = 0; k < data.outputs(); k++) {
        csv.addValue(Double.toString(data.y(s, k)));
      }
      csv.writeValuesToRow();
    }
    csv.flush();
    return text.toString();
  }
}
