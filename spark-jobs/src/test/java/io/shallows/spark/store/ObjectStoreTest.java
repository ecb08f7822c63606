package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store's promises on S3A, where rename is a copy and names are taken by conditional puts:
 * {@code ./mvnw -Pobject-store -pl spark-jobs -am test}.
 */
@Tag("object-store")
class ObjectStoreTest {

  private static LoopbackS3 s3;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    s3 = new LoopbackS3(folder);
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  private static String uri(String name) {
    return s3.uri() + "/" + name;
  }

  private static StoreWriter writer(String name) {
    return StoreWriter.open(uri(name), s3.configuration(), Clock.systemUTC());
  }

  private static List<Record> rows(String name) {
    List<Record> rows = new ArrayList<>();
    Store.open(uri(name), s3.configuration()).read(ReferencesTable.TABLE, rows::add);
    return rows;
  }

  @Test
  void committedRowsComeBackAndOrphansDoNot() {
    Record row = StoreTest.row(4, 1, -0.0, Math.PI);
    try (StoreWriter writer = writer("rows")) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(StoreTest.group("a", StoreTest.publish(writer, "a", row))), List.of());
      StoreTest.publish(writer, "orphan", StoreTest.row(8));
    }
    assertEquals(List.of(row), rows("rows"));
    writer("rows").close();
    Store store = Store.open(uri("rows"), s3.configuration());
    assertFalse(store.folder().exists("references/orphan.parquet"));
    assertEquals(List.of(), StoreVerification.problems(store));
  }

  @Test
  void aNameIsTakenOnceAndOneWriterIsAllowed() {
    try (StoreWriter writer = writer("names")) {
      StoredFile winner = StoreTest.publish(writer, "a", StoreTest.row(4));
      assertEquals(winner, StoreTest.publish(writer, "a", StoreTest.row(4)));
      assertThrows(StoreException.Locked.class, () -> writer("names"));
      CommitLog other = new CommitLog(writer.store().folder());
      other.append("other", List.of(), List.of());
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
  }

  @Test
  void ofTwoThatWriteOneNameAtTheSameTimeOneIsRefused() throws Exception {
    StoreFolder folder = StoreFolder.at(uri("race"), s3.configuration());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        String name = "commit-" + round;
        CyclicBarrier both = new CyclicBarrier(2);
        List<Future<Boolean>> published = new ArrayList<>();
        for (String content : List.of("first", "second")) {
          Callable<Boolean> put = () -> folder.publish(new Meeting(content, both), name);
          published.add(threads.submit(put));
        }
        int winners = 0;
        String winner = "";
        for (int i = 0; i < 2; i++) {
          if (published.get(i).get()) {
            winners++;
            winner = List.of("first", "second").get(i);
          }
        }
        assertEquals(1, winners);
        assertEquals(winner, folder.read(name).orElseThrow());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Content that is at hand only once both writers have begun. */
  private static final class Meeting extends FilterInputStream {
    private final CyclicBarrier both;
    private boolean met;

    Meeting(String content, CyclicBarrier both) {
      super(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      this.both = both;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!met) {
        met = true;
        try {
          both.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IOException(e);
        }
      }
      return super.read(buffer, offset, length);
    }
  }
}
