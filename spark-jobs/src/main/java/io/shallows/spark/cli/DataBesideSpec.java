package io.shallows.spark.cli;

import io.shallows.problem.TableProblem;
import io.shallows.spec.Key;
import io.shallows.spec.SpecReader;
import io.shallows.spec.SweepSpec;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Where the data of a spec are: a relative name that stands in a spec's file is that of a file
 * beside it, wherever the command is given; if there is none, that of one in the working directory,
 * as for names on the command line. Where both are there, neither is guessed.
 */
final class DataBesideSpec {

  private DataBesideSpec() {}

  /**
   * Overrides that name data beside the spec.
   *
   * @param given overrides of the user, which stand for themselves
   * @throws Mistake if there are different files at both places
   */
  static List<String> overrides(String specFile, SweepSpec spec, List<String> given) {
    List<String> found = new ArrayList<>();
    if (!spec.problem().kind().equals(TableProblem.NAME) || SpecText.isUri(specFile)) {
      return found;
    }
    for (Key<String> key : List.of(TableProblem.URI, TableProblem.LABELS_URI)) {
      String path = "problem." + key.name();
      String name = spec.problem().settings().get(key);
      boolean isGiven =
          given.stream().anyMatch(one -> one.startsWith(path + "=") || one.startsWith("problem="));
      if (!name.isEmpty() && !isGiven) {
        beside(specFile, path, name).ifPresent(file -> found.add(SpecReader.override(path, file)));
      }
    }
    return found;
  }

  private static Optional<String> beside(String specFile, String key, String name) {
    try {
      Path relative = Path.of(name);
      Path folder = Path.of(specFile).toAbsolutePath().getParent();
      Path working = Path.of("").toAbsolutePath();
      if (relative.isAbsolute() || SpecText.isUri(name) || folder == null) {
        return Optional.empty();
      }
      if (!matches(folder, relative)) {
        return Optional.empty();
      }
      Path file = folder.resolve(relative).normalize();
      Path other = working.resolve(relative).normalize();
      if (!file.equals(other) && matches(working, relative) && !isSame(file, other)) {
        throw new Mistake(
            key
                + ": "
                + name
                + " is beside the spec and in the working directory too; give one of them by --set "
                + key
                + "="
                + file
                + " or "
                + other);
      }
      return Optional.of(file.toString());
    } catch (InvalidPathException e) {
      // What is no local path is none beside the spec.
      return Optional.empty();
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file, or a pattern in its last part, is in a folder. */
  private static boolean matches(Path folder, Path name) {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      return true;
    }
    if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
      return false;
    }
    String last = file.getFileName().toString();
    if (!last.matches(".*[*?\\[{].*")) {
      return false;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(file.getParent(), last)) {
      return found.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException | PatternSyntaxException e) {
      return false;
    }
  }
}
