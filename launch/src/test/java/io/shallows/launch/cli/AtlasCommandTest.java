package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtlasCommandTest {

  @TempDir private Path folder;
  private String spec;

  @BeforeEach
  void write() throws IOException {
    spec =
        Files.writeString(
                folder.resolve("tiny.yaml"),
                """
                apiVersion: shallows/v1
                grid: {family: [plain, linear-skip], width: [1, 3], networkDepth: [0], inputDimension: [1]}
                problem: {kind: trap, hinges: 3}
                measurement: {depth: {eta: [0.5]}}
                """)
            .toString();
  }

  @Test
  void printsSupremaPerFamilyAndWidth() {
    CommandRun run = CommandRun.of("atlas", spec);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("plain, 1 input, 7 samples"), run.out());
    assertTrue(run.out().contains("linear-skip, 1 input, 7 samples"), run.out());
    assertTrue(run.out().contains("undecided at these widths"), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run.out());
  }

  @Test
  void printsOneObjectPerLandscape() throws IOException {
    CommandRun run = CommandRun.of("atlas", spec, "--json", "--budget", "3000");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(4, lines.size(), run.out());
    JsonNode plain = new ObjectMapper().readTree(lines.get(1));
    assertEquals(3, plain.get("width").asInt());
    assertTrue(plain.get("exact").asBoolean());
    // the trap of width 3 is one of the minima
    assertTrue(plain.get("depth").asDouble() >= 0.0267697 / 3, lines.get(1));
    assertTrue(
        plain.get("search").get("depth").asDouble() <= plain.get("depth").asDouble() + 1e-9,
        lines.get(1));
  }

  @Test
  void whatIsTooLargeHasRecordsAlone() throws IOException {
    CommandRun run = CommandRun.of("atlas", spec, "--json", "--states", "10");
    assertEquals(0, run.code(), run.err());
    JsonNode first = new ObjectMapper().readTree(run.out().lines().findFirst().orElseThrow());
    assertEquals(false, first.get("exact").asBoolean());
    assertEquals(null, first.get("depth"));
    assertTrue(CommandRun.of("atlas", spec, "--states", "10").out().contains(" - "), run.out());
  }

  @Test
  void saysWhatItIsNotMadeFor() {
    CommandRun run = CommandRun.of("atlas", spec, "--set", "grid.networkDepth=[1]");
    assertEquals(2, run.code());
    assertTrue(
        run.err().contains("grid.networkDepth") && run.err().contains("networkDepth: [0]"),
        run.err());
    CommandRun states = CommandRun.of("atlas", spec, "--states", "0");
    assertEquals(2, states.code());
    assertEquals("shallows: --states: 0 is below 1; use a larger number", states.err().strip());
  }
}
