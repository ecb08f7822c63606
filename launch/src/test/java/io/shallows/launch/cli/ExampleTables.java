package io.shallows.launch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables of the shape that shipped specs read, for machines that do not have the real ones. */
final class ExampleTables {

  private static final int ROWS = 250;

  private record Shape(String names, int columns) {}

  private static final Map<String, Shape> SHAPES =
      Map.of("housing", new Shape("LSTAT,RM,MEDV", 3), "breast-cancer", new Shape("", 31));

  private ExampleTables() {}

  static List<String> names() {
    return SHAPES.keySet().stream().sorted().toList();
  }

  /** What to add to a command about a shipped spec; nothing where its problem needs no table. */
  static List<String> arguments(Path example, Path folder) throws IOException {
    String file = example.getFileName().toString();
    String name = file.substring(0, file.length() - ".yaml".length());
    Shape shape = SHAPES.get(name);
    if (shape == null) {
      return List.of();
    }
    Random random = new Random(1);
    Path table = folder.resolve(name + ".csv");
    Files.writeString(
        table,
        (shape.names().isEmpty() ? "" : shape.names() + "\n")
            + IntStream.range(0, ROWS)
                .mapToObj(
                    row ->
                        random
                            .doubles(shape.columns())
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n")));
    return List.of("--set", "problem.uri=" + table);
  }
}
