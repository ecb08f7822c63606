package io.shallows.spark.command;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.store.Store;
import io.shallows.spec.SweepSpec;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What was asked of {@code export}.
 *
 * @param command for its output
 * @param location of the store
 * @param tables where the data of its spec lie
 * @param operand the table, or for formats with a file of their own the file; null for none
 * @param filter which rows
 */
record ExportRequest(
    CommandSpec command,
    StoreArguments location,
    DataArguments tables,
    String operand,
    RowFilter filter) {

  /** A store with its spec and the science that computes what its rows do not say. */
  record Opened(Store store, SweepSpec spec, ShallowsScience science) {}

  Store open() {
    return location.open();
  }

  /** The store with its spec, which must be one of this program's numbers. */
  Opened openToCompute() {
    Store store = open();
    ShallowsScience science = tables.science(location.spark());
    return new Opened(store, StoredSweep.ofPresentRevision(store, science).sweep().spec(), science);
  }

  /**
   * The table that is named, which has all that its rows are chosen by.
   *
   * @throws Mistake if none is named, or no such
   */
  Table table() {
    if (operand == null) {
      throw new Mistake("TABLE: none is given; use one of " + names());
    }
    Table table =
        Tables.named(operand)
            .orElseThrow(() -> new Mistake("TABLE: " + operand + " is not one of " + names()));
    filter.requireFit(table);
    return table;
  }

  private static String names() {
    return String.join(", ", new ExportCommand.TableNames());
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Into the file that is named, or to standard output. */
  void write(byte[] bytes) {
    new OutputBytes(command).write(operand, bytes);
  }
}
