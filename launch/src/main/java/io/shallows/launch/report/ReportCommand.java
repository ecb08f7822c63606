package io.shallows.launch.report;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.command.StoreArguments;
import io.shallows.spark.store.Store;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the report of a store. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes report/index.html into a store: the question, the answer, how sure it is and what is"
          + " next; a mark for every network, and the rows behind all figures.",
      "The file opens from disk without a network."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  shallows report out/sweep      then open out/sweep/report/index.html"})
public final class ReportCommand implements Callable<ExitCode> {

  /** Where the report lies in the store. */
  public static final String FILE = "report/index.html";

  @Spec private CommandSpec command;
  @Mixin private StoreArguments arguments;

  @Override
  public ExitCode call() {
    Store store = arguments.open();
    Report report = ReportReader.read(store, arguments.uri(), arguments.spark());
    write(store, report);
    print(report, arguments.uri(), command.commandLine().getOut());
    return ExitCode.COMPLETE;
  }

  /** Puts the page into the store. */
  static void write(Store store, Report report) {
    store.folder().replace(FILE, new ReportPage(report).html());
  }

  /**
   * What was found in three sentences, what to do next, and where the page is.
   *
   * @param uri the store as the user calls it
   */
  static void print(Report report, String uri, PrintWriter out) {
    int width = TerminalWidth.ofProcess();
    report.sentences().forEach(text -> out.println(TerminalWidth.wrap(text, width, 2)));
    out.println(ShellText.folded("  ", report.next().command(), width));
    out.println("report: " + uri + (uri.endsWith("/") ? "" : "/") + FILE);
    out.flush();
  }
}
