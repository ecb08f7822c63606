package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes a store for whoever it is given to. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a store holds: its tables with their rows and sizes.",
      "With --license and --creator a description in Croissant 1.1 (JSON-LD), to give the store away:",
      "the files with their digests, the tables, and every column with its definition. Save it beside",
      "spec.yaml as croissant.json."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows describe out/mine  tables, rows and sizes",
      "  shallows describe out/mine --creator \"A. Name\" \\",
      "      --license https://spdx.org/licenses/CC-BY-4.0.html"
    })
public final class DescribeCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Option(
      names = "--license",
      paramLabel = "URL",
      description = "the licence under which you give the store away")
  private String license;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "./",
      description = "where the store is published; without it the folder of the description")
  private String url;

  @Option(names = "--creator", paramLabel = "NAME", description = "who made it")
  private String creator;

  @Option(
      names = "--published",
      paramLabel = "DATE",
      description = "day of publication, such as 2026-01-31; default: today")
  private String published;

  @Override
  public ExitCode call() {
    PrintWriter out = command.commandLine().getOut();
    if (license == null && creator == null) {
      new StoreContents(store.open(), store.uri())
          .lines(TerminalWidth.ofProcess())
          .forEach(out::println);
      out.flush();
      return ExitCode.COMPLETE;
    }
    if (license == null || creator == null) {
      throw new Mistake(
          (license == null ? "--license" : "--creator")
              + ": is missing; a description to give away has both, and without both the command"
              + " prints what the store holds");
    }
    out.print(new Croissant(url, license, creator, day()).describe(store.open()));
    out.flush();
    return ExitCode.COMPLETE;
  }

  private String day() {
    if (published == null) {
      return LocalDate.now(ZoneOffset.UTC).toString();
    }
    try {
      return LocalDate.parse(published).toString();
    } catch (DateTimeParseException e) {
      throw new Mistake("--published: " + published + " is not a day; use one such as 2026-01-31");
    }
  }
}
