package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.spark.publish.TablePublication;
import io.shallows.spark.publish.TablePublication.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a published store in every format. */
abstract class TablePublicationContract {

  static final Table TABLE = ReferencesTable.TABLE;

  @TempDir Path folder;

  /** Where the store is. */
  abstract Path store();

  /** Publishes a view of the store. */
  abstract TablePublication publication(Store view);

  /** The widths of all rows that a reader of the format finds, in rising order. */
  abstract List<Long> widths() throws Exception;

  final Store opened() {
    return Store.openSettled(store().toString(), new Configuration());
  }

  final StoreWriter writer() {
    StoreWriter writer =
        StoreWriter.open(store().toString(), new Configuration(), Clock.systemUTC());
    writer.writeSpec("name: test\n");
    return writer;
  }

  static StoredFile commit(StoreWriter writer, String id, Record... rows) {
    StoredFile file = StoreTest.publish(writer, id, rows);
    writer.commit(List.of(StoreTest.group(id, file)), List.of());
    return file;
  }

  final Published publish() {
    return publish(TABLE);
  }

  final Published publish(Table table) {
    return publication(opened()).publish(table).orElseThrow();
  }

  @Test
  void laterPublicationsAddWhatCameAndTakeOutWhatLeft() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      commit(writer, "b", StoreTest.row(8));
      Published first = publish();
      assertEquals(List.of(4L, 8L), widths());

      Published same = publish();
      assertEquals(first.metadata(), same.metadata(), "nothing has changed");
      assertEquals(0, same.added() + same.removed());

      commit(writer, "c", StoreTest.row(16));
      Published second = publish();
      assertEquals(1, second.added());
      assertEquals(0, second.removed());
      assertEquals(List.of(4L, 8L, 16L), widths());
      whatCameWasAdded(first);

      StoredFile together = StoreTest.publish(writer, "all", StoreTest.row(4), StoreTest.row(8));
      writer.commit(List.of(StoreTest.group("all", together)), List.of("a", "b"));
      Published third = publish();
      assertEquals(1, third.added());
      assertEquals(2, third.removed());
      assertEquals(List.of(4L, 8L, 16L), widths());
      whatLeftWasTakenOut();

      writer.commit(List.of(), List.of("all", "c"));
      assertEquals(0, publish().rows());
      assertEquals(List.of(), widths());
    }
  }

  /** What the format says after a second publication has added a file to two. */
  abstract void whatCameWasAdded(Published first) throws Exception;

  /** What the format says after a third has put one in the place of two. */
  abstract void whatLeftWasTakenOut() throws Exception;

  @Test
  void aTableThatNeverHadRowsIsNotMade() throws IOException {
    writer().close();
    List<Path> before = paths();
    assertTrue(publication(opened()).publish(TABLE).isEmpty());
    assertEquals(before, paths());
  }

  private List<Path> paths() throws IOException {
    try (Stream<Path> paths = Files.walk(store())) {
      return paths.sorted().toList();
    }
  }

  @Test
  void aStoreWhoseLogWasMadeAnewIsPublishedAsItIs() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      commit(writer, "b", StoreTest.row(8));
    }
    long before = publish().commit();
    for (Path file : paths().stream().filter(Files::isRegularFile).toList()) {
      if (file.toString().endsWith(".parquet") || file.toString().contains("/_log/")) {
        Files.delete(file);
      }
    }
    try (StoreWriter writer = writer()) {
      commit(writer, "c", StoreTest.row(16));
    }
    Published published = publish();
    assertTrue(published.commit() < before, "the log counts from 1 again");
    assertEquals(1, published.added());
    assertEquals(2, published.removed());
    assertEquals(List.of(16L), widths());
  }

  @Test
  void ofTwoWhoPublishAtOnceOneIsTold() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      Store before = opened();
      commit(writer, "b", StoreTest.row(8));
      publish();
      TablePublication late = publication(before);
      StoreException.Changed told =
          assertThrows(StoreException.Changed.class, () -> late.publish(TABLE));
      assertTrue(told.getMessage().contains("publish again"), told.getMessage());
      assertEquals(List.of(4L, 8L), widths());
    }
  }
}
