package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.plan.SpecDifference;
import io.shallows.spark.store.Store;
import io.shallows.trial.SweepVocabulary;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two stores. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Compares two stores: what their specs ask differently, whether rows of the same trials are"
            + " equal in every number, and medians of loss and depth side by side.",
    footerHeading = "%nExamples:%n",
    footer = {"  shallows compare out/before out/after"})
public final class CompareCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(index = "1", paramLabel = "URI", description = "the folder of the other store")
  private String other;

  @Override
  public ExitCode call() {
    Store first = store.open();
    Store second = Store.open("URI", other, SparkSettings.hadoop(store.spark()));
    PrintWriter out = command.commandLine().getOut();
    out.println("a: " + store.uri());
    out.println("b: " + other);
    List<String> asked =
        SpecDifference.between(
            SweepVocabulary.reader().read(first.spec(), "a", List.of()),
            SweepVocabulary.reader().read(second.spec(), "b", List.of()));
    out.println(
        asked.isEmpty()
            ? "specs: no key that holds for all trials differs"
            : "specs: not the same trials, whatever their axes");
    asked.forEach(
        line ->
            out.println(
                TerminalWidth.wrap(
                    "  "
                        + line.replace(" in the store, ", " in a, ")
                            .replace(" in the spec", " in b"),
                    TerminalWidth.ofProcess(),
                    4)));
    out.flush();
    try (StoreQuery query = StoreQuery.start(store.spark())) {
      query.know(first, StoreComparison.A);
      query.know(second, StoreComparison.B);
      new StoreComparison(query).lines(TerminalWidth.ofProcess()).forEach(out::println);
    }
    out.flush();
    return ExitCode.COMPLETE;
  }
}
