package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
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
        .publish(ReferencesTable.TABLE, List.of(rows), name, Map.of());
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
        ParquetFileReader.open(
            new LocalInputFile(folder.resolve(StoreNames.pending(file.name()))))) {
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
  void whatIsNotCommittedIsInNoTableAndIsDeletedByTheNextWriter() throws IOException {
    StoredFile committed;
    StoredFile orphan;
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      committed = publish(writer, "a", row(4));
      writer.commit(List.of(group("a", committed)), List.of());
      orphan = publish(writer, "orphan", row(8));
      Files.writeString(folder.resolve(StoreNames.staged(writer.run().tag())), "half a file");
    }
    Files.writeString(folder.resolve("_staging/notes.txt"), "somebody's");
    assertEquals(1, rows(store()).size());
    assertTrue(Files.exists(folder.resolve(StoreNames.pending(orphan.name()))));
    assertEquals(List.of(folder.resolve(committed.name())), files("references"));
    writer().close();
    assertFalse(Files.exists(folder.resolve(StoreNames.pending(orphan.name()))));
    assertEquals(List.of(folder.resolve(committed.name())), files("references"));
    assertEquals(List.of(folder.resolve("_staging/notes.txt")), files("_staging"));
  }

  private List<Path> files(String of) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(of))) {
      return files.sorted().toList();
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
      assertEquals("references/a-r" + writer.run().tag() + "-2.parquet", other.name());
      assertEquals(other, publish(writer, "a", row(4), row(8)));
    }
  }

  @Test
  void removedGroupsDisappearTogetherWithTheirFiles() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a", publish(writer, "a", row(4)))), List.of());
      writer.commit(List.of(group("b", publish(writer, "b", row(8)))), List.of("a"));
    }
    assertEquals(List.of(row(8)), rows(store()));
    assertEquals(1, files("references").size());
  }

  @Test
  void twoWritersNeverBothSucceed() throws IOException {
    try (StoreWriter writer = writer()) {
      StoreException refused = assertThrows(StoreException.Locked.class, this::writer);
      assertTrue(refused.getMessage().contains("has been writing since"), refused.getMessage());
      // Even a writer that slipped past the lock cannot take a commit's number twice.
      CommitLog other = new CommitLog(writer.store().folder());
      other.append(RunIdentity.begin(writer.run().store()), List.of(), List.of());
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
    ageAll();
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
      assertTrue(tried.await(10, TimeUnit.MINUTES));
      return !writer.run().run().isEmpty();
    } catch (RuntimeException refused) {
      tried.countDown();
      if (refused instanceof StoreException.Locked) {
        return false;
      }
      throw refused;
    }
  }

  /** As a lock looks whose holder was stopped for longer than it is good for. */
  private void age(Path file) throws IOException {
    Files.setLastModifiedTime(
        file,
        FileTime.from(Instant.now().minus(StoreLock.STALE_AFTER).minus(Duration.ofSeconds(1))));
  }

  private void ageAll() throws IOException {
    age(folder.resolve(StoreLock.NAME));
    for (Path file : files("_log")) {
      age(file);
    }
  }

  @Test
  void aWriterThatWasTakenForDeadCannotCommitAndItsFilesReachNoTable() throws IOException {
    try (StoreWriter sleeper = writer()) {
      sleeper.writeSpec("name: test\n");
      StoredFile file = publish(sleeper, "a", row(4));
      ageAll();
      try (StoreWriter next = writer()) {
        next.commit(List.of(group("a", publish(next, "a", row(4)))), List.of());
        next.settle();
      }
      // Its tasks do not know of that yet.
      StoredFile late = publish(sleeper, "b", row(8));
      assertThrows(
          StoreException.Locked.class, () -> sleeper.commit(List.of(group("b", late)), List.of()));
      CommitLog asleep = sleeper.store().log();
      assertThrows(
          StoreException.Locked.class,
          () -> asleep.append(sleeper.run(), List.of(group("a", file)), List.of()));
      assertThrows(StoreException.Locked.class, () -> sleeper.writeStatus("{}"));
    }
    assertEquals(1, files("references").size());
    assertEquals(List.of(row(4)), rows(store()));
    assertFalse(Files.exists(folder.resolve("status.json")));
  }

  @Test
  void howOldALockIsTheFileSystemSaysAndNoClockOfAHost() throws IOException {
    writer().close();
    String lock =
        "{\"run\":\"x\",\"host\":\"elsewhere\",\"process\":1,\"user\":\"u\",\"since\":\"%s\",\"renewed\":\"%s\"}";
    for (String time : List.of("1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z")) {
      Files.writeString(folder.resolve(StoreLock.NAME), lock.formatted(time, time));
      StoreException held = assertThrows(StoreException.Locked.class, this::writer);
      assertTrue(held.getMessage().contains("process 1 of u on elsewhere"), held.getMessage());
      ageAll();
      writer().close();
      assertFalse(Files.exists(folder.resolve(StoreLock.NAME)));
    }
  }

  @Test
  void aLockOfAProcessThatIsGoneIsTakenOverOnlyWhereProcessNumbersMeanTheSame() throws Exception {
    writer().close();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    ProcessIdentity here = ProcessIdentity.OF_THIS_PROCESS;
    assumeTrue(!here.space().isEmpty(), "the system tells its name space of processes");
    for (String space : List.of(here.space(), here.space() + "0", "")) {
      Files.writeString(
          folder.resolve(StoreLock.NAME),
          "{\"run\":\"x\",\"id\":\"y\",\"host\":\"%s\",\"space\":\"%s\",\"process\":%d,\"user\":\"u\"}"
              .formatted(here.host(), space, ended.pid()));
      if (space.equals(here.space())) {
        writer().close();
      } else {
        // Another container may have the same name of host and the same numbers.
        assertThrows(StoreException.Locked.class, this::writer);
      }
    }
  }

  @Test
  void aNumberThatALaterProcessHasGotIsNoSignOfLife() {
    ProcessIdentity here = ProcessIdentity.OF_THIS_PROCESS;
    assumeTrue(!here.space().isEmpty(), "the system tells its name space of processes");
    ProcessIdentity former =
        new ProcessIdentity(
            "y", here.host(), here.space(), here.number(), "2020-01-01T00:00:00Z", "u");
    assertTrue(here.knowsTheEndOf(former));
    assertFalse(
        here.knowsTheEndOf(
            new ProcessIdentity(
                "y", here.host(), here.space(), here.number(), here.started(), "u")));
  }

  @Test
  void aLockThatSaysNothingIsToldInASentence() throws IOException {
    writer().close();
    for (String text : List.of("{}", "", "null", "[1", "{\"run\": 7, \"process\": \"x\"}")) {
      Files.writeString(folder.resolve(StoreLock.NAME), text);
      StoreException refused = assertThrows(StoreException.Locked.class, this::writer);
      assertTrue(refused.getMessage().contains("if nobody does, delete it"), refused.getMessage());
      ageAll();
      writer().close();
    }
  }

  @Test
  void aWriterWhoseLockVanishedOrWasOverwrittenByAFormerOneGoesOn() throws IOException {
    String former;
    try (StoreWriter writer = writer()) {
      former = Files.readString(folder.resolve(StoreLock.NAME));
      assertTrue(former.contains(writer.run().run()), former);
    }
    try (StoreWriter writer = writer()) {
      Files.delete(folder.resolve(StoreLock.NAME));
      writer.commit(List.of(group("a")), List.of());
      Files.writeString(folder.resolve(StoreLock.NAME), former);
      writer.lock().renew();
      writer.commit(List.of(group("b")), List.of());
      assertEquals(
          writer.run().run(), StoreLock.holder(writer.store().folder()).orElseThrow().run());
    }
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    Map<String, String> files = new HashMap<>();
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      for (String name : List.of("good", "altered", "truncated", "missing")) {
        StoredFile file = publish(writer, name, row(4));
        files.put(name, file.name());
        writer.commit(List.of(group(name, file)), List.of());
      }
    }
    Path altered = folder.resolve(files.get("altered"));
    byte[] bytes = Files.readAllBytes(altered);
    bytes[bytes.length / 2] ^= 1;
    Files.write(altered, bytes);
    Files.write(folder.resolve(files.get("truncated")), new byte[] {1, 2, 3});
    Files.delete(folder.resolve(files.get("missing")));
    List<String> problems = StoreVerification.problems(store());
    assertEquals(3, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains(files.get("altered") + " was altered"), problems.get(0));
    assertTrue(problems.get(1).contains(files.get("truncated") + " has 3"), problems.get(1));
    assertTrue(problems.get(2).contains(files.get("missing") + " is missing"), problems.get(2));
  }

  @Test
  void aDamagedCommitIsRefusedByName() throws IOException {
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(group("a")), List.of());
      writer.commit(List.of(group("b")), List.of());
    }
    Path first = folder.resolve("_log/commit-000000000002.json");
    String text = Files.readString(first);
    Files.writeString(first, text.substring(0, text.length() / 2));
    StoreException damaged = assertThrows(StoreException.Corrupted.class, this::store);
    assertTrue(damaged.getMessage().contains("commit-000000000002.json"), damaged.getMessage());
    Files.delete(first);
    StoreException missing = assertThrows(StoreException.Corrupted.class, this::store);
    assertTrue(missing.getMessage().contains("is missing"), missing.getMessage());
  }

  @Test
  void partsAndCheckpointsReplaceTheCommitsBeforeThem() throws IOException {
    int commits = 5 * LogRepetition.COMMITS_OF_A_PART;
    try (StoreWriter writer = writer()) {
      writer.writeSpec("name: test\n");
      for (int i = 0; i < commits; i++) {
        writer.commit(List.of(group("group-" + i)), i > 0 ? List.of("group-0") : List.of());
      }
    }
    long left =
        files("_log").stream()
            .filter(file -> file.getFileName().toString().startsWith("commit-"))
            .count();
    assertTrue(left < commits / 2, left + " of " + commits + " commits are still there");
    writer().close();
    List<Group> groups = store().groups();
    assertEquals(commits - 1, groups.size());
    assertEquals("group-1", groups.get(0).id());
    assertEquals("group-" + (commits - 1), groups.get(groups.size() - 1).id());
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "text");
    StoreException refused = assertThrows(StoreException.class, this::writer);
    assertTrue(
        refused.getMessage().contains("thesis.tex, which is not a store's"), refused.getMessage());
    assertEquals(1, files("").size());
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
