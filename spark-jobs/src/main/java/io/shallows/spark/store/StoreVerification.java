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

/** Compares every committed file with what was committed. */
public final class StoreVerification {

  private StoreVerification() {}

  /**
   * What is wrong, one line per file with its name; empty if nothing is. Every byte of the store is
   * read.
   */
  public static List<String> problems(Store store) {
    List<String> problems = new ArrayList<>(specProblems(store));
    damaged(store).values().forEach(problems::addAll);
    return problems;
  }

  /** Groups with files that are not what was committed, and what is wrong with these. */
  static Map<Group, List<String>> damaged(Store store) {
    Map<Group, List<String>> damaged = new LinkedHashMap<>();
    for (Group group : store.groups()) {
      List<String> problems = new ArrayList<>();
      for (StoredFile file : group.files()) {
        String problem = problem(store.folder(), file);
        if (!problem.isEmpty()) {
          problems.add(store.folder().path(file.name()) + " " + problem);
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
        .filter(group -> group.stage() != Stage.REFERENCES)
        .forEach(group -> digests.add(group.grid()));
    List<String> problems = new ArrayList<>();
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
      long bytes = folder.length(file.name());
      if (bytes != file.bytes()) {
        return "has " + bytes + " bytes instead of " + file.bytes();
      }
      try (InputStream in = folder.open(file.name())) {
        return Checksum.of(in).equals(file.sha256()) ? "" : "was altered: its SHA-256 differs";
      }
    } catch (FileNotFoundException e) {
      return "is missing";
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }
}
