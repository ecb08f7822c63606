package io.shallows.spark.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Table;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;

/**
 * Registers the committed files of a table, where they are and as they are, as a version of a table
 * of Delta, whose folder is the table's own in the store. Names in the log are relative to it, so
 * that a copy of a store has the tables of the copy. Nothing is copied, and nothing of the store is
 * deleted.
 *
 * <p>The log is JSON and is written without Delta's library. What it says depends on the store
 * alone: times are those at which its files were written.
 */
public final class DeltaPublication implements TablePublication {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How long a file that is in no version is kept by programs that clean up: a hundred years, since
   * what is in the folder is the store's.
   */
  private static final String KEEP = "interval 5200 weeks";

  private final Store store;

  /**
   * @param store the commit that is published; its files are in their tables
   */
  public DeltaPublication(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Published> publish(Table table) {
    DeltaLog log = new DeltaLog(store.folder(), table.name());
    List<StoredFile> files = store.files(table);
    if (files.isEmpty() && log.isNew()) {
      return Optional.empty();
    }
    String location = TablePublication.uri(store.folder().path(table.name()));
    if (log.commit() > store.commit() && store.isPast()) {
      throw TablePublication.meanwhile(location, new StoreException("a later commit is published"));
    }
    Map<String, StoredFile> came = new LinkedHashMap<>();
    for (StoredFile file : files) {
      came.put(path(table, file), file);
    }
    Map<String, JsonNode> gone = new TreeMap<>(log.files());
    gone.keySet().removeAll(came.keySet());
    came.keySet().removeAll(log.files().keySet());
    ObjectNode schema = DeltaSchema.union(log.schema(), DeltaSchema.of(table));
    String version;
    if (came.isEmpty() && gone.isEmpty() && schema.equals(log.schema())) {
      version = log.file().orElseThrow();
    } else {
      version =
          log.append(actions(table, log, schema, came, gone))
              .orElseThrow(
                  () ->
                      TablePublication.meanwhile(
                          location, new StoreException("its next version is another's")));
    }
    return Optional.of(
        new Published(
            store.commit(),
            files.size(),
            files.stream().mapToLong(StoredFile::rows).sum(),
            came.size(),
            gone.size(),
            version));
  }

  /** Names of a store's files have no character that a URI would need to escape. */
  private static String path(Table table, StoredFile file) {
    return file.name().substring(table.name().length() + 1);
  }

  private List<ObjectNode> actions(
      Table table,
      DeltaLog log,
      ObjectNode schema,
      Map<String, StoredFile> came,
      Map<String, JsonNode> gone) {
    Map<String, Long> written = new TreeMap<>();
    for (FileStatus file : store.folder().list(table.name())) {
      written.put(file.getPath().getName(), file.getModificationTime());
    }
    long timestamp =
        came.keySet().stream()
            .mapToLong(name -> written.getOrDefault(name, 0L))
            .reduce(log.timestamp(), Math::max);
    List<ObjectNode> actions = new ArrayList<>();
    ObjectNode info = action(actions, "commitInfo").put("timestamp", timestamp);
    info.put("operation", "WRITE")
        .put("engineInfo", "shallows")
        .put(DeltaLog.COMMIT, store.commit());
    info.putObject("operationParameters").put("mode", gone.isEmpty() ? "Append" : "Overwrite");
    if (log.isNew()) {
      action(actions, "protocol")
          .put("minReaderVersion", DeltaLog.MINIMUM_READER)
          .put("minWriterVersion", DeltaLog.MINIMUM_WRITER);
    }
    if (!schema.equals(log.schema())) {
      actions.add(metadata(table, log, schema, timestamp));
    }
    gone.forEach(
        (name, file) -> {
          ObjectNode remove = action(actions, "remove").put("path", name);
          remove.put("deletionTimestamp", timestamp).put("dataChange", true);
          remove.put("extendedFileMetadata", true).putObject("partitionValues");
          remove.put("size", file.path("size").asLong());
        });
    came.forEach(
        (name, file) -> {
          ObjectNode add = action(actions, "add").put("path", name);
          add.putObject("partitionValues");
          add.put("size", file.bytes());
          add.put("modificationTime", written.getOrDefault(name, timestamp));
          add.put("dataChange", true);
          add.put("stats", JSON.createObjectNode().put("numRecords", file.rows()).toString());
        });
    return actions;
  }

  private ObjectNode metadata(Table table, DeltaLog log, ObjectNode schema, long timestamp) {
    ObjectNode metadata = JSON.createObjectNode();
    ObjectNode content = metadata.putObject("metaData");
    if (log.isNew()) {
      String id = store.id().orElseGet(store.folder()::uri) + "/" + table.name();
      content.put("id", UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
      content.put("name", table.name()).put("description", table.definition());
      content.putObject("format").put("provider", "parquet").putObject("options");
      content.putArray("partitionColumns");
      content.putObject("configuration").put("delta.deletedFileRetentionDuration", KEEP);
      content.put("createdTime", timestamp);
    } else {
      content.setAll((ObjectNode) log.metadata().deepCopy());
    }
    content.put("schemaString", schema.toString());
    return metadata;
  }

  private static ObjectNode action(List<ObjectNode> actions, String kind) {
    ObjectNode action = JSON.createObjectNode();
    actions.add(action);
    return action.putObject(kind);
  }
}
