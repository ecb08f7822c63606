package io.shallows.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of paths and of lower ends, and the checker that shares nothing with what wrote
 * them: true ones are accepted, and after a change that makes a claim false or leaves it without
 * proof none is.
 */
class CertificatesTest {

  private static final int CERTIFICATES = 1000;
  private static final Path CHECKER = Path.of("certificates", "check.py").toAbsolutePath();

  @TempDir private Path folder;

  /** What the checker says of files, by name. */
  private Python.Outcome check(List<String> files) throws IOException {
    List<String> command = new ArrayList<>(List.of(Python.with("python3", "json")));
    command.add(CHECKER.toString());
    command.addAll(files);
    return Python.run(Map.of(), folder.toFile(), command);
  }

  @Test
  void trueCertificatesAreAcceptedAndFalseOnesRejected() throws IOException {
    Python.with("python3", "json");
    List<String> names = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Map<Falsification, Integer> kinds = new EnumMap<>(Falsification.class);
    Falsification[] all = Falsification.values();
    int next = 0;
    for (int number = 0; number < CERTIFICATES; number++) {
      PathDocument document = PathDocument.random(number);
      names.add(written(number + "-true.json", document.text()));
      expected.add("accepted: from loss .*");
      Random random = new Random(-1 - number);
      PathDocument changed = document.copy();
      // few networks have fixed matrices
      boolean fixed = number % 2 == 0 && document.text().contains("\"fixed\"");
      Falsification kind = fixed ? Falsification.OTHER_FIXED_MATRIX : all[next++ % all.length];
      while (!kind.apply(changed, random)) {
        changed = document.copy();
        kind = all[next++ % all.length];
      }
      kinds.merge(kind, 1, Integer::sum);
      names.add(written(number + "-" + kind + ".json", changed.text()));
      expected.add("rejected: " + kind.found() + ".*");
    }
    assertSaid(names, expected);
    for (Falsification kind : all) {
      assertTrue(kinds.getOrDefault(kind, 0) >= 20, kinds.toString());
    }
  }

  /** What the checker says of each file, of which some are false. */
  private void assertSaid(List<String> names, List<String> expected) throws IOException {
    Python.Outcome outcome = check(names);
    List<String> said = outcome.out().lines().toList();
    assertEquals(names.size(), said.size(), outcome.out());
    for (int k = 0; k < names.size(); k++) {
      assertTrue(said.get(k).matches(names.get(k) + ": " + expected.get(k)), said.get(k));
    }
    assertEquals(1, outcome.code());
  }

  /** {@code -Dcertificates=1000} makes as many as of paths, in some minutes. */
  @Test
  void trueLowerEndsAreAcceptedAndThoseWithoutProofRejected() throws IOException {
    Python.with("python3", "json");
    int count = Integer.getInteger("certificates", 60);
    List<String> names = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Map<CutFalsification, Integer> kinds = new EnumMap<>(CutFalsification.class);
    CutFalsification[] all = CutFalsification.values();
    int next = 0;
    int ways = 0;
    for (int number = 0; number < count; number++) {
      CutDocument document = CutDocument.random(number);
      ways += document.cells().size();
      names.add(written(number + "-lower.json", document.text()));
      expected.add("accepted: from loss .*, any way to .* over at least .*");
      Random random = new Random(-1 - number);
      CutDocument changed = document.copy();
      CutFalsification kind = all[next++ % all.length];
      while (!kind.apply(changed, random)) {
        changed = document.copy();
        kind = all[next++ % all.length];
      }
      kinds.merge(kind, 1, Integer::sum);
      names.add(written(number + "-" + kind + ".json", changed.text()));
      expected.add("rejected: (" + kind.found() + ")");
    }
    assertSaid(names, expected);
    assertTrue(ways > 1.5 * count, ways + " cells");
    for (CutFalsification kind : all) {
      assertTrue(kinds.getOrDefault(kind, 0) >= 1, kinds.toString());
    }
  }

  @Test
  void storedPathsAreAccepted() throws IOException {
    Set<List<String>> paths = new LinkedHashSet<>();
    for (String row : new Reference("quickstart").rows("paths")) {
      JsonNode vertex = new ObjectMapper().readTree(row);
      if (vertex.get("width").asInt() == 4 && vertex.get("path").asInt() == 0) {
        List<String> options = new ArrayList<>();
        for (String option : List.of("target", "eta", "drop")) {
          if (!vertex.get(option).isNull()) {
            options.addAll(List.of("--" + option, vertex.get(option).asText()));
          }
        }
        options.addAll(List.of("--path", "0", "--trial", vertex.get("trial_id").asText()));
        paths.add(options);
      }
    }
    List<String> names = new ArrayList<>();
    for (List<String> options : paths.stream().limit(6).toList()) {
      String name = names.size() + ".json";
      List<String> arguments = new ArrayList<>();
      arguments.addAll(
          List.of(
              "export",
              new Reference("quickstart").folder().toString(),
              "--format",
              "certificate",
              folder.resolve(name).toString()));
      arguments.addAll(options);
      Reference.Answer answer = Reference.shallows(arguments.toArray(String[]::new));
      assertEquals(0, answer.code(), answer.err());
      names.add(name);
    }
    assertEquals(6, names.size());
    Python.Outcome outcome = check(names);
    assertEquals(0, outcome.code(), outcome.out());
  }

  @Test
  void whatIsNoCertificateIsUnreadable() throws IOException {
    String text = PathDocument.random(7).text();
    Map<String, String> broken =
        Map.of(
            "begun.json", text.substring(0, text.length() / 2),
            "other.json", "[1, 2]",
            "decimal.json", text.replaceFirst("\"level\":\"[^\"]*\"", "\"level\":0.5"),
            "infinite.json", text.replaceFirst("\"level\":\"[^\"]*\"", "\"level\":\"0x1.0p9999\""),
            "version.json", text.replaceFirst("\"version\":1", "\"version\":2"),
            "ahead.json", text.replaceFirst("\"sources\":\\[0\\]", "\"sources\":[99]"),
            "offset.json", text.replaceFirst("\"offset\":0", "\"offset\":-1"),
            "pathless.json", text.replaceFirst("\"path\":", "\"way\":"));
    for (Map.Entry<String, String> file : broken.entrySet()) {
      Python.Outcome outcome = check(List.of(written(file.getKey(), file.getValue())));
      assertEquals(2, outcome.code(), outcome.out());
      assertTrue(outcome.out().startsWith(file.getKey() + ": unreadable: "), outcome.out());
      assertEquals(1, outcome.out().lines().count(), outcome.out());
    }
    assertEquals(2, check(List.of("absent.json")).code());
  }

  @Test
  void theCheckerIsShortAndUsesTheStandardLibraryAlone() throws IOException {
    try (Stream<String> lines = Files.lines(CHECKER)) {
      List<String> all = lines.toList();
      assertTrue(all.size() <= 300, all.size() + " lines");
      assertEquals(
          List.of("json", "re", "sys", "fractions", "itertools", "math", "operator"),
          all.stream()
              .filter(line -> line.matches("(import|from) .*"))
              .map(line -> line.replaceFirst("^[a-z]+ (\\S+).*", "$1"))
              .toList());
    }
  }

  private String written(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return name;
  }
}
