package io.shallows.spark.publish;

import io.shallows.record.Table;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ExpireSnapshots.CleanupLevel;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;

/**
 * Registers the committed files of a table, where they are and as they are, as a snapshot of a
 * table of Iceberg under {@code _iceberg} in the store. Nothing is copied, and nothing of the store
 * is deleted.
 *
 * <p>Files that came since the last snapshot are added, and those that left taken out. Snapshots
 * before one that takes files out are dropped, since their files are no longer there.
 */
public final class IcebergPublication implements TablePublication {

  /** Folder of the tables of Iceberg; names that begin so are left out by readers of folders. */
  public static final String FOLDER = "_iceberg";

  /** Key of a snapshot's summary: the number of the commit that it shows. */
  static final String COMMIT = "shallows.commit";

  private static final String FORMAT_VERSION = "2";

  private final Store store;

  /**
   * @param store the commit that is published; its files are in their tables
   */
  public IcebergPublication(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Published> publish(Table table) {
    IcebergMetadata metadata = new IcebergMetadata(store.folder(), FOLDER + "/" + table.name());
    List<StoredFile> files = store.files(table);
    if (files.isEmpty() && metadata.file().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(publish(table, files, metadata));
    } catch (CommitFailedException | ValidationException e) {
      throw TablePublication.meanwhile(metadata.location(), e);
    }
  }

  private Published publish(Table table, List<StoredFile> files, IcebergMetadata metadata) {
    Map<String, StoredFile> wanted = new LinkedHashMap<>();
    for (StoredFile file : files) {
      wanted.put(TablePublication.uri(store.folder().path(file.name())), file);
    }
    boolean isNew = metadata.current() == null;
    Map<String, DataFile> gone = isNew ? new LinkedHashMap<>() : present(table, metadata);
    Map<String, StoredFile> came = new LinkedHashMap<>(wanted);
    came.keySet().removeAll(gone.keySet());
    gone.keySet().removeAll(wanted.keySet());
    Schema schema = IcebergSchema.of(table);
    Transaction transaction;
    if (isNew) {
      transaction =
          Transactions.createTableTransaction(
              table.name(),
              metadata,
              TableMetadata.newTableMetadata(
                  schema,
                  PartitionSpec.unpartitioned(),
                  metadata.location(),
                  Map.of(TableProperties.FORMAT_VERSION, FORMAT_VERSION)));
    } else {
      transaction = Transactions.newTransaction(table.name(), metadata);
    }
    if (!IcebergSchema.covers(transaction.table().schema(), schema)) {
      transaction.updateSchema().unionByNameWith(schema).commit();
    }
    nameFields(transaction);
    if (isNew || !came.isEmpty() || !gone.isEmpty()) {
      change(transaction, came, gone);
    }
    transaction.commitTransaction();
    return new Published(
        store.commit(),
        wanted.size(),
        files.stream().mapToLong(StoredFile::rows).sum(),
        came.size(),
        gone.size(),
        metadata.file().orElseThrow());
  }

  private Map<String, DataFile> present(Table table, IcebergMetadata metadata) {
    BaseTable published = new BaseTable(metadata, table.name());
    Map<String, DataFile> present = new LinkedHashMap<>();
    Snapshot snapshot = published.currentSnapshot();
    if (snapshot != null && commitOf(snapshot) > store.commit() && store.isPast()) {
      throw new CommitFailedException("a later commit is published");
    }
    try (CloseableIterable<FileScanTask> tasks = published.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        present.put(task.file().location(), task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return present;
  }

  private static long commitOf(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().getOrDefault(COMMIT, "0"));
  }

  /** Files without numbers of fields are read by the names in this list. */
  private static void nameFields(Transaction transaction) {
    String names = NameMappingParser.toJson(MappingUtil.create(transaction.table().schema()));
    String key = TableProperties.DEFAULT_NAME_MAPPING;
    if (!names.equals(transaction.table().properties().get(key))) {
      transaction.updateProperties().set(key, names).commit();
    }
  }

  private void change(
      Transaction transaction, Map<String, StoredFile> came, Map<String, DataFile> gone) {
    OverwriteFiles change = transaction.newOverwrite().set(COMMIT, Long.toString(store.commit()));
    came.forEach(
        (uri, file) ->
            change.addFile(
                DataFiles.builder(PartitionSpec.unpartitioned())
                    .withPath(uri)
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(file.bytes())
                    .withRecordCount(file.rows())
                    .build()));
    gone.values().forEach(change::deleteFile);
    change.commit();
    if (!gone.isEmpty()) {
      Snapshot newest = transaction.table().currentSnapshot();
      // The store's files are the store's: only the list of snapshots gets shorter.
      ExpireSnapshots expire = transaction.expireSnapshots().cleanupLevel(CleanupLevel.NONE);
      for (Snapshot snapshot : transaction.table().snapshots()) {
        if (snapshot.snapshotId() != newest.snapshotId()) {
          expire.expireSnapshotId(snapshot.snapshotId());
        }
      }
      expire.commit();
    }
  }
}
