package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.store.Group;
import io.shallows.spark.store.RecordFiles;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.StoredFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeCommandTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<StoredFile> files = new ArrayList<>();

  @BeforeEach
  void aStoreOfTwoShards() {
    try (StoreWriter writer =
        StoreWriter.open(folder.toUri().toString(), new Configuration(), CLOCK)) {
      writer.writeSpec("apiVersion: shallows/v1\nname: tiny\n");
      writer.writeProvenance("{\"project\": \"1.2.3\", \"commit\": \"abc\"}\n");
      for (int width : List.of(4, 8)) {
        files.addAll(
            new RecordFiles(writer.store().folder())
                .publish(
                    group(List.of()),
                    Map.of(ReferencesTable.TABLE, List.of(row(width))),
                    "w" + width)
                .files());
      }
      writer.commit(List.of(group(files)), List.of());
    }
  }

  private static Group group(List<StoredFile> files) {
    return new Group(
        "a",
        Stage.REFERENCES,
        "",
        "g",
        "0",
        Map.of("converged", 2L),
        Map.of(),
        Map.of(),
        1,
        1,
        files);
  }

  private static Record row(int width) {
    return Record.of(ReferencesTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, "p")
        .set(LeadingColumns.WIDTH, width)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.PARAMETER_COUNT, 1)
        .set(ReferencesTable.REFERENCE_LOSS, 0.5)
        .set(ReferencesTable.RESTARTS, 1)
        .set(ReferencesTable.CONVERGED_RESTARTS, 1)
        .set(ReferencesTable.BEST_RESTART, 0)
        .set(ReferencesTable.PARAMETERS, new double[] {1})
        .set(ReferencesTable.STATUS, "converged")
        .set(ReferencesTable.SECONDS_SPENT, 1.5)
        .build();
  }

  private int describe(String... more) {
    List<String> arguments = new ArrayList<>(List.of("describe", folder.toString()));
    arguments.addAll(List.of("--license", "https://spdx.org/licenses/CC0-1.0.html"));
    arguments.addAll(List.of("--creator", "A. Name"));
    arguments.addAll(List.of(more));
    return SweepCommandLine.of(new SweepJob())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void filesTablesAndColumnsAreDescribed() throws IOException {
    assertEquals(0, describe("--published", "2026-02-03", "--url", "https://example.org/tiny"));
    JsonNode dataset = new ObjectMapper().readTree(out.toString());
    assertEquals("tiny", dataset.get("name").asText());
    assertEquals("1.2.3", dataset.get("version").asText());
    assertEquals("2026-02-03", dataset.get("datePublished").asText());
    assertEquals("https://example.org/tiny", dataset.get("url").asText());
    assertEquals("A. Name", dataset.get("creator").get("name").asText());
    assertTrue(dataset.get("prov:wasGeneratedBy").get("prov:label").asText().contains("abc"));

    JsonNode distribution = dataset.get("distribution");
    assertEquals(5, distribution.size(), "spec, provenance, two files and their set");
    JsonNode file = distribution.get(2);
    String url = file.get("contentUrl").asText();
    assertTrue(url.matches("references/w4-r[0-9a-f]+\\.parquet"), url);
    assertEquals(files.get(0).sha256(), file.get("sha256").asText());
    assertEquals(files.get(0).bytes() + " B", file.get("contentSize").asText());
    assertEquals(2, distribution.get(4).get("includes").size());

    assertEquals(1, dataset.get("recordSet").size(), "only tables with rows");
    JsonNode references = dataset.get("recordSet").get(0);
    List<Column<?>> columns = ReferencesTable.TABLE.columns();
    assertEquals(columns.size(), references.get("field").size());
    for (int i = 0; i < columns.size(); i++) {
      JsonNode field = references.get("field").get(i);
      assertEquals(columns.get(i).name(), field.get("name").asText());
      assertTrue(field.get("description").asText().startsWith(columns.get(i).definition()));
      assertEquals("references-files", field.get("source").get("fileSet").get("@id").asText());
    }
  }

  @Test
  void eachColumnHasOneLine() {
    assertEquals(0, describe());
    long lines = out.toString().lines().filter(line -> line.contains("cr:Field")).count();
    assertEquals(ReferencesTable.TABLE.columns().size(), lines);
  }

  @Test
  void aDayThatIsNoneIsAMistake() {
    assertEquals(2, describe("--published", "yesterday"));
    assertEquals(
        "shallows: --published: yesterday is not a day; use one such as 2026-01-31",
        err.toString().strip());
  }
}
