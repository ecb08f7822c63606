package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ways out and lower ends of the store that comes with the program, decided in exact fractions by
 * the checker that shares nothing with it. {@code -Dshallows.certificates=10} takes ten of each.
 */
class StoredCertificatesTest {

  /** Of each kind; the page about it was written with ten. */
  private static final int MANY = Integer.getInteger("shallows.certificates", 2);

  private static final String STORE = "notebooks-data/reference/quickstart";

  /** Minima of two families whose depth is certainly above 0, in the order of their ids. */
  private static final String CERTAIN =
      "SELECT trial_id FROM depths WHERE target = 'own' AND depth_lower > depth_floor"
          + " AND depth_upper IS NOT NULL ORDER BY trial_id";

  private static List<String> trials;

  @TempDir private Path folder;

  @BeforeAll
  static void find() {
    trials = query(CERTAIN);
  }

  @Test
  void waysOutAreAccepted() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String trial : trials.subList(0, MANY)) {
      Path file = folder.resolve(trial + ".json");
      assertEquals("", written("certificate", trial, file));
      files.add(file);
    }
    assertEquals(MANY, accepted(files));
  }

  @Test
  void lowerEndsAreAccepted() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String trial : trials) {
      Path file = folder.resolve(trial + ".json");
      String reason = written("lower-certificate", trial, file);
      if (reason.isEmpty()) {
        files.add(file);
      } else {
        assertTrue(reason.contains("cannot be made of this depth"), reason);
      }
      if (files.size() == MANY) {
        break;
      }
    }
    assertEquals(MANY, accepted(files));
  }

  /** A way out whose largest loss is claimed to be a little lower is refused. */
  @Test
  void aLowerMaximumIsRejected() throws Exception {
    Path file = folder.resolve("path.json");
    assertEquals("", written("certificate", trials.get(0), file));
    String text = Files.readString(file);
    Matcher maximum = Pattern.compile("\"maximum\" : \"([^\"]+)\"").matcher(text);
    double highest = 0;
    while (maximum.find()) {
      highest = Math.max(highest, Double.parseDouble(maximum.group(1)));
    }
    String lower = Double.toHexString(highest * (1 - 1e-9));
    Files.writeString(file, text.replace(Double.toHexString(highest), lower));
    assertEquals(1, check(List.of(file), new StringBuilder()));
  }

  private static List<String> query(String sql) {
    String store = Block.ROOT.resolve(STORE).toString();
    SmallStore.Answer answer = SmallStore.shallows("query", store, "--format", "csv", sql);
    assertEquals(0, answer.code(), answer.err());
    return answer.out().lines().skip(1).map(line -> line.replace("\"", "")).toList();
  }

  /** Writes a certificate; empty, or the reason why there is none. */
  private static String written(String format, String trial, Path file) {
    String store = Block.ROOT.resolve(STORE).toString();
    SmallStore.Answer answer =
        SmallStore.shallows(
            "export",
            store,
            "--format",
            format,
            "--trial",
            trial,
            "--target",
            "own",
            file.toString());
    return answer.code() == 0 ? "" : answer.err();
  }

  private static long accepted(List<Path> files) throws Exception {
    StringBuilder out = new StringBuilder();
    assertEquals(0, check(files, out), out::toString);
    return out.toString().lines().filter(line -> line.contains(": accepted")).count();
  }

  private static int check(List<Path> files, StringBuilder out)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "/usr/bin/env",
            "python3",
            Block.ROOT.resolve("notebooks-data/certificates/check.py").toString()));
    files.forEach(file -> command.add(file.toString()));
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    out.append(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return python.waitFor();
  }
}
