package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What commands say of the reference store, letter by letter, at three widths. {@code
 * -Dshallows.freeze=again} writes the texts anew, after a change that was meant and looked at.
 */
class GoldenTextsTest {

  private static final Path TEXTS = Path.of("src/test/resources/golden");
  private static final String STORE = "../notebooks-data/reference/quickstart";
  private static final String COLUMNS = "shallows.columns";

  @AfterEach
  void asBefore() {
    System.clearProperty(COLUMNS);
  }

  static Stream<String> commands() {
    return Stream.of(
        "show STORE",
        "verify STORE",
        "describe STORE",
        "compare STORE STORE",
        "query STORE SELECT+family,width,count(*)+AS+n+FROM+minima+GROUP+BY+ALL+ORDER+BY+family,width",
        "help",
        "run --help",
        "show --help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysWhatItSaid(String command) throws IOException {
    for (int columns : new int[] {60, 80, 120}) {
      System.setProperty(COLUMNS, "" + columns);
      String[] words =
          Arrays.stream(command.split(" "))
              .map(word -> word.equals("STORE") ? STORE : word.replace('+', ' '))
              .toArray(String[]::new);
      SmallStore.Answer answer = SmallStore.shallows(words);
      assertEquals(0, answer.code(), answer.err());
      Path file =
          TEXTS.resolve(
              command
                      .replaceAll(" STORE", "")
                      .replaceAll("[^a-z]+", "-")
                      .replaceAll("(.{20}).*", "$1")
                  + "-"
                  + columns
                  + ".txt");
      if ("again".equals(System.getProperty("shallows.freeze"))) {
        Files.createDirectories(TEXTS);
        Files.writeString(file, answer.out());
      }
      assertEquals(Files.readString(file), answer.out(), command + " at " + columns);
    }
  }
}
