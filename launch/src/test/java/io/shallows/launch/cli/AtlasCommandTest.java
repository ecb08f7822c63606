package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

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

  /** Well formed, a dot per landscape and panel, rings where there is a record alone. */
  @Test
  void drawsSupremaOverWidth() throws Exception {
    Path figure = folder.resolve("suprema.svg");
    assertEquals(
        0, CommandRun.of("atlas", spec, "--budget", "300", "--figure", figure.toString()).code());
    Document svg = read(figure);
    assertEquals(4 * 2, marks(svg, "mark") - 2 * 2, "beside the keys of families");
    // a median per family in either panel, and the rate in one
    assertEquals(2 * 2 + 2, svg.getElementsByTagName("polyline").getLength());
    String text = svg.getDocumentElement().getTextContent();
    assertTrue(text.contains("depth to any lower loss, 1 input"), text);
    assertTrue(text.contains("depth to e(m^0.50), 1 input"), text);
    assertTrue(text.contains("linear-skip: m = 1 to 3, faster than the rate in"), text);
    assertTrue(text.contains("undecided"), text);
    assertEquals(0, marks(svg, "mark open"));
    CommandRun.of("atlas", spec, "--states", "10", "--figure", figure.toString());
    assertEquals(4, marks(read(figure), "mark open"));
    CommandRun nowhere =
        CommandRun.of("atlas", spec, "--figure", folder.resolve("no/such.svg").toString());
    assertEquals(2, nowhere.code());
    assertTrue(nowhere.err().contains("--figure"), nowhere.err());
  }

  private static int marks(Document svg, String look) {
    int marks = 0;
    for (String shape : List.of("circle", "rect")) {
      NodeList all = svg.getElementsByTagName(shape);
      for (int i = 0; i < all.getLength(); i++) {
        marks += ((Element) all.item(i)).getAttribute("class").equals(look) ? 1 : 0;
      }
    }
    return marks;
  }

  private static Document read(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  @Test
  void whatIsKeptIsNotComputedAgain() throws IOException {
    Path file = folder.resolve("kept.jsonl");
    String[] arguments = {"atlas", spec, "--budget", "500", "--keep", file.toString()};
    CommandRun first = CommandRun.of(arguments);
    assertEquals(0, first.code(), first.err());
    String kept = Files.readString(file);
    assertEquals(4, kept.lines().count());
    assertEquals(CommandRun.of("atlas", spec, "--budget", "500").out(), first.out());

    // interrupted in the middle of the third line, and a kept number that no computation gives
    List<String> lines = kept.lines().toList();
    String marked = lines.get(0).replaceFirst("\"minima\":\\d+", "\"minima\":7654321");
    Files.writeString(file, marked + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 50));
    CommandRun second = CommandRun.of(arguments);
    assertEquals(0, second.code(), second.err());
    assertTrue(second.out().contains("7654321"), second.out());
    assertEquals(kept.replace(lines.get(0), marked), Files.readString(file));

    // another budget is another search
    assertEquals(
        0, CommandRun.of("atlas", spec, "--budget", "400", "--keep", file.toString()).code());
    assertEquals(8, Files.readString(file).lines().count());

    Files.writeString(file, "no suprema\n");
    CommandRun foreign = CommandRun.of(arguments);
    assertEquals(2, foreign.code());
    assertTrue(foreign.err().contains("--keep"), foreign.err());
    assertEquals("no suprema\n", Files.readString(file));
  }

  /** The targets that are printed are a problem of their own, whose landscape is that deep. */
  @Test
  void ascendsToTargetsThatASecondRunFindsAsDeep() throws IOException {
    CommandRun table = CommandRun.of("atlas", spec, "--budget", "1", "--ascend", "12");
    assertEquals(0, table.code(), table.err());
    assertTrue(table.out().contains("other targets, to any lower loss, 12 listings"), table.out());
    assertTrue(table.out().lines().allMatch(line -> line.length() <= 80), table.out());
    String[] eta = {"atlas", spec, "--budget", "1", "--ascend", "2", "--ascend-eta", "0.5"};
    String below = CommandRun.of(eta).out();
    assertTrue(below.contains("other targets, to e(m^0.50), 2 listings"), below);
    assertTrue(below.lines().allMatch(line -> line.length() <= 80), below);
    CommandRun run = CommandRun.of("atlas", spec, "--budget", "1", "--ascend", "12", "--json");
    JsonNode wide = new ObjectMapper().readTree(run.out().lines().toList().get(1));
    JsonNode ascent = wide.get("ascent");
    JsonNode depths = ascent.get("relative_depths");
    double last = depths.get(depths.size() - 1).asDouble();
    assertTrue(depths.size() > 2 && last > depths.get(0).asDouble() + 0.01, depths.toString());
    assertEquals(12, ascent.get("listings").asInt());
    double squares = 0;
    StringBuilder y = new StringBuilder();
    for (JsonNode target : ascent.get("targets")) {
      squares += target.asDouble() * target.asDouble();
      y.append(y.isEmpty() ? "" : ", ").append("[").append(target.asText()).append("]");
    }
    assertEquals(0, ascent.get("reference_width").asInt());
    CommandRun level =
        CommandRun.of(
            "atlas", spec, "--budget", "1", "--ascend", "3", "--ascend-eta", "0.5", "--json");
    JsonNode covered = new ObjectMapper().readTree(level.out().lines().toList().get(1));
    assertEquals(2, covered.get("ascent").get("reference_width").asInt());
    assertEquals(
        covered.get("levels").get(0).get("depth").asDouble() / covered.get("depth").asDouble(),
        covered.get("ascent").get("relative_depths").get(0).asDouble()
            / ascent.get("relative_depths").get(0).asDouble(),
        1e-12);
    Path again =
        Files.writeString(
            folder.resolve("again.yaml"),
            "apiVersion: shallows/v1\n"
                + "grid: {family: [plain], width: [3], networkDepth: [0], inputDimension: [1]}\n"
                + "problem: {kind: points, x: "
                + ascent.get("inputs")
                + ", y: ["
                + y
                + "]}\n");
    CommandRun second = CommandRun.of("atlas", again.toString(), "--budget", "1", "--json");
    assertEquals(0, second.code(), second.err());
    JsonNode deep = new ObjectMapper().readTree(second.out());
    assertEquals(null, deep.get("ascent"));
    assertEquals(last, deep.get("depth").asDouble() / (squares / 7), 1e-12);
  }

  @Test
  void anAscentIsKeptAndOneOfWhatIsTooLargeIsNotTried() throws IOException {
    Path file = folder.resolve("kept.jsonl");
    String[] plain = {"atlas", spec, "--budget", "1", "--keep", file.toString()};
    String[] ascending = {
      "atlas", spec, "--budget", "1", "--keep", file.toString(), "--ascend", "5", "--json"
    };
    String before = CommandRun.of(plain).out();
    assertEquals(4, Files.readString(file).lines().count());
    String first = CommandRun.of(ascending).out();
    assertEquals(8, Files.readString(file).lines().count(), "those that had no ascent are anew");
    String kept = Files.readString(file);
    Files.writeString(file, kept.replaceAll("\"listings\":\\d+", "\"listings\":77"));
    assertEquals(
        first.replaceAll("\"listings\":\\d+", "\"listings\":77"), CommandRun.of(ascending).out());
    assertEquals(8, Files.readString(file).lines().count());
    assertEquals(before, CommandRun.of(plain).out());

    CommandRun large = CommandRun.of("atlas", spec, "--states", "10", "--ascend", "5");
    assertEquals(0, large.code(), large.err());
    assertTrue(large.out().lines().anyMatch(line -> line.matches(" +3 +-( +-){4}")), large.out());
    assertTrue(
        CommandRun.of("atlas", spec, "--states", "10", "--ascend", "5", "--json")
            .out()
            .lines()
            .noneMatch(line -> line.contains("ascent")));
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
    CommandRun ascend = CommandRun.of("atlas", spec, "--ascend", "-1");
    assertEquals(2, ascend.code());
    assertEquals("shallows: --ascend: -1 is below 0; use a larger number", ascend.err().strip());
    CommandRun eta = CommandRun.of("atlas", spec, "--ascend", "2", "--ascend-eta", "1");
    assertEquals(2, eta.code());
    assertEquals("shallows: --ascend-eta: 1.0 is not between 0 and 1", eta.err().strip());
    CommandRun alone = CommandRun.of("atlas", spec, "--ascend-eta", "0.5");
    assertEquals(2, alone.code());
    assertEquals("shallows: --ascend-eta: needs --ascend K", alone.err().strip());
  }
}
