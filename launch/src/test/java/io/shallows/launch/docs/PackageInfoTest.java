package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package says what it is and defines the words that it uses. */
class PackageInfoTest {

  static List<Path> packages() throws IOException {
    List<Path> packages = new ArrayList<>();
    for (String module : List.of("common", "spark-jobs", "launch")) {
      try (Stream<Path> files = Files.walk(Block.ROOT.resolve(module + "/src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> Block.ROOT.relativize(file.getParent()))
            .distinct()
            .sorted()
            .forEach(packages::add);
      }
    }
    return packages;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void definesItsTerms(Path folder) throws IOException {
    Path info = Block.ROOT.resolve(folder).resolve("package-info.java");
    assertTrue(Files.exists(info), folder + " has no package-info.java");
    String text = Files.readString(info);
    assertTrue(text.startsWith("/**"), folder + " has no Javadoc");
    // a term is set off, or is a class that has its own definition
    assertTrue(text.contains("<em>") || text.contains("{@link "), folder + " defines no term");
  }
}
