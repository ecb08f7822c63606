package io.shallows.spark.cli;

import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import io.shallows.spec.Suggestion;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Makes command lines that answer mistakes alike. */
public final class SweepCommandLine {
  private static final int MAX_LINES = 3;

  /** What options and their parameters may take of a line of help; the rest is for words. */
  private static final int MOST_OPTION_WIDTH = 30;

  private static final int LEAST_HELP_WIDTH = 60;

  /** What java puts in place of bytes that are no letter in the locale. */
  private static final char REPLACEMENT = '\ufffd';

  private SweepCommandLine() {}

  /**
   * Runs a command of this process: numbers are written as computers read them whatever the locale,
   * what goes to standard output arrives or is missed, and everything that can end a command ends
   * it with an exit code.
   */
  public static int execute(Object command, String... arguments) {
    Locale.setDefault(Locale.ROOT);
    try (TickLine tick = TickLine.begin()) {
      ProcessUser.require();
      PrintWriter out = StandardOutput.ofProcess(tick);
      PrintWriter err =
          new PrintWriter(new OutputStreamWriter(System.err, ErrorLetters.ofProcess()), true);
      return execute(of(command).setOut(out).setErr(err), arguments);
    }
  }

  /** Runs a command line; whatever ends it gives an exit code. */
  public static int execute(CommandLine line, String... arguments) {
    try {
      for (String argument : arguments) {
        if (argument.indexOf(REPLACEMENT) >= 0) {
          throw new Mistake(
              argument
                  + ": has a letter that was lost on the way here; check LC_ALL and LANG, such as"
                  + " LC_ALL=C.UTF-8");
        }
      }
      int code = line.execute(arguments);
      line.getOut().flush();
      return code;
    } catch (Exception | Error e) {
      return answer(e, line.getErr()).code();
    }
  }

  /**
   * A command line whose commands return exit codes ({@code Callable<ExitCode>} or nothing for
   * complete) and signal mistakes by {@link Mistake}, {@link SpecException} or {@link
   * StoreException}.
   */
  public static CommandLine of(Object command) {
    CommandLine line = new CommandLine(command);
    line.setUsageHelpWidth(Math.max(LEAST_HELP_WIDTH, TerminalWidth.ofProcess()));
    line.setUsageHelpLongOptionsMaxWidth(MOST_OPTION_WIDTH);
    line.setAbbreviatedOptionsAllowed(false);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> answer(failure, failed.getErr()).code());
    line.setParameterExceptionHandler(
        (mistake, arguments) -> {
          print(mistake.getCommandLine().getErr(), usage(mistake));
          return ExitCode.WRONG_USAGE.code();
        });
    setResults(line);
    return line;
  }

  private static void setResults(CommandLine line) {
    line.setExecutionStrategy(
        parsed -> {
          int standard;
          try {
            standard = new CommandLine.RunLast().execute(parsed);
          } catch (StandardOutput.Lost lost) {
            // Help that is printed is no command, whose exceptions would be handed over.
            return answer(lost, line.getErr()).code();
          }
          CommandLine last = line;
          while (last.getParseResult().subcommand() != null) {
            last = last.getParseResult().subcommand().commandSpec().commandLine();
          }
          return last.getExecutionResult() instanceof ExitCode code ? code.code() : standard;
        });
  }

  private static ExitCode answer(StandardOutput.Lost lost, PrintWriter err) {
    if (lost.isClosedPipe()) {
      return ExitCode.CLOSED_PIPE;
    }
    print(
        err,
        "standard output: "
            + lost.getMessage()
            + "; what was printed is not whole: make room, or send it elsewhere, and give the"
            + " command again");
    return ExitCode.INCOMPLETE;
  }

  private static ExitCode answer(Throwable failure, PrintWriter err) {
    // Whoever called the writer, a reader of files for instance, may have taken it for its own.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StandardOutput.Lost lost) {
        return answer(lost, err);
      }
    }
    if (failure instanceof OutOfMemoryError) {
      print(
          err,
          "the heap of "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MB is full; give more, such as SHALLOWS_JAVA_OPTS=-Xmx4g (spark-submit:"
              + " --driver-memory 4g)");
      return ExitCode.WRONG_USAGE;
    }
    if (failure instanceof StoreException) {
      print(err, failure.getMessage());
      boolean resumable =
          failure instanceof StoreException.Locked
              || failure instanceof StoreException.Stopped
              || failure instanceof StoreException.Changed;
      if (failure instanceof StoreException.Corrupted) {
        return ExitCode.INTERNAL_ERROR;
      }
      return failure instanceof StoreException.OtherSpec
          ? ExitCode.OTHER_SPEC
          : resumable ? ExitCode.INCOMPLETE : ExitCode.WRONG_USAGE;
    }
    if (failure instanceof SpecException || failure instanceof Mistake) {
      print(err, failure.getMessage());
      return ExitCode.WRONG_USAGE;
    }
    if (failure instanceof InterruptedException) {
      print(err, "interrupted; the same command continues");
      return ExitCode.INTERRUPTED;
    }
    err.println("shallows: internal error, please report it with what follows");
    failure.printStackTrace(err);
    err.flush();
    return ExitCode.INTERNAL_ERROR;
  }

  private static void print(PrintWriter err, String message) {
    err.println(
        "shallows: "
            + message
                .replaceAll("[\\p{Cntrl}&&[^\n]]", "?")
                .lines()
                .limit(MAX_LINES)
                .reduce((a, b) -> a + System.lineSeparator() + b)
                .orElse(""));
    err.flush();
  }

  private static String usage(CommandLine.ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    String help = "; see: " + command.getCommandSpec().qualifiedName() + " --help";
    if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      String written = argument.startsWith("-") ? argument.replaceFirst("=.*", "") : argument;
      List<String> known = known(command, written);
      String what =
          written.startsWith("-")
              ? "option"
              : command.getSubcommands().isEmpty() ? "argument" : "command";
      Optional<String> meant = Suggestion.nearest(written, known);
      return written
          + " is an unknown "
          + what
          + meant.map(word -> "; did you mean " + word + "?").orElse("")
          + help;
    }
    return mistake.getMessage().lines().findFirst().orElse("") + help;
  }

  private static List<String> known(CommandLine command, String written) {
    if (!written.startsWith("-")) {
      return List.copyOf(command.getSubcommands().keySet());
    }
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }
}
