package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What messages call a spec key is a spec key: a key that is renamed takes its messages along. */
class KeysInMessagesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  private static final Pattern KEY =
      Pattern.compile(
          "(?<![\\w.])(?:grid|problem|training|measurement|output)(?:\\.[a-z][A-Za-z]*)+(?![\\w(])");

  /** Names of coordinates in fingerprints: no keys, and frozen because ids depend on them. */
  private static final Set<String> COORDINATES = Set.of("problem.index");

  @Test
  void everyKeyThatAMessageNamesIsDeclared() throws IOException {
    Set<String> declared = declared();
    assertTrue(declared.contains("measurement.depth.enabled"), declared.toString());
    List<String> unknown = new ArrayList<>();
    int named = 0;
    for (String module : List.of("common", "spark-jobs", "launch")) {
      try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
          for (String key : keys(Files.readString(source))) {
            named++;
            if (!declared.contains(key) && !COORDINATES.contains(key)) {
              unknown.add(source.getFileName() + " names " + key);
            }
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
    assertTrue(named > 50, named + " keys are named in messages");
  }

  @Test
  void aKeyThatIsNotDeclaredIsSeen() throws IOException {
    assertEquals(
        List.of("training.learningrate", "problem.labelsUri"),
        keys("throw x(\"use training.learningrate: 1\" + y + \", or problem.labelsUri\");"));
    assertTrue(!declared().contains("training.learningrate"));
  }

  private static List<String> keys(String source) {
    List<String> keys = new ArrayList<>();
    Matcher literal = LITERAL.matcher(source);
    while (literal.find()) {
      Matcher key = KEY.matcher(literal.group(1));
      while (key.find()) {
        keys.add(key.group());
      }
    }
    return keys;
  }

  /** The keys of the schema, sections too. */
  private static Set<String> declared() throws IOException {
    Set<String> declared = new TreeSet<>();
    add(
        "",
        new ObjectMapper().readTree(ROOT.resolve("docs/shallows-v1.schema.json").toFile()),
        declared);
    return declared;
  }

  private static void add(String prefix, JsonNode schema, Set<String> declared) {
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      schema.path(choice).forEach(one -> add(prefix, one, declared));
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String name = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
              declared.add(name);
              add(name, entry.getValue(), declared);
            });
  }
}
