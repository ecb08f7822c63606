package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code of the documentation that reads a store, run on a small one. */
class StoreSnippetsTest {
  /** The store that the documentation speaks of. */
  private static final String STORE = "out/quickstart";

  static Stream<Block> queries() throws IOException {
    return blocks("sql");
  }

  static Stream<Block> programs() throws IOException {
    return blocks("python")
        .filter(block -> !block.page().endsWith("rows.md"))
        .filter(block -> !block.page().endsWith("networks.md"))
        .filter(block -> !block.page().endsWith("tutorial.md"))
        .filter(block -> !block.page().endsWith("recipes.md"));
  }

  private static Stream<Block> blocks(String kind) throws IOException {
    return Block.all().stream().filter(block -> block.kind().equals(kind));
  }

  private static String onTheSmallStore(Block block) {
    assertTrue(block.code().contains(STORE), block + " reads another store");
    return block.code().replace(STORE, SmallStore.folder().toString());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void queriesHaveRows(Block block) throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(onTheSmallStore(block))) {
      assertTrue(rows.next(), block + " finds nothing");
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programsEnd(Block block) throws Exception {
    String code = onTheSmallStore(block);
    Path python = Path.of("/usr/bin/env");
    assumeTrue(
        run(python, "import pandas, pyarrow").code() == 0, "no python3 with pandas and pyarrow");
    SmallStore.Answer answer = run(python, "import pandas\n" + code);
    assertEquals(0, answer.code(), answer.out());
  }

  @Test
  void theSpecForDataOfOnesOwnRuns(@TempDir Path folder) throws IOException {
    Block own =
        blocks("yaml")
            .filter(block -> block.page().endsWith("README.md") && block.code().contains("table"))
            .findFirst()
            .orElseThrow();
    StringBuilder rows = new StringBuilder("a,b,c,price\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7).append(',').append(i % 5 / 2.0).append(',').append(i * i % 11);
      rows.append(',').append(i % 7 - i % 5).append('\n');
    }
    Path data = Files.writeString(folder.resolve("data.csv"), rows);
    Path spec = Files.writeString(folder.resolve("mine.yaml"), own.code());
    List<String> arguments =
        new ArrayList<>(List.of("run", spec.toString(), "--master", "local[2]"));
    for (String small :
        List.of(
            "problem.uri=" + data,
            "problem.samples=30",
            "grid.width=3",
            "grid.seed.count=1",
            "output.uri=" + folder.resolve("out"))) {
      arguments.addAll(List.of("--set", small));
    }
    SmallStore.Answer answer = SmallStore.shallows(arguments.toArray(String[]::new));
    assertEquals(0, answer.code(), answer.err());
    assertTrue(answer.out().contains("trials, 0 failed; store: "), answer.out());
  }

  private static SmallStore.Answer run(Path env, String program)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(env.toString(), "python3", "-c", program)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new SmallStore.Answer(process.waitFor(), out, "");
  }
}
