package io.shallows.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.notebooks.Reference.Answer;
import io.shallows.record.DataDictionary;
import io.shallows.record.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reference stores are whole, small, read by all commands, and described as they are. */
class ReferenceStoresTest {

  private static final String AGAIN = "run notebooks-data/reference/remake.py --describe";

  /** Who clones on a slow line waits for it: half a minute at eight megabits a second. */
  private static final long MOST_BYTES = 30_000_000;

  private static final Pattern COUNT = Pattern.compile("(?m)^\\| ([a-z]+) \\| (\\d+) \\|$");

  @TempDir private Path folder;

  static Stream<Reference> stores() {
    return Reference.all();
  }

  @Test
  void thereAreTheOnesThatNotebooksRead() {
    List<String> names = Reference.all().map(Reference::name).toList();
    assertTrue(
        names.containsAll(List.of("quickstart", "safran-shamir", "housing", "breast-cancer")),
        names.toString());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void itIsCompleteAndWhole(Reference store) {
    Answer status =
        Reference.shallows("status", store.folder().toString(), "--require", "complete");
    assertEquals(0, status.code(), status.out() + status.err());
    Answer verified = Reference.shallows("verify", store.folder().toString());
    assertEquals(0, verified.code(), verified.out() + verified.err());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void itsCardCountsItsRows(Reference store) {
    Matcher counts = COUNT.matcher(store.text("README.md"));
    int tables = 0;
    while (counts.find()) {
      assertEquals(Integer.parseInt(counts.group(2)), store.rows(counts.group(1)).size(), AGAIN);
      tables++;
    }
    assertTrue(tables >= 3, store + ": " + tables + " tables");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void itsCardSaysWhatMadeIt(Reference store) throws IOException {
    String card = store.text("README.md");
    JsonNode made = new ObjectMapper().readTree(store.text("provenance.json"));
    for (String fact : List.of("commit", "java", "processor", "operatingSystem")) {
      assertTrue(card.contains(made.get(fact).asText()), store + " " + fact + ": " + AGAIN);
    }
    assertTrue(card.contains("launch/examples/" + store + ".yaml"), card);
    assertTrue(card.contains("Apache License 2.0") && card.contains("## Limits"), card);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void itNamesNoPlaceOfWhoeverMadeIt(Reference store) {
    for (String file : List.of("spec.yaml", "status.json", "provenance.json", "croissant.json")) {
      String text = store.text(file);
      assertTrue(!text.contains("file:/") && !text.contains("\"/"), store + "/" + file);
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void itsDescriptionIsThatOfTheColumns(Reference store) throws IOException {
    String described = store.text("croissant.json");
    JsonNode croissant = new ObjectMapper().readTree(described);
    Answer now =
        Reference.shallows(
            "describe",
            store.folder().toString(),
            "--license",
            croissant.get("license").asText(),
            "--creator",
            croissant.get("creator").get("name").asText(),
            "--published",
            croissant.get("datePublished").asText());
    assertEquals(0, now.code(), now.err());
    assertEquals(now.out(), described, AGAIN);
    assertEquals(List.of(), CroissantShape.problems(croissant));
  }

  @Test
  void theDictionaryIsThatOfTheColumns() throws IOException {
    assertEquals(
        DataDictionary.markdown(Tables.ALL), Files.readString(Path.of("dictionary.md")), AGAIN);
  }

  @Test
  void allOfThemAreSmall() throws IOException {
    try (Stream<Path> files = Files.walk(Reference.FOLDER)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertTrue(bytes < MOST_BYTES, bytes + " bytes");
    }
  }

  @Test
  void aReportIsMadeOfACopy() throws IOException {
    Path copy = folder.resolve("quickstart");
    Path original = new Reference("quickstart").folder();
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(original.relativize(file).toString()));
      }
    }
    Answer report = Reference.shallows("report", copy.toString());
    assertEquals(0, report.code(), report.err());
    assertTrue(Files.size(copy.resolve("report/index.html")) > 10_000);
  }
}
