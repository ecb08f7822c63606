package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shallows.launch.SmallStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people read fits the columns that they have. */
class WidthsTest {

  private static final String COLUMNS = "shallows.columns";

  private static final String STORE = "STORE";

  private static final List<String> COMMANDS =
      List.of(
          "run ../.ci/tiny.yaml --set grid.networkDepth=1 --set output.paths=best --output STORE",
          "status STORE",
          "show STORE",
          "verify STORE",
          "verify STORE --paths",
          "plan ../launch/examples/quickstart.yaml --cores 2,10,1000",
          "plan ../launch/examples/safran-shamir.yaml",
          "compare STORE STORE",
          "query STORE SELECT+trial_id,loss,minimum_kind+FROM+trials",
          "explain STORE ID",
          "files STORE trials",
          "describe STORE",
          "dictionary");

  @AfterEach
  void asBefore() {
    System.clearProperty(COLUMNS);
  }

  static Stream<String> commands() {
    return COMMANDS.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void answersFit(String command) {
    String store = SmallStore.folder().toString();
    String id = "";
    if (command.endsWith(" ID")) {
      SmallStore.Answer rows = SmallStore.shallows("export", store, "minima");
      id = rows.out().lines().skip(1).findFirst().orElseThrow().split(",", 2)[0];
    }
    String[] words = command.replace(STORE, store).replace(" ID", " " + id).split(" ");
    // What computes is the same at all widths but for tables that are tested beside their classes.
    boolean computes = command.startsWith("run ") || command.endsWith("--paths");
    for (int columns : computes ? new int[] {60} : new int[] {60, 80, 120}) {
      System.setProperty(COLUMNS, "" + columns);
      SmallStore.Answer answer =
          SmallStore.shallows(
              Arrays.stream(words).map(word -> word.replace('+', ' ')).toArray(String[]::new));
      assertEquals(0, answer.code(), answer.err());
      assertFalse(answer.out().isBlank(), command + " says nothing");
      assertEquals(List.of(), tooLong(answer.out(), columns), command + " at " + columns);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void helpFits(int columns) {
    System.setProperty(COLUMNS, "" + columns);
    List<String> commands = new ArrayList<>(List.of(""));
    commands.addAll(new CommandLine(new ShallowsCommand()).getSubcommands().keySet());
    for (String command : commands) {
      String[] words =
          command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
      String help = SmallStore.shallows(words).out();
      assertEquals(List.of(), tooLong(help, columns), command + " at " + columns);
    }
  }

  /** Lines that are too long, but for those in which a single word, such as a path, is. */
  private static List<String> tooLong(String text, int columns) {
    return text.lines()
        .filter(line -> line.length() > columns)
        .filter(
            line ->
                Arrays.stream(line.trim().split(" ", -1))
                    .noneMatch(word -> word.length() > columns - 30))
        .toList();
  }
}
