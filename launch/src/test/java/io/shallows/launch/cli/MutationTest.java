package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Command lines and specs as people get them wrong: each is answered with a documented code and, if
 * it is refused, in at most three lines, never a stack trace; stores stay as they are.
 */
class MutationTest {
  private static final long SEED = 20_260_117;
  private static final int FEW = 300;
  private static final int MANY = 6000;
  private static final int MOST_SHOWN = 12;

  /** Internal error is not among them. */
  private static final Set<Integer> CODES = Set.of(0, 2, 4, 5, 6);

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "-",
          "--",
          "-1",
          "0",
          "1e999",
          "99999999999999999999",
          "NaN",
          "null",
          "~",
          "#",
          "a b",
          "'",
          "\"",
          "[",
          "]",
          "{",
          "}",
          ":",
          ",",
          "=",
          "\\",
          "%",
          "&",
          "*",
          "!",
          "|",
          ">",
          "@x",
          "\t",
          "\n",
          "\u0000",
          "\u001b[31m",
          "größe",
          "\ud83d\ude00",
          "\ufeff",
          "../..",
          "/dev/null",
          "file:///",
          "s3a://b",
          "hdfs:",
          "true",
          "[1, 2",
          "{a: b}",
          "0x10",
          "1_000");

  private static final List<List<String>> LINES =
      List.of(
          List.of("plan", "SPEC"),
          List.of("plan", "SPEC", "--cores", "1,10"),
          List.of("plan", "SPEC", "--json", "--set", "grid.width=[4, 8]"),
          List.of("plan", "SPEC", "--set=grid.seed.count=3", "--output", "out/x"),
          List.of("plan", "SPEC", "--set", "problem.noise=.5", "--set", "name=a b"),
          List.of("dictionary", "trials", "--markdown"),
          List.of("dictionary"),
          List.of("init", "--schema"),
          List.of("status", "STORE"),
          List.of("status", "STORE", "--require", "complete,bound", "--json"),
          List.of("export", "STORE", "--format", "csv", "fits"),
          List.of("export", "STORE", "--format", "json", "cells", "--conf", "spark.hadoop.a=b"),
          List.of("export", "STORE", "--format", "csv", "paths", "--eta", "0.5", "--path", "0"),
          List.of("explain", "STORE", "0123456789abcdef0123456789abcdef"),
          List.of("export", "STORE", "--format", "csv", "trials", "--trial", "01234567"),
          List.of("describe", "STORE", "--license", "https://x/y", "--creator", "A"),
          List.of("run", "SPEC", "--master", "mars", "--max-failures", "3"),
          List.of("run", "SPEC", "--partitions", "-4", "--retry", "failed", "--fail-fast"),
          List.of("--version"),
          List.of("help", "run"));

  private static final String SPEC =
      """
      apiVersion: shallows/v1
      name: quickstart
      grid:
        family: [plain, long-skip]
        width: [4, 8]
        networkDepth: [1]
        inputDimension: {range: {from: 1, to: 3, step: 2}}
        initialization: [he, clustered]
        seed: {count: 5, root: 1}
        where: "width <= 256 || networkDepth <= 2"
      problem: {kind: teacher, samples: 256, teacherWidth: 8, noise: 0.0, bias: true, count: 1}
      training: {optimizer: levenberg-marquardt, gradientTolerance: 1e-8, maxIterations: 2000}
      measurement:
        depth: {eta: [0.25, 0.5], finders: [constructive, string], budget: 1000}
        singularities: true
      output: {uri: out/none, paths: best}
      """;

  @TempDir private Path folder;

  private final List<String> failures = new ArrayList<>();
  private UniformRandomProvider random;

  @Test
  void commandLinesAreAnswered() throws IOException {
    requireAnsweredLines(FEW);
  }

  @Test
  void specsAreAnswered() throws IOException {
    requireAnsweredSpecs(FEW);
  }

  @Test
  @Tag("campaign")
  void manyCommandLinesAreAnswered() throws IOException {
    requireAnsweredLines(MANY);
  }

  @Test
  @Tag("campaign")
  void manySpecsAreAnswered() throws IOException {
    requireAnsweredSpecs(MANY);
  }

  private void requireAnsweredLines(int count) throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    Path store = SmallStore.folder();
    Map<String, String> before = contents(store);
    Map<Integer, Integer> codes = new TreeMap<>();
    for (int number = 0; number < count; number++) {
      random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED + number);
      List<String> words = new ArrayList<>();
      for (String word : LINES.get(random.nextInt(LINES.size()))) {
        words.add(word.replace("SPEC", spec.toString()).replace("STORE", store.toString()));
      }
      boolean isRun = words.get(0).equals("run");
      for (int times = 1 + random.nextInt(3); times > 0 && !words.isEmpty(); times--) {
        mutate(words);
      }
      if (isRun || words.contains("run") || writes(words)) {
        // Whatever else it became, it must not compute or write.
        words.add("--nothing-of-the-kind");
      }
      check(codes, "line " + number + " " + words, CommandRun.of(words.toArray(String[]::new)));
    }
    assertEquals(List.of(), failures.stream().limit(MOST_SHOWN).toList());
    assertEquals(before, contents(store));
    assertTrue(codes.keySet().containsAll(Set.of(0, 2)), codes.toString());
  }

  private static boolean writes(List<String> words) {
    return words.stream().anyMatch(Set.of("aggregate", "report", "bench", "init")::contains)
        && !words.equals(List.of("init", "--schema"));
  }

  private void requireAnsweredSpecs(int count) throws IOException {
    Map<Integer, Integer> codes = new TreeMap<>();
    Path spec = folder.resolve("mutated.yaml");
    for (int number = 0; number < count; number++) {
      random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED - 1 - number);
      String text = SPEC;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        text = mutated(text);
      }
      Files.writeString(spec, text);
      // The command alone: making all of them takes longer than planning.
      check(
          codes,
          "spec " + number + "\n" + text,
          CommandRun.ofCommand(new PlanCommand(), spec.toString(), "--cores", "2"));
    }
    assertEquals(List.of(), failures.stream().limit(MOST_SHOWN).toList());
    assertTrue(codes.keySet().containsAll(Set.of(0, 2)), codes.toString());
    assertTrue(codes.get(2) > count / 5, codes.toString());
  }

  /** What is wrong goes to the list, so that one run shows every kind of it. */
  private void check(Map<Integer, Integer> codes, String what, CommandRun run) {
    codes.merge(run.code(), 1, Integer::sum);
    boolean documented = CODES.contains(run.code());
    boolean isShort = run.err().lines().count() <= 3;
    boolean isPlain = !run.err().contains("\tat ") && !run.err().contains("Exception:");
    boolean isSaid =
        run.code() != 2 || (run.err().startsWith("shallows: ") && run.err().length() > 15);
    if (!documented || !isShort || !isPlain || !isSaid) {
      failures.add(what + "\n" + run.code() + "\n" + run.err());
    }
  }

  private void mutate(List<String> words) {
    int at = random.nextInt(words.size());
    switch (random.nextInt(7)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, words.get(at));
      case 2 -> words.set(at, odd());
      case 3 -> words.add(at, odd());
      case 4 -> words.set(at, edited(words.get(at)));
      case 5 -> words.set(at, words.get(at) + odd());
      default -> words.set(at, words.get(random.nextInt(words.size())));
    }
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private String edited(String word) {
    int at = random.nextInt(word.length() + 1);
    return switch (random.nextInt(3)) {
      case 0 -> word.substring(0, at);
      case 1 -> word.substring(0, at) + odd() + word.substring(at);
      default -> word.substring(0, at) + word.substring(Math.min(word.length(), at + 1));
    };
  }

  private String mutated(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(Math.max(1, lines.size()));
    switch (random.nextInt(6)) {
      case 0 -> {
        return edited(text);
      }
      case 1 -> {
        // A value becomes an odd one.
        String[] parts = text.split("(?<=[ \\[,{])", -1);
        int part = random.nextInt(parts.length);
        parts[part] = odd() + parts[part].replaceFirst("^[^\\s,\\]}]*", "");
        return String.join("", parts);
      }
      case 2 -> lines.remove(at);
      case 3 -> lines.add(at, lines.get(at));
      case 4 -> lines.set(at, lines.get(random.nextInt(lines.size())));
      default -> lines.set(at, edited(lines.get(at)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  contents.put(
                      folder.relativize(file).toString(),
                      Files.size(file) + " " + Files.getLastModifiedTime(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return contents;
  }
}
