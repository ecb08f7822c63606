package io.shallows.spark.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import io.shallows.record.Column;
import io.shallows.record.Record;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    description = "Prints a table of a store as CSV, or as JSON with one object per line.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows export out/sweep --format csv trials      a table as CSV",
      "  shallows export out/sweep --format json depths     one JSON object per line"
    })
public final class ExportCommand implements Callable<ExitCode> {

  /** The forms a table can be printed in. */
  enum Format {
    csv,
    json
  }

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description = "one of ${COMPLETION-CANDIDATES}",
      completionCandidates = TableNames.class)
  private String tableName;

  @Option(
      names = "--format",
      paramLabel = "csv|json",
      required = true,
      description = "${COMPLETION-CANDIDATES}")
  private Format format;

  @Override
  public ExitCode call() {
    Table table =
        Tables.named(tableName)
            .orElseThrow(
                () ->
                    new Mistake(
                        "TABLE: "
                            + tableName
                            + " is not one of "
                            + Tables.ALL.stream()
                                .map(Table::name)
                                .collect(Collectors.joining(", "))));
    Store source = store.open();
    PrintWriter out = command.commandLine().getOut();
    try {
      if (format == Format.csv) {
        writeCsv(source, table, out);
      } else {
        writeJson(source, table, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
    return ExitCode.COMPLETE;
  }

  private static void writeCsv(Store store, Table table, PrintWriter out) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setNullValue("");
    CsvWriter csv = new CsvWriter(out, settings);
    csv.writeHeaders(table.columns().stream().map(Column::name).toList());
    store.read(
        table,
        row -> {
          for (Column<?> column : table.columns()) {
            csv.addValue(row.find(column).map(ExportCommand::text).orElse(null));
          }
          csv.writeValuesToRow();
        });
    csv.flush();
  }

  private static String text(Object value) {
    return value instanceof double[] reals ? Arrays.toString(reals) : value.toString();
  }

  private static void writeJson(Store store, Table table, PrintWriter out) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.setRootValueSeparator(null);
    store.read(
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
