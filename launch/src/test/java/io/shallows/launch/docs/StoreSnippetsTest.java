package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
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
    return blocks("python");
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
