package io.shallows.spark.command;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.publish.DeltaPublication;
import io.shallows.spark.publish.IcebergPublication;
import io.shallows.spark.publish.TablePublication;
import io.shallows.spark.store.Store;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes what is committed in a table format that other programs read. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description =
        "Registers the committed files of every table that has rows as a snapshot of a table of"
            + " Iceberg in the store's folder _iceberg, or of Delta in the table's own folder; no"
            + " file is copied. Other programs then read commits only, also while a sweep runs."
            + " Publish again after a run: it adds what came and takes out what left.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows publish out/sweep --format iceberg",
      "  duckdb -c \"SELECT count(*) FROM iceberg_scan('out/sweep/_iceberg/trials')\"",
      "  shallows publish out/sweep --format delta",
      "  duckdb -c \"SELECT count(*) FROM delta_scan('out/sweep/trials')\""
    })
public final class PublishCommand implements Callable<ExitCode> {

  /** What the -all jar lacks, by the name that spark-submit takes. */
  static final String LIBRARY = "org.apache.iceberg:iceberg-core:1.12.0";

  /** Formats. The library of one is loaded where it is asked for, and not with the others. */
  enum Format {
    iceberg {
      @Override
      TablePublication of(Store store) {
        return new IcebergPublication(store);
      }
    },
    delta {
      @Override
      TablePublication of(Store store) {
        return new DeltaPublication(store);
      }
    };

    abstract TablePublication of(Store store);
  }

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Option(
      names = "--format",
      paramLabel = "iceberg|delta",
      required = true,
      description = "${COMPLETION-CANDIDATES}")
  private Format format;

  @Override
  public ExitCode call() {
    Store settled = store.openSettled();
    PrintWriter out = command.commandLine().getOut();
    try {
      TablePublication publication = format.of(settled);
      for (Table table : Tables.ALL) {
        publication
            .publish(table)
            .ifPresent(
                done ->
                    out.printf(
                        Locale.ROOT,
                        "%s: %d rows in %d files, %d new, %d gone: %s%n",
                        table.name(),
                        done.rows(),
                        done.files(),
                        done.added(),
                        done.removed(),
                        done.metadata()));
      }
    } catch (NoClassDefFoundError absent) {
      if (format != Format.iceberg) {
        throw absent;
      }
      throw new Mistake(
          "publish --format "
              + format
              + ": its library is not here; give it to spark-submit by --packages "
              + LIBRARY
              + ",\nor use launch/bin/shallows, which has it");
    }
    out.printf(Locale.ROOT, "commit %d of %s is published%n", settled.commit(), settled.folder());
    out.flush();
    return ExitCode.COMPLETE;
  }
}
