package io.shallows.spark.command;

import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.FailuresTable;
import io.shallows.record.Record;
import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.store.Store;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the story of one network. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Tells the story of one network: what its end point is, how deep, the way out, and what is"
            + " next. Without ID and --kind that of the deepest minimum.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows show out/sweep                  the deepest minimum",
      "  shallows show out/sweep 1f0e5c0a         the trial whose id begins so",
      "  shallows show out/sweep --kind saddle    a saddle"
    })
public final class ShowCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "of a trial: 32 hexadecimal digits, or the first 8 where they are unique")
  private String digits;

  @Option(
      names = "--deepest",
      description =
          "the minimum that is deepest for certain; among those of which nothing is certain, the one"
              + " with the highest known way out")
  private boolean deepest;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "the deepest end point of this kind, where it has no depth the one of the lowest loss; one"
              + " of ${COMPLETION-CANDIDATES}",
      completionCandidates = Kinds.class)
  private String kind;

  @Override
  public ExitCode call() {
    if (digits != null && (deepest || kind != null)) {
      throw new Mistake("ID: names a trial, so " + (deepest ? "--deepest" : "--kind") + " cannot");
    }
    if (kind != null && !Kinds.NAMES.contains(kind)) {
      throw new Mistake("--kind: " + kind + " is not one of " + String.join(", ", Kinds.NAMES));
    }
    Store source = store.open();
    String trialId =
        digits == null
            ? NetworkChoice.deepest(source, Optional.ofNullable(kind)).orElseThrow(this::none)
            : StoredTrial.id(source, digits);
    PrintWriter out = command.commandLine().getOut();
    NetworkStory story = NetworkStory.of(source, store.uri(), trialId);
    if (!story.isKnown()) {
      throw new Mistake(
          "ID: "
              + trialId
              + failure(source, trialId)
                  .or(() -> depthsAlone(source, trialId))
                  .orElse(" is not in " + source.folder()));
    }
    story.lines(TerminalWidth.ofProcess()).forEach(out::println);
    out.flush();
    return ExitCode.COMPLETE;
  }

  private Mistake none() {
    return new Mistake(
        kind == null
            ? "no trial has an end point; see: shallows status " + ShellText.quoted(store.uri())
            : "--kind: no trial ended in "
                + kind
                + "; see the kinds that there are: shallows status "
                + ShellText.quoted(store.uri()));
  }

  /** What there is of a trial in a store that has depths and no trials, as published ones may. */
  private Optional<String> depthsAlone(Store source, String trialId) {
    int depths = StoredTrial.rows(source, DepthsTable.TABLE, trialId, row -> {});
    return depths == 0
        ? Optional.empty()
        : Optional.of(
            " has "
                + depths
                + " depths and no row in table trials of "
                + source.folder()
                + "; it is computed again by: shallows reproduce "
                + ShellText.quoted(store.uri())
                + " "
                + trialId
                + " --depths");
  }

  /** Why a trial of this id has no end point. */
  private static Optional<String> failure(Store source, String trialId) {
    Record[] last = new Record[1];
    StoredTrial.rows(source, FailuresTable.TABLE, trialId, row -> last[0] = row);
    return Optional.ofNullable(last[0])
        .map(
            row ->
                " has no end point: "
                    + row.get(FailuresTable.STATUS)
                    + " in stage "
                    + row.get(FailuresTable.STAGE)
                    + ", "
                    + row.get(FailuresTable.FAILURE_CLASS)
                    + ": "
                    + row.get(FailuresTable.MESSAGE));
  }

  /** The names of kinds, for help. */
  static final class Kinds implements Iterable<String> {
    private static final List<String> NAMES =
        Arrays.stream(MinimumKind.values()).map(MinimumKind::label).toList();

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }
}
