package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void printsOneObjectPerShape() throws IOException {
    CommandRun run =
        CommandRun.of(
            "bench",
            "--json",
            "--windows=1",
            "--seconds=0.01",
            "--warm-up=0.05",
            "--starts=1",
            "--shape",
            "8,1,2,20",
            "4,0,2,16");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size(), run.out());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertEquals("8,1,2,20", first.get("shape").asText());
    assertTrue(first.get("steps_per_second").asDouble() > 0, run.out());
    assertTrue(first.get("gflops").asDouble() > 0, run.out());
    assertTrue(first.get("peak_share").asDouble() > 0, run.out());
    assertTrue(first.has("seconds_to_minimum"), run.out());
  }

  @Test
  void saysWhatAShapeIs() {
    CommandRun none = CommandRun.of("bench", "--shape", "64,2,0,8");
    assertEquals(2, none.code());
    assertTrue(
        none.err().startsWith("shallows: --shape: 64,2,0,8: inputs: 0 is below 1"), none.err());
    CommandRun run = CommandRun.of("bench", "--shape", "64,2,8");
    assertEquals(2, run.code());
    assertEquals(
        "shallows: --shape: 64,2,8 is not width,networkDepth,inputs,samples;"
            + " use four whole numbers such as 64,2,8,512",
        run.err().strip());
  }
}
