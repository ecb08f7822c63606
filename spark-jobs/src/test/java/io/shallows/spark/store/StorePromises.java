package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What a store keeps on every file system, however that takes names. */
abstract class StorePromises {

  /** A folder of this name on the file system. */
  abstract String uri(String name);

  /** The file system's settings. */
  abstract Configuration configuration();

  StoreWriter writer(String name) {
    return StoreWriter.open(uri(name), configuration(), Clock.systemUTC());
  }

  List<Record> rows(String name) {
    List<Record> rows = new ArrayList<>();
    Store.open(uri(name), configuration()).read(ReferencesTable.TABLE, rows::add);
    return rows;
  }

  @Test
  void committedRowsComeBackAndOrphansDoNot() {
    Record row = StoreTest.row(4, 1, -0.0, Math.PI);
    StoredFile orphan;
    try (StoreWriter writer = writer("rows")) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(StoreTest.group("a", StoreTest.publish(writer, "a", row))), List.of());
      orphan = StoreTest.publish(writer, "orphan", StoreTest.row(8));
    }
    assertEquals(List.of(row), rows("rows"));
    Store store = Store.open(uri("rows"), configuration());
    assertTrue(store.folder().exists(StoreNames.pending(orphan.name())));
    assertEquals(1, store.folder().list("references").size());
    writer("rows").close();
    assertFalse(store.folder().exists(StoreNames.pending(orphan.name())));
    assertEquals(1, store.folder().list("references").size());
    assertEquals(List.of(), StoreVerification.problems(store));
  }

  @Test
  void aNameIsTakenOnceAndOneWriterIsAllowed() {
    try (StoreWriter writer = writer("names")) {
      StoredFile winner = StoreTest.publish(writer, "a", StoreTest.row(4));
      assertEquals(winner, StoreTest.publish(writer, "a", StoreTest.row(4)));
      assertThrows(StoreException.Locked.class, () -> writer("names"));
      CommitLog other = new CommitLog(writer.store().folder());
      other.append(RunIdentity.begin(writer.run().store()), List.of(), List.of());
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
  }

  @Test
  void aTextIsReplacedInAFolderThatNeedNotBeThere() {
    try (StoreWriter writer = writer("texts")) {
      StoreFolder folder = writer.store().folder();
      for (String text : List.of("first", "second")) {
        folder.replace("page/index.html", text);
        assertEquals(Optional.of(text), folder.read("page/index.html"));
      }
    }
  }
}
