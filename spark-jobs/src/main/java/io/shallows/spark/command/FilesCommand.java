package io.shallows.spark.command;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints which files of a table are committed. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description =
        "Prints the committed files of a table, one a line: what a reader of the log reads, also"
            + " while a sweep runs and beside files that are none of the store's.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows files out/sweep depths          one name a line",
      "  duckdb -c \"SELECT count(*) FROM read_parquet($(shallows files out/sweep depths --sql))\""
    })
public final class FilesCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description = "one of ${COMPLETION-CANDIDATES}",
      completionCandidates = ExportCommand.TableNames.class)
  private String tableName;

  @Option(names = "--sql", description = "as one list of texts in SQL, for DuckDB's read_parquet")
  private boolean sql;

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
    Store opened = store.open();
    List<String> names = new ArrayList<>();
    for (StoredFile file : opened.files(table)) {
      names.add(place(opened, file));
    }
    PrintWriter out = command.commandLine().getOut();
    if (sql) {
      out.println(
          names.stream()
              .map(name -> "'" + name.replace("'", "''") + "'")
              .collect(Collectors.joining(", ", "[", "]")));
    } else {
      names.forEach(out::println);
    }
    out.flush();
    return ExitCode.COMPLETE;
  }

  private static String place(Store store, StoredFile file) {
    try {
      Path path = store.folder().path(store.folder().place(file));
      return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
