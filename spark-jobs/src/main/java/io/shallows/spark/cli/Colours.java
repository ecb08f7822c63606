package io.shallows.spark.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Verdicts in colour where whoever reads wants it: on a terminal, or with {@code CLICOLOR_FORCE},
 * and never with {@code NO_COLOR}. A colour says nothing that its word does not.
 */
public final class Colours {

  private static final Pattern VERDICT =
      Pattern.compile(
          "(?m)^(\\S+ +\\d+ +\\d+ +[0-9.]+ )(proved|consistent|contradicted|undecided)\\b");

  private Colours() {}

  /** The lines of verdicts, their words in colour where the command's output has colours. */
  public static String ofVerdicts(CommandSpec command, String text) {
    Ansi ansi = command.commandLine().getColorScheme().ansi();
    return ansi.enabled() ? ofVerdicts(ansi, text) : text;
  }

  static String ofVerdicts(Ansi ansi, String text) {
    Matcher matcher = VERDICT.matcher(text);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                found.group(1)
                    + ansi.string(
                        String.format(
                            Locale.ROOT, "@|%s %s|@", style(found.group(2)), found.group(2)))));
  }

  private static String style(String verdict) {
    return switch (verdict) {
      case "proved", "consistent" -> "green";
      case "contradicted" -> "bold,red";
      default -> "yellow";
    };
  }
}
