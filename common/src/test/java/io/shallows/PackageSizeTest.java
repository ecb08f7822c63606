package io.shallows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package is a list that a newcomer reads at once: at most 35 files, a room of depth 20. */
class PackageSizeTest {

  private static final Path ROOT = Path.of("src/main/java/io/shallows");

  @Test
  void noPackageIsCrowded() throws IOException {
    Map<String, Long> crowded = new TreeMap<>();
    Map<String, Long> files;
    try (Stream<Path> all = Files.walk(ROOT)) {
      files =
          all.filter(file -> file.toString().endsWith(".java"))
              .map(
                  file ->
                      ROOT.relativize(file.getParent())
                          .toString()
                          .replace('\\', '.')
                          .replace('/', '.'))
              .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }
    assertTrue(files.keySet().containsAll(List.of("depth", "depth.cell", "spec", "trial")));
    files.forEach(
        (name, count) -> {
          if (count > (name.startsWith("depth") ? 20 : 35)) {
            crowded.put(name, count);
          }
        });
    assertEquals(Map.of(), crowded);
  }
}
