package io.shallows.spark.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that makes a folder a store. It is written once, into an empty folder; a folder with
 * anything else in it never becomes a store.
 *
 * @param store the store's UUID
 * @param protocol the rules by which it was made
 * @param minimumReader the oldest rules by which it can be read
 * @param created when, by the clock of who made it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record StoreMarker(String store, int protocol, int minimumReader, String created) {

  static final String NAME = "_store.json";

  /**
   * The rules of this version. Rules 1 had no marker, and published before they committed; rules 2
   * repeated all groups in every checkpoint.
   */
  static final int PROTOCOL = 3;

  /** Readers by older rules do not know parts of a log. */
  static final int MINIMUM_READER = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  StoreMarker {
    if (store == null || !store.matches("[0-9a-f-]{36}") || protocol < 1 || minimumReader < 1) {
      throw new IllegalArgumentException("store, protocol or minimumReader is missing or wrong");
    }
  }

  /**
   * The marker of a folder, if it has one.
   *
   * @throws StoreException if it is none, or of rules that this version does not know
   */
  static Optional<StoreMarker> of(StoreFolder folder) {
    Optional<String> text = folder.read(NAME);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    StoreMarker marker;
    try {
      marker = JSON.readValue(text.get(), StoreMarker.class);
    } catch (JsonProcessingException e) {
      throw new StoreException.Corrupted(
          folder.path(NAME)
              + " is damaged; restore it from a copy, or delete it: the next run makes it again"
              + " where the log is whole",
          e);
    }
    requireReadable(folder, marker.minimumReader());
    return Optional.of(marker);
  }

  /** Does nothing if this version can read what needs at least {@code minimumReader}. */
  static void requireReadable(StoreFolder folder, int minimumReader) {
    if (minimumReader > PROTOCOL) {
      throw new StoreException(
          folder
              + " was written by a later version: it needs protocol "
              + minimumReader
              + ", and this version knows "
              + PROTOCOL
              + "; use the later version");
    }
  }

  /**
   * The marker of a folder that is to be written to: that of the store which is there, or a new one
   * in a folder that is empty or absent. A store of earlier versions, which had none, gets one if
   * its log is consistent.
   *
   * @throws StoreException if the folder holds something else
   * @throws StoreException.Corrupted if a store without a marker has a damaged log
   */
  static StoreMarker forWriting(StoreFolder folder, Clock clock) {
    Optional<StoreMarker> present = of(folder);
    if (present.isPresent()) {
      return present.get();
    }
    List<String> children = folder.children();
    // Somebody may have begun here since the first look: his marker came before anything else.
    present = children.isEmpty() ? present : of(folder);
    if (present.isPresent()) {
      return present.get();
    }
    if (children.contains(CommitLog.FOLDER) && children.contains(Store.SPEC)) {
      CommitLog log = new CommitLog(folder);
      if (log.last() > 0) {
        new Settlement(folder, log).requireWhole();
        return write(folder, clock);
      }
    }
    for (String child : children) {
      if (!isOfABeginning(folder, child)) {
        throw new StoreException(
            "output.uri: "
                + folder
                + " holds "
                + child
                + ", which is not a store's (there is no "
                + NAME
                + "); give an empty or new folder");
      }
    }
    folder.createFolder("");
    return write(folder, clock);
  }

  /** A process that died, or is about to write a marker, has left a folder with staged files. */
  private static boolean isOfABeginning(StoreFolder folder, String child) {
    if (child.equals(Publication.STAGING)) {
      return folder.childrenOf(child).stream()
          .allMatch(file -> StoreNames.stager(file).isPresent());
    }
    return child.equals(NAME);
  }

  /** Writes the marker of a store whose UUID is known, unless it has one. */
  static StoreMarker restore(StoreFolder folder, String store, Clock clock) {
    return write(
        folder, new StoreMarker(store, PROTOCOL, MINIMUM_READER, clock.instant().toString()));
  }

  private static StoreMarker write(StoreFolder folder, Clock clock) {
    return restore(folder, UUID.randomUUID().toString(), clock);
  }

  private static StoreMarker write(StoreFolder folder, StoreMarker marker) {
    folder.createFolder(Publication.STAGING);
    try {
      // Somebody else may begin here too: whoever is first gives the UUID.
      folder.publish(JSON.writeValueAsString(marker) + "\n", NAME);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a marker is plain data", e);
    }
    return of(folder)
        .orElseThrow(
            () -> new StoreException.Unreachable(folder.path(NAME) + " was written and is gone"));
  }
}
