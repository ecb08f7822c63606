package io.shallows.spark.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.LossSurface;
import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.MinimaTable;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialSurface;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a table. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Prints a table of a store as CSV, or as JSON with one object per line; one path as a"
            + " drawing; or one trial with its data and weights as arrays for NumPy.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows export out/sweep --format csv trials      a table as CSV",
      "  shallows export out/sweep --format json depths     one JSON object per line",
      "  shallows export out/sweep --format svg paths --trial ID --target cell-best",
      "                                                     the loss along one path",
      "  shallows export out/sweep --format npz --trial ID trial.npz",
      "                                                     x, y, W0, ..., A, loss and kind of one"
          + " trial"
    })
public final class ExportCommand implements Callable<ExitCode> {

  /** The forms a table can be printed in. */
  enum Format {
    csv,
    json,
    svg,
    npz
  }

  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;
  @Mixin private DataArguments data;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE|FILE",
      description =
          "the table: one of ${COMPLETION-CANDIDATES}; for npz a new file, without which the arrays"
              + " go to standard output",
      completionCandidates = TableNames.class)
  private String tableName;

  @Option(
      names = "--format",
      paramLabel = "csv|json|svg|npz",
      required = true,
      description =
          "${COMPLETION-CANDIDATES}; svg draws the loss along one path of table paths, npz has one"
              + " trial: x, y, its weights by the names of its family's definition, loss and kind")
  private Format format;

  @Mixin private RowFilter filter;

  @Override
  public ExitCode call() {
    if (format == Format.npz) {
      writeArrays(store.open());
      return ExitCode.COMPLETE;
    }
    if (tableName == null) {
      throw new Mistake("TABLE: none is given; use one of " + String.join(", ", new TableNames()));
    }
    Table table =
        Tables.named(tableName)
            .orElseThrow(
                () ->
                    new Mistake(
                        "TABLE: "
                            + tableName
                            + " is not one of "
                            + String.join(", ", new TableNames())));
    filter.requireFit(table);
    Store source = store.open();
    PrintWriter out = command.commandLine().getOut();
    try {
      if (format == Format.csv) {
        writeCsv(source, table, out);
      } else if (format == Format.svg) {
        writeDrawing(source, table, out);
      } else {
        writeJson(source, table, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
    return ExitCode.COMPLETE;
  }

  private void writeArrays(Store source) {
    String id = StoredTrial.id(source, filter.requireOneTrial());
    List<Record> minimum = new ArrayList<>();
    StoredTrial.rows(source, MinimaTable.TABLE, id, minimum::add);
    if (minimum.isEmpty()) {
      throw new Mistake(
          "--trial: "
              + id
              + " has no row in table minima, which has the parameters; ids are in its column"
              + " trial_id");
    }
    ShallowsScience science = data.science(store.spark());
    SweepSpec spec = StoredSweep.ofPresentRevision(source, science).sweep().spec();
    TrialCoordinates trial =
        StoredTrial.coordinates(minimum.get(0), spec)
            .orElseThrow(() -> new Mistake("--trial: " + id + " is of a problem the spec has not"));
    byte[] arrays = TrialArchive.of(minimum.get(0), trial, spec, science.tables());
    new OutputBytes(command).write(tableName, arrays);
  }

  private void writeDrawing(Store source, Table table, PrintWriter out) {
    if (table != PathsTable.TABLE) {
      throw new Mistake("--format: svg draws a path, and " + table.name() + " has none; use paths");
    }
    List<Record> path = new ArrayList<>();
    filter.rows(source, table, path::add);
    filter.requireOnePath(path);
    ShallowsScience science = data.science(store.spark());
    SweepSpec spec = StoredSweep.ofPresentRevision(source, science).sweep().spec();
    LossSurface loss =
        StoredTrial.coordinates(path.get(0), spec)
            .map(trial -> TrialSurface.of(spec, science.tables(), trial))
            .orElseThrow(
                () -> new Mistake("--format: the spec of the store has no trial of this path"));
    out.println(new PathDrawing(path, loss).svg());
  }

  private void writeCsv(Store store, Table table, PrintWriter out) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setNullValue("");
    // Rows as texts: given an output, this writer would hide why one could not be written.
    CsvWriter csv = new CsvWriter(settings);
    out.println(csv.writeRowToString(table.columns().stream().map(Column::name).toList()));
    filter.rows(
        store,
        table,
        row -> {
          List<String> cells = new ArrayList<>();
          for (Column<?> column : table.columns()) {
            cells.add(row.find(column).map(value -> cell(column, value)).orElse(null));
          }
          out.println(csv.writeRowToString(cells));
        });
  }

  /**
   * A cell of CSV. Spreadsheets take a text that begins like a formula for one, and run what a
   * foreign store says; an apostrophe before it keeps it text. Numbers are as they are.
   */
  static String cell(Column<?> column, Object value) {
    String text = text(value);
    return column.type() == ColumnType.TEXT && FORMULA.matcher(text).lookingAt()
        ? "'" + text
        : text;
  }

  private static String text(Object value) {
    return value instanceof double[] reals ? Arrays.toString(reals) : value.toString();
  }

  private void writeJson(Store store, Table table, PrintWriter out) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.setRootValueSeparator(null);
    filter.rows(
        store,
        table,
        row -> {
          try {
            writeObject(json, row);
            json.writeRaw('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    json.flush();
  }

  private static void writeObject(JsonGenerator json, Record row) throws IOException {
    json.writeStartObject();
    for (Column<?> column : row.table().columns()) {
      Object value = row.find(column).orElse(null);
      json.writeFieldName(column.name());
      if (value instanceof double[] reals) {
        json.writeArray(reals, 0, reals.length);
      } else if (value instanceof Double real && Double.isInfinite(real)) {
        json.writeNull();
      } else {
        writeScalar(json, value);
      }
    }
    json.writeEndObject();
  }

  private static void writeScalar(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long integer) {
      json.writeNumber(integer);
    } else if (value instanceof Double real) {
      json.writeNumber(real);
    } else {
      json.writeString(value.toString());
    }
  }

  /** The names of all tables, for help. */
  static final class TableNames implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Tables.ALL.stream().map(Table::name).iterator();
    }
  }
}
