package io.shallows.spark.command;

import io.shallows.spark.cli.ExitCode;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreVerification;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a store against its commits. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Reads every byte of a store and names files that are not what was committed.")
public final class VerifyCommand implements Callable<ExitCode> {

  @Spec private CommandSpec command;
  @Mixin private StoreArguments store;

  @Override
  public ExitCode call() {
    Store source = store.open();
    List<String> problems = StoreVerification.problems(source);
    PrintWriter out = command.commandLine().getOut();
    problems.forEach(out::println);
    long files = source.groups().stream().mapToLong(group -> group.files().size()).sum();
    out.printf("%d files, %d damaged%n", files, problems.size());
    out.flush();
    return problems.isEmpty() ? ExitCode.COMPLETE : ExitCode.INTERNAL_ERROR;
  }
}
