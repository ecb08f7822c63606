package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Column;
import io.shallows.record.ColumnType;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.Table;
import io.shallows.spark.publish.IcebergPublication;
import io.shallows.spark.publish.TablePublication;
import io.shallows.spark.publish.TablePublication.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** What Iceberg's own reader finds, which knows nothing of the store's log. */
class IcebergPublicationTest extends TablePublicationContract {

  @Override
  Path store() {
    return folder.resolve("store");
  }

  @Override
  TablePublication publication(Store view) {
    return new IcebergPublication(view);
  }

  private org.apache.iceberg.Table table() {
    return table(folder.resolve("store"));
  }

  private static org.apache.iceberg.Table table(Path store) {
    return new HadoopTables(new Configuration())
        .load(store.resolve("_iceberg/references").toString());
  }

  private static List<org.apache.iceberg.data.Record> read(org.apache.iceberg.Table table)
      throws IOException {
    List<org.apache.iceberg.data.Record> rows = new ArrayList<>();
    try (CloseableIterable<org.apache.iceberg.data.Record> found =
        IcebergGenerics.read(table).build()) {
      found.forEach(rows::add);
    }
    return rows;
  }

  @Override
  List<Long> widths() throws IOException {
    return read(table()).stream().map(row -> (Long) row.getField("width")).sorted().toList();
  }

  @Override
  void whatCameWasAdded(Published first) throws IOException {
    assertEquals(DataOperations.APPEND, table().currentSnapshot().operation());
    List<Snapshot> snapshots = new ArrayList<>();
    table().snapshots().forEach(snapshots::add);
    assertEquals(2, snapshots.size());
    assertEquals("" + first.commit(), snapshots.get(0).summary().get("shallows.commit"));
    assertEquals(
        2,
        rowsOf(snapshots.get(0).snapshotId()),
        "the snapshot before is there with the rows that it had");
  }

  @Override
  void whatLeftWasTakenOut() {
    List<Snapshot> left = new ArrayList<>();
    table().snapshots().forEach(left::add);
    assertEquals(1, left.size(), "files of the snapshots before are gone");
  }

  private static List<String> files(org.apache.iceberg.Table table) throws IOException {
    List<String> names = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> names.add(task.file().location()));
    }
    return names;
  }

  private Set<String> storeFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return new TreeSet<>(
          files
              .filter(Files::isRegularFile)
              .map(Path::toString)
              .filter(file -> !file.contains("_iceberg"))
              .toList());
    }
  }

  @Test
  void everyColumnOfEveryRowIsTheStores() throws Exception {
    Record first = StoreTest.row(4, 1, -0.0, Double.MIN_VALUE, Math.PI);
    Record second = StoreTest.row(8);
    try (StoreWriter writer = writer()) {
      commit(writer, "a", first);
      commit(writer, "b", second);
    }
    // As stores are that were given away without their empty folders.
    for (String empty : List.of("_staging", "_pending", "paths")) {
      Files.delete(folder.resolve("store").resolve(empty));
    }
    Set<String> before = storeFiles();
    Published published = publish();
    assertEquals(2, published.rows());
    assertEquals(2, published.added());
    assertEquals(before, storeFiles(), "the store is as it was");
    List<org.apache.iceberg.data.Record> rows = read(table());
    rows.sort(java.util.Comparator.comparing(row -> (Long) row.getField("width")));
    assertEquals(2, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      for (Column<?> column : TABLE.columns()) {
        Object expected = (i == 0 ? first : second).find(column).orElse(null);
        Object found = rows.get(i).getField(column.name());
        if (column.type() == ColumnType.REALS && expected != null) {
          double[] numbers =
              ((List<?>) found).stream().mapToDouble(number -> (Double) number).toArray();
          assertArrayEquals((double[]) expected, numbers, column.name());
        } else {
          assertEquals(expected, found, column.name());
        }
      }
    }
    Types.NestedField loss = table().schema().findField("reference_loss");
    assertEquals(ReferencesTable.REFERENCE_LOSS.definition() + " [loss]", loss.doc());
  }

  @Test
  void anIndependentReaderFindsTheRowsInTheFilesThatTheSnapshotNames() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4), StoreTest.row(8));
      commit(writer, "b", StoreTest.row(16));
    }
    publish();
    List<String> names = files(table());
    Snapshot snapshot = table().currentSnapshot();
    names.add(snapshot.manifestListLocation());
    snapshot.allManifests(table().io()).forEach(manifest -> names.add(manifest.path()));
    assertTrue(names.stream().allMatch(name -> name.startsWith("file:///")), names.toString());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), sum(width) FROM read_parquet(['"
                    + String.join("', '", files(table()))
                    + "'])")) {
      assertTrue(row.next());
      assertEquals(3, row.getLong(1));
      assertEquals(28, row.getLong(2));
    }
  }

  @Test
  void whatIsInNoCommitIsInNoSnapshot() throws Exception {
    StoredFile damaged;
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
      damaged = commit(writer, "b", StoreTest.row(8));
      StoreTest.publish(writer, "uncommitted", StoreTest.row(16));
      writer.commit(List.of(), List.of("b"), Set.of(damaged.name()));
    }
    Path store = folder.resolve("store");
    Path committed;
    try (Stream<Path> references = Files.list(store.resolve("references"))) {
      committed = references.findFirst().orElseThrow();
    }
    Files.copy(committed, store.resolve("references/mine.parquet"));
    publish();
    assertEquals(List.of(4L), widths());
    assertEquals(List.of("file://" + committed), files(table()));
  }

  private int rowsOf(long snapshot) throws IOException {
    int rows = 0;
    try (CloseableIterable<org.apache.iceberg.data.Record> found =
        IcebergGenerics.read(table()).useSnapshot(snapshot).build()) {
      for (org.apache.iceberg.data.Record row : found) {
        rows += row.getField("width") == null ? 0 : 1;
      }
    }
    return rows;
  }

  @Test
  void aCopyOfAStoreIsPublishedByItsOwnFiles() throws Exception {
    try (StoreWriter writer = writer()) {
      commit(writer, "a", StoreTest.row(4));
    }
    publish();
    Path copy = folder.resolve("copy of a store #2");
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(folder.resolve("store").relativize(file).toString()));
      }
    }
    new IcebergPublication(Store.openSettled(copy.toString(), new Configuration())).publish(TABLE);
    List<String> names = files(table(copy));
    assertEquals(1, names.size());
    assertTrue(names.get(0).startsWith("file://" + copy + "/references/"), names.toString());
    assertEquals(1, read(table(copy)).size());
  }

  @Test
  void columnsThatCameLaterAreEmptyInOlderFiles() throws Exception {
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
                  java.util.Map.of());
      writer.commit(List.of(StoreTest.group("old", old)), List.of());
      publish(narrow);
      assertEquals(2, table().schema().columns().size());
      commit(writer, "new", StoreTest.row(4, 1.5));
      publish();
    }
    for (org.apache.iceberg.data.Record row : read(table())) {
      boolean isOld = row.getField("width").equals(2L);
      assertEquals(isOld ? null : List.of(1.5), row.getField("parameters"));
      assertEquals("p", row.getField("problem_id"));
    }
    assertEquals(List.of(2L, 4L), widths());
  }

  @Test
  void filesThatAreNotInTheirTablesYetAreWaitedFor() throws Exception {
    StoredFile file;
    try (StoreWriter writer = writer()) {
      file = commit(writer, "a", StoreTest.row(4));
    }
    Path store = folder.resolve("store");
    Path pending = store.resolve(StoreNames.pending(file.name()));
    Files.move(store.resolve(file.name()), pending);
    StoreException.Changed refused = assertThrows(StoreException.Changed.class, this::publish);
    assertTrue(refused.getMessage().contains("not in their tables yet"), refused.getMessage());
    writer().close();
    assertEquals(1, publish().rows());
    Files.delete(store.resolve(file.name()));
    assertThrows(StoreException.Corrupted.class, this::publish);
  }
}
