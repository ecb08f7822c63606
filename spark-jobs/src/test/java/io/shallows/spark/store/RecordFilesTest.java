package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading some trials out of a large file. */
class RecordFilesTest {

  private static final int ROWS = 600;
  private static final int PARAMETERS = 20_000;

  @TempDir Path folder;

  private StoreFolder store;
  private List<Record> rows;
  private StoredFile file;

  @BeforeEach
  void publish() {
    String uri = folder.toUri().toString();
    try (StoreWriter writer = StoreWriter.open(uri, new Configuration(), Clock.systemUTC())) {
      store = writer.store().folder();
    }
    rows = new ArrayList<>();
    for (int k = 0; k < ROWS; k++) {
      rows.add(row(k));
    }
    RecordFiles files = new RecordFiles(store);
    List<StoredFile> parts = new ArrayList<>();
    for (int from = 0; from < ROWS; from += 50) {
      parts.add(
          files.publish(
              MinimaTable.TABLE, rows.subList(from, from + 50), "part-" + from, Map.of()));
    }
    file = files.publishAll(MinimaTable.TABLE, parts, "whole", Map.of());
  }

  /** Rows of an earlier program lack a column; that is no damage, and a run mends it. */
  @Test
  void aFileWithoutARequiredColumnIsOutdatedAndNotDamaged() {
    List<Column<?>> later = new ArrayList<>(MinimaTable.TABLE.columns());
    later.add(Column.integer("added_later", "A column that every row has by now."));
    Table table =
        Table.define(MinimaTable.TABLE.name(), MinimaTable.TABLE.definition(), later).build();
    StoreException outdated =
        assertThrows(
            StoreException.class, () -> new RecordFiles(store).read(file, table, row -> {}));
    assertFalse(outdated instanceof StoreException.Corrupted);
    assertTrue(
        outdated.getMessage().startsWith(store.path(file.name()) + " has no column `added_later`"),
        outdated.getMessage());
    assertTrue(outdated.getMessage().contains("shallows run"), outdated.getMessage());
  }

  /** A full disk behind the reader is not damage of what is read. */
  @Test
  void whatTheReaderOfRowsThrowsIsNoDamageOfTheFile() {
    RecordFiles files = new RecordFiles(store);
    UncheckedIOException full =
        assertThrows(
            UncheckedIOException.class,
            () ->
                files.read(
                    file,
                    MinimaTable.TABLE,
                    row -> {
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }));
    assertEquals("No space left on device", full.getCause().getMessage());
    assertThrows(
        ArithmeticException.class,
        () ->
            files.read(
                file,
                MinimaTable.TABLE,
                Set.of(id(3)),
                row -> {
                  throw new ArithmeticException();
                }));
    StoredFile absent = new StoredFile("minima", "minima/absent.parquet", 1, 1, "0");
    assertThrows(
        StoreException.Corrupted.class, () -> files.read(absent, MinimaTable.TABLE, row -> {}));
  }

  private static String id(int k) {
    return Checksum.of("trial " + k).substring(0, 32);
  }

  private static Record row(int k) {
    double[] parameters = new double[PARAMETERS];
    for (int i = 0; i < PARAMETERS; i++) {
      parameters[i] = Math.sin(k + 0.37 * i);
    }
    return Record.of(MinimaTable.TABLE)
        .set(LeadingColumns.TRIAL_ID, id(k))
        .set(LeadingColumns.PROBLEM_ID, "p")
        .set(LeadingColumns.FAMILY, "plain")
        .set(LeadingColumns.WIDTH, 4)
        .set(LeadingColumns.NETWORK_DEPTH, 0)
        .set(LeadingColumns.INPUT_DIMENSION, 2)
        .set(LeadingColumns.INITIALIZATION, "he")
        .set(LeadingColumns.SEED, k)
        .set(LeadingColumns.PARAMETER_COUNT, PARAMETERS)
        .set(MinimaTable.LOSS, 1.0 / (k + 1))
        .set(MinimaTable.MINIMUM_KIND, "global")
        .set(MinimaTable.STATUS, "converged")
        .set(MinimaTable.PARAMETERS, parameters)
        .build();
  }

  private int groups(Set<String> ids) throws IOException {
    Configuration configuration = new Configuration();
    ParquetReadOptions.Builder options = HadoopReadOptions.builder(configuration);
    if (!ids.isEmpty()) {
      options.withRecordFilter(RecordFiles.filter(ids));
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(store.path(store.place(file)), configuration),
            options.build())) {
      return reader.getRowGroups().size();
    }
  }

  @Test
  void someTrialsOfALargeFileAreTheRowsThatWereWritten() {
    Set<String> wanted = new TreeSet<>(List.of(id(3), id(4), id(599), "of no trial"));
    List<Record> read = new ArrayList<>();
    new RecordFiles(store).read(file, MinimaTable.TABLE, wanted, read::add);
    assertEquals(List.of(rows.get(3), rows.get(4), rows.get(599)), read);
  }

  @Test
  void allRowsComeInTheOrderInWhichTheyWereWritten() {
    List<Record> read = new ArrayList<>();
    new RecordFiles(store).read(file, MinimaTable.TABLE, read::add);
    assertEquals(rows, read);
  }

  @Test
  void rowGroupsWithoutAWantedTrialAreNotRead() throws IOException {
    int all = groups(Set.of());
    assertTrue(all >= 6, all + " row groups");
    Set<String> neighbours = new TreeSet<>();
    for (int k = 0; k < 10; k++) {
      neighbours.add(id(k));
    }
    assertEquals(1, groups(neighbours));
    Set<String> strangers = new TreeSet<>();
    for (int k = 0; k < 1000; k++) {
      strangers.add(id(ROWS + k));
    }
    assertEquals(0, groups(strangers));
  }
}
