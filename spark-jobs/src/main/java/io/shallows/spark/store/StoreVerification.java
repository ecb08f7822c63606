package io.shallows.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Compares every committed file with what was committed. */
public final class StoreVerification {

  private StoreVerification() {}

  /**
   * What is wrong, one line per file with its name; empty if nothing is. Every byte of the store is
   * read.
   */
  public static List<String> problems(Store store) {
    List<String> problems = new ArrayList<>();
    for (Group group : store.groups()) {
      for (StoredFile file : group.files()) {
        String problem = problem(store.folder(), file);
        if (!problem.isEmpty()) {
          problems.add(store.folder().path(file.name()) + " " + problem);
        }
      }
    }
    return problems;
  }

  private static String problem(StoreFolder folder, StoredFile file) {
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
