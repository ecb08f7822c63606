package io.shallows.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** Compares every committed file with what was committed. */
public final class StoreVerification {

  private StoreVerification() {}

  /**
   * What is wrong, one line per file with its name; empty if nothing is. Every byte of the store is
   * read.
   */
  public static List<String> problems(Store store) {
    return problems(store, checked -> {});
  }

  /**
   * As {@link #problems(Store)}.
   *
   * @param progress takes the number of files that are checked
   */
  public static List<String> problems(Store store, LongConsumer progress) {
    List<String> problems = new ArrayList<>(specProblems(store));
    damaged(store, progress)
        .values()
        .forEach(files -> files.forEach((file, what) -> problems.add(told(store, file, what))));
    return problems;
  }

  /** A line about a damaged file. */
  public static String told(Store store, StoredFile file, String problem) {
    return store.folder().path(file.name()) + " " + problem;
  }

  /** Groups with files that are not what was committed, and what is wrong with these. */
  public static Map<Group, Map<StoredFile, String>> damaged(Store store) {
    return damaged(store, checked -> {});
  }

  private static Map<Group, Map<StoredFile, String>> damaged(Store store, LongConsumer progress) {
    Map<Group, Map<StoredFile, String>> damaged = new LinkedHashMap<>();
    long checked = 0;
    for (Group group : store.groups()) {
      Map<StoredFile, String> problems = new LinkedHashMap<>();
      for (StoredFile file : group.files()) {
        String problem = problem(store.folder(), file);
        progress.accept(++checked);
        if (!problem.isEmpty()) {
          problems.put(file, problem);
        }
      }
      if (!problems.isEmpty()) {
        damaged.put(group, problems);
      }
    }
    return damaged;
  }

  /** Specs are named by their digests, and the present one is among them. */
  private static List<String> specProblems(Store store) {
    Set<String> digests = new TreeSet<>();
    digests.add(Checksum.of(store.spec()).substring(0, 16));
    store.groups().stream()
        .filter(group -> !group.stage().equals(Stage.REFERENCES))
        .forEach(group -> digests.add(group.grid()));
    List<String> problems = new ArrayList<>();
    if (!store.hasSpec()) {
      problems.add(
          store.folder().path(Store.SPEC)
              + " is missing; a copy is read in its place, and the next run writes it again");
    }
    for (String digest : digests) {
      Optional<String> text = store.spec(digest);
      String name = store.folder().path(Store.SPECS + "/" + digest + ".yaml").toString();
      if (text.isEmpty()) {
        problems.add(name + " is missing, or spec.yaml was altered");
      } else if (!Checksum.of(text.get()).startsWith(digest)) {
        problems.add(name + " was altered: its SHA-256 differs");
      }
    }
    return problems;
  }

  /** What is wrong with a file; empty if it is what was committed. */
  static String problem(StoreFolder folder, StoredFile file) {
    try {
      String place = folder.place(file);
      long bytes = folder.length(place);
      if (bytes != file.bytes()) {
        return "has " + bytes + " bytes instead of " + file.bytes();
      }
      try (InputStream in = folder.open(place)) {
        return Checksum.of(in).equals(file.sha256()) ? "" : "was altered: its SHA-256 differs";
      }
    } catch (FileNotFoundException e) {
      return "is missing";
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }
}
