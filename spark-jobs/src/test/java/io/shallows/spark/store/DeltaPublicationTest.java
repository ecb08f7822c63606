package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.spark.publish.DeltaPublication;
import io.shallows.spark.publish.TablePublication;
import io.shallows.spark.publish.TablePublication.Published;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * What a reader finds that knows Delta's protocol and nothing of the store: it replays the log, and
 * DuckDB reads the files that are left.
 */
class DeltaPublicationTest extends TablePublicationContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  Path store() {
    // What a name of a file would need to escape.
    return folder.resolve("a store, 50%25 #1");
  }

  @Override
  TablePublication publication(Store view) {
    return new DeltaPublication(view);
  }

  @Override
  List<Long> widths() throws Exception {
    return widths(table());
  }

  @Override
  void whatCameWasAdded(Published first) throws IOException {
    assertEquals(2, actions(table(), 1).size(), "what came, and about the version");
    assertEquals(2, replay(table(), 0).rows(), "the version before is as it was");
  }

  @Override
  void whatLeftWasTakenOut() throws IOException {
    assertEquals(2, replay(table()).last());
    long time = 0;
    for (long version = 0; version <= 2; version++) {
      long next = actions(table(), version).get(0).at("/commitInfo/timestamp").asLong();
      assertTrue(next >= time && next > 0, "versions do not go back in time");
      time = next;
    }
  }

  /** A table as the protocol says that it is to be read, up to a version. */
  private record Replayed(
      Map<String, JsonNode> files, JsonNode metadata, JsonNode protocol, long last) {

    StructType schema() {
      return (StructType) DataType.fromJson(metadata.get("schemaString").asText());
    }

    long rows() throws IOException {
      long rows = 0;
      for (JsonNode add : files.values()) {
        rows += JSON.readTree(add.get("stats").asText()).get("numRecords").asLong();
      }
      return rows;
    }
  }

  private static List<JsonNode> actions(Path table, long version) throws IOException {
    List<JsonNode> actions = new ArrayList<>();
    for (String line :
        Files.readAllLines(table.resolve("_delta_log/%020d.json".formatted(version)))) {
      JsonNode action = JSON.readTree(line);
      assertEquals(1, action.size(), "one action on a line");
      actions.add(action);
    }
    return actions;
  }

  private static Replayed replay(Path table) throws IOException {
    return replay(table, Long.MAX_VALUE);
  }

  private static Replayed replay(Path table, long until) throws IOException {
    Map<String, JsonNode> files = new TreeMap<>();
    JsonNode metadata = null;
    JsonNode protocol = null;
    long version = 0;
    while (version <= until
        && Files.exists(table.resolve("_delta_log/%020d.json".formatted(version)))) {
      for (JsonNode action : actions(table, version)) {
        String kind = action.fieldNames().next();
        JsonNode content = action.get(kind);
        switch (kind) {
          case "add" -> assertEquals(null, files.put(content.get("path").asText(), content));
          case "remove" -> assertTrue(files.remove(content.get("path").asText()) != null);
          case "metaData" -> metadata = content;
          case "protocol" -> protocol = content;
          default -> assertEquals("commitInfo", kind);
        }
      }
      version++;
    }
    return new Replayed(files, metadata, protocol, version - 1);
  }

  /** Widths of all rows, read by DuckDB from the files that the log leaves. */
  private static List<Long> widths(Path table) throws Exception {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, JsonNode> file : replay(table).files().entrySet()) {
      // As the protocol has it: a path is a URI, relative to the table.
      URI uri = Path.of(table + "/").toUri().resolve(file.getKey());
      assertTrue(Path.of(uri).startsWith(table), uri.toString());
      assertEquals(Files.size(Path.of(uri)), file.getValue().get("size").asLong());
      assertEquals(
          Files.getLastModifiedTime(Path.of(uri)).toMillis(),
          file.getValue().get("modificationTime").asLong());
      files.add(Path.of(uri).toString());
    }
    List<Long> widths = new ArrayList<>();
    if (files.isEmpty()) {
      return widths;
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT width FROM read_parquet(['"
                    + String.join("', '", files)
                    + "'], union_by_name = true) ORDER BY width")) {
      while (rows.next()) {
        widths.add(rows.getLong(1));
      }
    }
    assertEquals(widths.size(), replay(table).rows());
    return widths;
  }

  private Path table() {
    return store().resolve(TABLE.name());
  }

  private Set<String> storeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(store())) {
      return new TreeSet<>(
          files
              .filter(Files::isRegularFile)
              .map(Path::toString)
              .filter(file -> !file.contains("_delta_log"))
              .toList());
    }
  }

  @Test
  void theFirstVersionSaysWhatTheTableIs() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4, 1.5, -0.0), StoreTest.row(8));
      commit(writer, "b", StoreTest.row(16));
    }
    Set<String> before = storeFiles();
    Published published = publish();
    assertEquals(3, published.rows());
    assertEquals(2, published.files());
    assertEquals(2, published.added());
    assertEquals(
        "file://" + table() + "/_delta_log/00000000000000000000.json", published.metadata());
    assertEquals(before, storeFiles(), "the store is as it was");
    assertEquals(List.of(4L, 8L, 16L), widths());

    Replayed found = replay(table());
    assertEquals(
        JSON.readTree("{\"minReaderVersion\": 1, \"minWriterVersion\": 2}"), found.protocol());
    assertEquals("parquet", found.metadata().at("/format/provider").asText());
    assertEquals(0, found.metadata().get("partitionColumns").size());
    assertEquals(TABLE.name(), found.metadata().get("name").asText());
    assertEquals(36, found.metadata().get("id").asText().length());
    assertEquals(
        published.commit(), actions(table(), 0).get(0).at("/commitInfo/shallows.commit").asLong());
    // Spark itself reads the schema; types are those that the files' own footers have.
    StructType schema = found.schema();
    StructType own = ParquetSchema.columns(TABLE);
    assertEquals(own.size(), schema.size());
    for (Column<?> column : TABLE.columns()) {
      assertEquals(own.apply(column.name()).dataType(), schema.apply(column.name()).dataType());
      assertTrue(schema.apply(column.name()).nullable());
    }
    assertEquals(
        ReferencesTable.REFERENCE_LOSS.definition() + " [loss]",
        schema.apply("reference_loss").getComment().get());
  }

  @Test
  void whatIsInNoCommitIsInNoVersion() throws Exception {
    StoredFile damaged;
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      damaged = commit(writer, "b", StoreTest.row(8));
      StoreTest.publish(writer, "uncommitted", StoreTest.row(16));
      writer.commit(List.of(), List.of("b"), Set.of(damaged.name()));
    }
    Path committed;
    try (Stream<Path> references = Files.list(table())) {
      committed = references.findFirst().orElseThrow();
    }
    Files.copy(committed, table().resolve("mine.parquet"));
    assertEquals(1, publish().rows());
    assertEquals(List.of(4L), widths());
    assertEquals(Set.of(committed.getFileName().toString()), replay(table()).files().keySet());
  }

  @Test
  void aCopyOfAStoreHasTheTablesOfTheCopy() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
    }
    publish();
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(store())) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            copy.resolve(store().relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    try (Stream<Path> files = Files.walk(table())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(List.of(4L), widths(copy.resolve(TABLE.name())));
    Published again =
        new DeltaPublication(Store.openSettled(copy.toString(), new Configuration()))
            .publish(TABLE)
            .orElseThrow();
    assertEquals(0, again.added() + again.removed());
  }

  @Test
  void columnsThatCameLaterAreInTheNextVersion() throws Exception {
    Table narrow =
        Table.define(
                "references",
                "as an earlier version had it",
                List.of(LeadingColumns.PROBLEM_ID, LeadingColumns.WIDTH))
            .build();
    try (StoreWriter writer = writer()) {
      StoredFile old =
          new RecordFiles(writer.store().folder())
              .publish(
                  narrow,
                  List.of(
                      Record.of(narrow)
                          .set(LeadingColumns.PROBLEM_ID, "p")
                          .set(LeadingColumns.WIDTH, 2)
                          .build()),
                  "old",
                  Map.of());
      writer.commit(List.of(StoreTest.group("old", old)), List.of());
      new DeltaPublication(opened()).publish(narrow);
      Replayed first = replay(table());
      assertEquals(2, first.schema().size());
      commit(writer, "new", StoreTest.row(4, 1.5));
      publish();
      Replayed second = replay(table());
      assertEquals(TABLE.columns().size(), second.schema().size());
      assertEquals(first.metadata().get("id"), second.metadata().get("id"));
      // A program that knows fewer columns takes none away.
      new DeltaPublication(opened()).publish(narrow);
      assertEquals(TABLE.columns().size(), replay(table()).schema().size());
    }
    assertEquals(List.of(2L, 4L), widths());
  }

  @Test
  void aVersionIsTakenByOnePublisherOnly() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      publish();
      commit(writer, "b", StoreTest.row(8));
      List<Boolean> won = new ArrayList<>();
      List<Thread> publishers = new ArrayList<>();
      java.util.concurrent.CountDownLatch start = new java.util.concurrent.CountDownLatch(1);
      Store one = opened();
      commit(writer, "c", StoreTest.row(16));
      Store two = opened();
      for (Store each : List.of(one, two)) {
        Thread publisher =
            new Thread(
                () -> {
                  boolean done;
                  try {
                    start.await();
                    new DeltaPublication(each).publish(TABLE);
                    done = true;
                  } catch (StoreException.Changed late) {
                    done = false;
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  synchronized (won) {
                    won.add(done);
                  }
                });
        publishers.add(publisher);
        publisher.start();
      }
      start.countDown();
      for (Thread publisher : publishers) {
        publisher.join();
      }
      assertEquals(2, won.size());
      assertTrue(won.contains(true));
      // Replaying refuses a file that is added twice.
      long versions = replay(table()).last();
      assertEquals(won.contains(false) ? 1 : 2, versions);
      publish();
      assertEquals(List.of(4L, 8L, 16L), widths());
    }
  }

  @Test
  void aLogThatAnotherProgramHasChangedIsLeftAlone() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
    }
    publish();
    Path next = table().resolve("_delta_log/00000000000000000001.json");
    for (String foreign :
        List.of(
            "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7}}\n", "{\"add\":\n")) {
      Files.writeString(next, foreign);
      StoreException refused = assertThrows(StoreException.class, this::publish);
      assertTrue(refused.getMessage().contains("another program"), refused.getMessage());
      assertEquals(foreign, Files.readString(next));
    }
    Files.move(next, table().resolve("_delta_log/00000000000000000002.json"));
    assertThrows(StoreException.class, this::publish);
  }

  @Test
  void whateverReadsOrMendsTheStoreDoesNotMeetTheLog() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      commit(writer, "b", StoreTest.row(8));
    }
    publish();
    Path log = table().resolve("_delta_log/00000000000000000000.json");
    String text = Files.readString(log);
    assertEquals(List.of(), StoreVerification.problems(opened()));
    assertEquals(List.of(), opened().unlisted());
    // A run settles what it finds; files whose names are none of the store's would be named.
    try (StoreWriter writer = writer()) {
      commit(writer, "c", StoreTest.row(16));
    }
    assertEquals(text, Files.readString(log));
    assertEquals(3, opened().files(TABLE).size());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), sum(width) FROM '" + table() + "/*.parquet'")) {
      assertTrue(row.next());
      assertEquals(3, row.getLong(1));
      assertEquals(28, row.getLong(2));
    }
  }
}
