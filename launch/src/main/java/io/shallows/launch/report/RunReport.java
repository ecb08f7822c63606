package io.shallows.launch.report;

import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.command.RunPage;
import io.shallows.spark.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** The report of a run: served while it goes on where asked, and written when it ends. */
public final class RunReport implements RunPage {

  private final String uri;
  private final SparkConf conf;
  private final PrintWriter out;
  private final Optional<LiveReport> live;

  private RunReport(String uri, SparkConf conf, PrintWriter out, Optional<LiveReport> live) {
    this.uri = uri;
    this.conf = conf;
    this.out = out;
    this.live = live;
  }

  /**
   * The report of a run that begins.
   *
   * @param uri its store
   * @param out where the address and what was found are printed
   * @param open whether a browser shows it meanwhile
   */
  public static RunReport begin(String uri, SparkConf conf, PrintWriter out, boolean open) {
    Optional<LiveReport> live = Optional.empty();
    if (open) {
      try {
        LiveReport served = LiveReport.start(uri, conf);
        live = Optional.of(served);
        out.println("report, live: " + served.address());
        if (!DesktopBrowser.open(served.address())) {
          out.println("  no browser can be opened from here; open the address on this machine");
        }
      } catch (IOException e) {
        out.println("--open: no report while the run goes on (" + e.getMessage() + ")");
      }
      out.flush();
    }
    return new RunReport(uri, conf, out, live);
  }

  /** Writes the page and says what was found; a page that fails takes nothing from the run. */
  @Override
  public void ended(Store store) {
    try {
      Report report = ReportReader.read(store, uri, conf);
      ReportCommand.write(store, report);
      out.println();
      ReportCommand.print(report, uri, out);
    } catch (RuntimeException e) {
      out.println(
          TerminalWidth.wrap(
              "report: not written ("
                  + e.getMessage()
                  + "); shallows report "
                  + ShellText.quoted(uri)
                  + " tries again",
              TerminalWidth.ofProcess(),
              2));
      out.flush();
    }
    live.ifPresent(LiveReport::ended);
  }

  @Override
  public void close() {
    live.ifPresent(LiveReport::close);
  }
}
