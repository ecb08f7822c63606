package io.shallows.spark.command;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints a table. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Prints a table of a store as CSV, or as JSON with one object per line; one path as a"
            + " drawing, or as a certificate that others can check; or one trial with its data and"
            + " weights as arrays for NumPy.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows export out/sweep --format csv trials      a table as CSV",
      "  shallows export out/sweep --format json depths     one JSON object per line",
      "  shallows export out/sweep --format svg paths --trial ID --target cell-best",
      "                                                     the loss along one path",
      "  shallows export out/sweep --format npz --trial ID trial.npz",
      "                                                     x, y, W0, ..., A, loss and kind of one"
          + " trial",
      "  shallows export out/sweep --format certificate --trial ID --target own path.json",
      "                                                     what one path proves",
      "  shallows export out/sweep --format lower-certificate --trial ID --target own low.json",
      "                                                     what proves one depth_lower"
    })
public final class ExportCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;
  @Mixin private DataArguments data;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE|FILE",
      description =
          "the table: one of ${COMPLETION-CANDIDATES}; for npz and certificates a new file, without"
              + " which they go to standard output",
      completionCandidates = TableNames.class)
  private String operand;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      completionCandidates = FormatNames.class,
      converter = FormatNames.class,
      description =
          "${COMPLETION-CANDIDATES}, default ${DEFAULT-VALUE}; svg draws the loss along one path of table paths, npz has one"
              + " trial: x, y, its weights by the names of its family's definition, loss and kind, and"
              + " with --target the vertices of one path; certificate has all that is needed to"
              + " check one path's maximum by exact arithmetic, lower-certificate the same for one"
              + " lower end of depth")
  private ExportFormat format;

  @Mixin private RowFilter filter;

  @Override
  public ExitCode call() {
    format.write(new ExportRequest(command, store, data, operand, filter));
    return ExitCode.COMPLETE;
  }

  /** The names of all tables, for help. */
  static final class TableNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Tables.ALL.stream().map(Table::name).iterator();
    }
  }

  /** The words that {@code --format} takes. */
  static final class FormatNames implements Iterable<String>, ITypeConverter<ExportFormat> {
    @Override
    public Iterator<String> iterator() {
      return ExportFormat.ALL.stream().map(ExportFormat::label).iterator();
    }

    @Override
    public ExportFormat convert(String word) {
      return ExportFormat.ALL.stream()
          .filter(format -> format.label().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of ["
                          + String.join(", ", this)
                          + "] (case-sensitive) but was '"
                          + word
                          + "'"));
    }
  }
}
