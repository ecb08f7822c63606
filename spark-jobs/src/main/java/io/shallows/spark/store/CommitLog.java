package io.shallows.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;

/**
 * The history of a store: numbered, immutable commits, and now and then a checkpoint that repeats
 * all groups so that readers need not read every commit.
 *
 * <p>A file's first line is the SHA-256 of the rest, so that a truncated or altered file is
 * recognised.
 */
final class CommitLog {

  static final String FOLDER = "_log";

  /** Commits between checkpoints: reading a store opens at most this many small files. */
  static final int CHECKPOINT_INTERVAL = 64;

  /** Readings of a log that changes meanwhile. */
  private static final int TRIES = 3;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMMIT = "commit-";
  private static final String CHECKPOINT = "checkpoint-";

  private final StoreFolder folder;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private long last;

  CommitLog(StoreFolder folder) {
    this.folder = folder;
    List<String> before = names();
    for (int attempt = 1; ; attempt++) {
      try {
        read();
        return;
      } catch (StoreException.Corrupted e) {
        // A run that opens the store deletes what a checkpoint repeats.
        List<String> now = names();
        if (attempt == TRIES || now.equals(before)) {
          throw e;
        }
        before = now;
        groups.clear();
        last = 0;
      }
    }
  }

  private List<String> names() {
    return folder.list(FOLDER).stream().map(file -> file.getPath().getName()).toList();
  }

  /** Number of the last commit; 0 if there is none. */
  long last() {
    return last;
  }

  /** The groups that are part of the store, in the order of their commits. */
  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /**
   * Adds and removes groups in one atomic step.
   *
   * @throws StoreException.Locked if another writer made a commit since this log was read
   */
  void append(String writer, List<Group> added, List<String> removed) {
    Commit commit = new Commit(last + 1, writer, added, removed);
    if (!folder.publish(seal(commit), name(COMMIT, commit.number()))) {
      throw new StoreException.Locked(
          folder + ": commit " + commit.number() + " was made by another writer; this run stops");
    }
    apply(commit);
    if (last % CHECKPOINT_INTERVAL == 0) {
      folder.publish(seal(new Commit(last, writer, groups(), List.of())), name(CHECKPOINT, last));
    }
  }

  private void read() {
    List<FileStatus> files = folder.list(FOLDER);
    long checkpoint = 0;
    for (FileStatus file : files) {
      if (file.getPath().getName().startsWith(CHECKPOINT)) {
        checkpoint = number(file);
      }
    }
    if (checkpoint > 0) {
      apply(open(name(CHECKPOINT, checkpoint)));
    }
    for (FileStatus file : files) {
      if (file.getPath().getName().startsWith(COMMIT) && number(file) > checkpoint) {
        if (number(file) != last + 1) {
          throw new StoreException.Corrupted(
              folder.path(name(COMMIT, last + 1)) + " is missing; restore it from a copy");
        }
        apply(open(name(COMMIT, last + 1)));
      }
    }
  }

  private void apply(Commit commit) {
    commit.removed().forEach(groups::remove);
    for (Group group : commit.added()) {
      groups.put(group.id(), group);
    }
    last = commit.number();
  }

  private Commit open(String name) {
    String text =
        folder
            .read(name)
            .orElseThrow(() -> new StoreException.Corrupted(folder.path(name) + " is missing"));
    int end = text.indexOf('\n');
    if (end < 0 || !Checksum.of(text.substring(end + 1)).equals(text.substring(0, end))) {
      throw new StoreException.Corrupted(
          folder.path(name) + " is truncated or altered; restore it from a copy");
    }
    try {
      return JSON.readValue(text.substring(end + 1).getBytes(StandardCharsets.UTF_8), Commit.class);
    } catch (java.io.IOException e) {
      throw new StoreException.Corrupted(folder.path(name) + " cannot be understood", e);
    }
  }

  private static String seal(Commit commit) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(commit);
      return Checksum.of(text) + "\n" + text;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a commit is plain data", e);
    }
  }

  /** The names of commits and checkpoints that a checkpoint has made superfluous. */
  List<String> superseded() {
    List<String> names = new ArrayList<>();
    long checkpoint = last - last % CHECKPOINT_INTERVAL;
    for (FileStatus file : folder.list(FOLDER)) {
      boolean old =
          file.getPath().getName().startsWith(COMMIT)
              ? number(file) <= checkpoint
              : number(file) < checkpoint;
      if (old && folder.exists(name(CHECKPOINT, checkpoint))) {
        names.add(FOLDER + "/" + file.getPath().getName());
      }
    }
    return names;
  }

  private static String name(String kind, long number) {
    return String.format(Locale.ROOT, "%s/%s%012d.json", FOLDER, kind, number);
  }

  private static long number(FileStatus file) {
    String name = file.getPath().getName();
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - ".json".length()));
  }
}
