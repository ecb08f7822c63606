package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private StoreWriter writer() {
    return StoreWriter.open(folder.toUri().toString(), new Configuration(), CLOCK);
  }

  private Store store() {
    return Store.open(folder.toUri().toString(), new Configuration());
  }

  static Record row(int width, double... parameters) {
    return Record.of(ReferencesTable.TABLE)
        .set(LeadingColumns.PROBLEM_ID, "p")
        .set(LeadingColumns.WIDTH, width)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.PARAMETER_COUNT, parameters.length)
        .set(ReferencesTable.REFERENCE_LOSS, 1.0 / width)
        .set(ReferencesTable.RESTARTS, 8)
        .set(ReferencesTable.CONVERGED_RESTARTS, 7)
        .set(ReferencesTable.BEST_RESTART, 3)
        .set(ReferencesTable.PARAMETERS, parameters)
        .set(ReferencesTable.STATUS, TrialStatus.CONVERGED.label())
        .set(ReferencesTable.SECONDS_SPENT, 1.5)
        .build();
  }

  static Group group(String id, StoredFile... files) {
    return new Group(
        id,
        Stage.REFERENCES,
        "",
        "g",
        "0",
        Map.of("converged", 1L),
        Map.of(),
        Map.of(),
        1,
        1,
        List.of(files));
  }

  static StoredFile publish(StoreWriter writer, String name, Record... rows) {
    return new RecordFiles(writer.store().folder())
        .publish(ReferencesTable.TABLE, List.of(rows), name);
  }

  private static List<Record> rows(Store store) {
    List<Record> rows = new ArrayList<>();
    store.read(ReferencesTable.TABLE, rows::add);
    return rows;
  }

  @Test
  void rowsComeBackBitForBit() {
    Record first = row(4, 1, -0.0, Double.MIN_VALUE, Math.PI);
    Record second = row(8);
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a", publish(writer, "a", first, second))), List.of());
    }
    assertEquals(List.of(first, second), rows(store()));
    assertEquals("name: test\n", store().spec());
    assertEquals(List.of(), StoreVerification.problems(store()));
  }

  @Test
  void filesSayWhatTheirColumnsMean() throws IOException {
    StoredFile file;
    try (StoreWriter writer = writer()) {
      file = publish(writer, "a", row(4));
    }
    Map<String, String> footer;
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(folder.resolve(file.name())))) {
      footer = reader.getFileMetaData().getKeyValueMetaData();
    }
    StructType schema = (StructType) DataType.fromJson(footer.get(ParquetSchema.DESCRIPTION));
    List<Column<?>> columns = ReferencesTable.TABLE.columns();
    assertEquals(columns.stream().map(Column::name).toList(), List.of(schema.fieldNames()));
    for (Column<?> column : columns) {
      StructField field = schema.apply(column.name());
      assertEquals(column.definition(), field.getComment().get());
      assertEquals(column.unit(), field.metadata().getString("unit"));
      assertEquals(column.nullable(), field.nullable());
    }
    assertEquals("array<double>", schema.apply("parameters").dataType().simpleString());
    assertEquals("bigint", schema.apply("width").dataType().simpleString());
  }

  @Test
  void aReportIsWrittenIntoACopyWithoutEmptyFoldersButNotWhereNoStoreIs() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
    }
    Files.delete(folder.resolve("_staging"));
    store().folder().replace("report/index.html", "<html/>");
    assertEquals("<html/>", Files.readString(folder.resolve("report/index.html")));
    StoreFolder gone =
        StoreFolder.at(folder.resolve("gone").toUri().toString(), new Configuration());
    assertThrows(
        StoreException.Unreachable.class, () -> gone.replace("report/index.html", "<html/>"));
    assertFalse(Files.exists(folder.resolve("gone")));
  }

  @Test
  void whatIsNotCommittedIsNotReadAndIsDeletedByTheNextWriter() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a", publish(writer, "a", row(4)))), List.of());
      publish(writer, "orphan", row(8));
    }
    Files.writeString(folder.resolve("_staging/left-over"), "half a file");
    assertEquals(1, rows(store()).size());
    writer().close();
    assertFalse(Files.exists(folder.resolve("references/orphan.parquet")));
    assertTrue(Files.exists(folder.resolve("references/a.parquet")));
    try (Stream<Path> staged = Files.list(folder.resolve("_staging"))) {
      assertEquals(0, staged.count());
    }
  }

  @Test
  void aReaderWhoseFilesWerePutTogetherIsToldToReadAgain() {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a", publish(writer, "a", row(4)))), List.of());
      Store before = Store.open(writer.store().folder().uri(), new Configuration());
      writer.commit(List.of(group("b", publish(writer, "b", row(4)))), List.of("a"));
      StoreException changed = assertThrows(StoreException.Changed.class, () -> rows(before));
      assertTrue(changed.getMessage().contains("read again"), changed.getMessage());
      assertEquals(1, rows(Store.open(writer.store().folder().uri(), new Configuration())).size());
    }
  }

  @Test
  void aTextIsReplacedInAFolderThatNeedNotBeThere() {
    try (StoreWriter writer = writer()) {
      StoreFolder folder = writer.store().folder();
      for (String text : List.of("first", "second")) {
        folder.replace("page/index.html", text);
        assertEquals(Optional.of(text), folder.read("page/index.html"));
      }
    }
  }

  @Test
  void aNameIsPublishedOnceAndTheLoserDescribesTheWinnersFile() {
    try (StoreWriter writer = writer()) {
      StoredFile winner = publish(writer, "a", row(4));
      Record sameButForTimes = row(4).toBuilder().set(ReferencesTable.SECONDS_SPENT, 99.0).build();
      assertEquals(winner, publish(writer, "a", sameButForTimes));
    }
  }

  @Test
  void anAttemptWithOtherRowsGetsANameOfItsOwn() {
    try (StoreWriter writer = writer()) {
      publish(writer, "a", row(4));
      StoredFile other = publish(writer, "a", row(4), row(8));
      assertEquals("references/a-2.parquet", other.name());
      assertEquals(other, publish(writer, "a", row(4), row(8)));
    }
  }

  @Test
  void removedGroupsDisappearTogetherWithTheirFiles() {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a", publish(writer, "a", row(4)))), List.of());
      writer.commit(List.of(group("b", publish(writer, "b", row(8)))), List.of("a"));
    }
    assertEquals(List.of(row(8)), rows(store()));
    assertFalse(Files.exists(folder.resolve("references/a.parquet")));
  }

  @Test
  void twoWritersNeverBothSucceed() {
    try (StoreWriter writer = writer()) {
      StoreException refused = assertThrows(StoreException.Locked.class, this::writer);
      assertTrue(refused.getMessage().contains("has been writing since"), refused.getMessage());
      // Even a writer that slipped past the lock cannot take a commit's number twice.
      CommitLog other = new CommitLog(writer.store().folder());
      other.append("other", List.of(), List.of());
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
    writer().close();
  }

  @Test
  void ofManyWritersThatBeginAtOnceOneSucceeds() throws Exception {
    int writers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 5; round++) {
        CountDownLatch tried = new CountDownLatch(writers);
        List<Future<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          tries.add(threads.submit(() -> holds(tried)));
        }
        int winners = 0;
        for (Future<Boolean> attempt : tries) {
          winners += attempt.get() ? 1 : 0;
        }
        assertEquals(1, winners);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether a writer could be opened; it is held until all have tried. */
  private boolean holds(CountDownLatch tried) throws InterruptedException {
    try (StoreWriter writer = writer()) {
      tried.countDown();
      assertTrue(tried.await(1, TimeUnit.MINUTES));
      return !writer.lock().isTakenOver();
    } catch (RuntimeException refused) {
      tried.countDown();
      if (refused instanceof StoreException.Locked) {
        return false;
      }
      throw refused;
    }
  }

  @Test
  void aWriterThatWasTakenForDeadCannotCommitWhatItsSuccessorHasDeleted() throws IOException {
    try (StoreWriter sleeper = writer()) {
      sleeper.writeSpec("name: test\n");
      StoredFile file = publish(sleeper, "a", row(4));
      // As it looks when a process was stopped for longer than its lock is good for.
      String lock = Files.readString(folder.resolve(StoreLock.NAME));
      Instant old = CLOCK.instant().minus(StoreLock.STALE_AFTER).minus(Duration.ofSeconds(1));
      Files.writeString(
          folder.resolve(StoreLock.NAME),
          lock.replace("\"host\":\"", "\"host\":\"not-")
              .replaceAll("renewed\":\"[^\"]*", "renewed\":\"" + old));
      writer().close();
      assertThrows(
          StoreException.Locked.class, () -> sleeper.commit(List.of(group("a", file)), List.of()));
      CommitLog asleep = sleeper.store().log();
      assertThrows(
          StoreException.Locked.class,
          () -> asleep.append("sleeper", List.of(group("a", file)), List.of()));
    }
  }

  @Test
  void aLockThatIsNoLongerRenewedIsTakenOver() throws IOException {
    writer().close();
    String lock =
        "{\"run\":\"x\",\"host\":\"elsewhere\",\"process\":1,\"user\":\"u\",\"since\":\"%s\",\"renewed\":\"%s\"}";
    Instant now = CLOCK.instant();
    Files.writeString(folder.resolve(StoreLock.NAME), lock.formatted(now, now));
    assertThrows(StoreException.Locked.class, this::writer);
    Instant old = now.minus(StoreLock.STALE_AFTER).minus(Duration.ofSeconds(1));
    Files.writeString(folder.resolve(StoreLock.NAME), lock.formatted(old, old));
    writer().close();
    assertFalse(Files.exists(folder.resolve(StoreLock.NAME)));
  }

  @Test
  void aWriterThatLostItsLockStops() throws IOException {
    try (StoreWriter writer = writer()) {
      Files.delete(folder.resolve(StoreLock.NAME));
      writer.lock().renew();
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      for (String name : List.of("good", "altered", "truncated", "missing")) {
        writer.commit(List.of(group(name, publish(writer, name, row(4)))), List.of());
      }
    }
    Path altered = folder.resolve("references/altered.parquet");
    byte[] bytes = Files.readAllBytes(altered);
    bytes[bytes.length / 2] ^= 1;
    Files.write(altered, bytes);
    Files.write(folder.resolve("references/truncated.parquet"), new byte[] {1, 2, 3});
    Files.delete(folder.resolve("references/missing.parquet"));
    List<String> problems = StoreVerification.problems(store());
    assertEquals(3, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("altered.parquet was altered"), problems.get(0));
    assertTrue(problems.get(1).contains("truncated.parquet has 3 bytes"), problems.get(1));
    assertTrue(problems.get(2).contains("missing.parquet is missing"), problems.get(2));
  }

  @Test
  void aDamagedCommitIsRefusedByName() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a")), List.of());
      writer.commit(List.of(group("b")), List.of());
    }
    Path first = folder.resolve("_log/commit-000000000001.json");
    String text = Files.readString(first);
    Files.writeString(first, text.substring(0, text.length() / 2));
    StoreException damaged = assertThrows(StoreException.Corrupted.class, this::store);
    assertTrue(damaged.getMessage().contains("commit-000000000001.json"), damaged.getMessage());
    Files.delete(first);
    StoreException missing = assertThrows(StoreException.Corrupted.class, this::store);
    assertTrue(missing.getMessage().contains("is missing"), missing.getMessage());
  }

  @Test
  void aCheckpointReplacesTheCommitsBeforeIt() throws IOException {
    int commits = 2 * CommitLog.CHECKPOINT_INTERVAL + 3;
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      for (int i = 0; i < commits; i++) {
        writer.commit(List.of(group("group-" + i)), i > 0 ? List.of("group-0") : List.of());
      }
    }
    writer().close();
    try (Stream<Path> log = Files.list(folder.resolve("_log"))) {
      assertEquals(4, log.count());
    }
    List<Group> groups = store().groups();
    assertEquals(commits - 1, groups.size());
    assertEquals("group-1", groups.get(0).id());
    assertEquals("group-" + (commits - 1), groups.get(groups.size() - 1).id());
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "text");
    StoreException refused = assertThrows(StoreException.class, this::writer);
    assertTrue(refused.getMessage().contains("not a store's"), refused.getMessage());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void writingIntoAVanishedFolderFails() throws IOException {
    try (StoreWriter writer = writer()) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
      assertThrows(StoreException.Unreachable.class, () -> publish(writer, "a", row(4)));
      assertThrows(StoreException.class, () -> writer.commit(List.of(), List.of()));
    }
  }
}
