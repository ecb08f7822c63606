package io.shallows.spark.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoreFolder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The log of one table of Delta: numbered files from 0, with one action as JSON on each line. What
 * they say, one after the other, is the table's present state.
 *
 * <p>A number is taken as commits of a store are taken: by one writer only.
 */
final class DeltaLog {

  /** Folder of the log in the table's own; names that begin so are left out by readers. */
  static final String FOLDER = "_delta_log";

  /** Key of a version's information: the number of the commit that it shows. */
  static final String COMMIT = "shallows.commit";

  /** The oldest rules for readers, those for files without any feature. */
  static final int MINIMUM_READER = 1;

  /** The oldest rules for writers that keep a table's properties. */
  static final int MINIMUM_WRITER = 2;

  private static final Pattern VERSION = Pattern.compile("([0-9]{20})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreFolder folder;
  private final String log;
  private final Map<String, JsonNode> files = new LinkedHashMap<>();
  private JsonNode metadata = JSON.createObjectNode();
  private JsonNode schema = JSON.createObjectNode();
  private long newest = -1;
  private long commit;
  private long timestamp;

  /**
   * @param name the table's folder in the store
   */
  DeltaLog(StoreFolder folder, String name) {
    this.folder = folder;
    this.log = name + "/" + FOLDER;
    TreeSet<Long> numbers =
        folder.childrenOf(log).stream()
            .map(VERSION::matcher)
            .filter(Matcher::matches)
            .map(version -> Long.valueOf(version.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    for (long number : numbers) {
      if (number != newest + 1) {
        throw notOurs("version " + (newest + 1) + " is not there", null);
      }
      replay(number);
      newest = number;
    }
  }

  private void replay(long number) {
    String text =
        folder
            .read(name(number))
            .orElseThrow(() -> notOurs("version " + number + " is not there", null));
    try {
      for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
        apply(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw notOurs("version " + number + " cannot be read", e);
    }
  }

  private void apply(JsonNode action) throws JsonProcessingException {
    if (action.has("add")) {
      files.put(action.path("add").path("path").asText(), action.path("add"));
    } else if (action.has("remove")) {
      files.remove(action.path("remove").path("path").asText());
    } else if (action.has("metaData")) {
      metadata = action.path("metaData");
      schema = JSON.readTree(metadata.path("schemaString").asText());
    } else if (action.has("commitInfo")) {
      commit = action.path("commitInfo").path(COMMIT).asLong();
      timestamp = Math.max(timestamp, action.path("commitInfo").path("timestamp").asLong());
    } else if (action.has("protocol")) {
      int reader = action.path("protocol").path("minReaderVersion").asInt();
      int writer = action.path("protocol").path("minWriterVersion").asInt();
      if (reader > MINIMUM_READER || writer > MINIMUM_WRITER) {
        throw notOurs("it needs readers of " + reader + " and writers of " + writer, null);
      }
    }
  }

  private StoreException notOurs(String why, Throwable cause) {
    return new StoreException(
        folder.path(log)
            + " was changed by another program ("
            + why
            + "); move it out of the store and publish again",
        cause);
  }

  private String name(long number) {
    return log + "/" + String.format(Locale.ROOT, "%020d.json", number);
  }

  /** Whether there is no version yet. */
  boolean isNew() {
    return newest < 0;
  }

  /** The file of the newest version; empty if there is none. */
  Optional<String> file() {
    return isNew()
        ? Optional.empty()
        : Optional.of(TablePublication.uri(folder.path(name(newest))));
  }

  /** The files of the newest version with the actions that added them. */
  Map<String, JsonNode> files() {
    return Collections.unmodifiableMap(files);
  }

  /** The table's description. */
  JsonNode metadata() {
    return metadata;
  }

  /** The table's columns. */
  JsonNode schema() {
    return schema;
  }

  /** The number of the store's commit that the newest version shows; 0 if it does not say it. */
  long commit() {
    return commit;
  }

  /** The time of the newest version in milliseconds since 1970; 0 if none has one. */
  long timestamp() {
    return timestamp;
  }

  /**
   * Writes the next version.
   *
   * @return its file; empty if another has taken the number with something else
   */
  Optional<String> append(List<ObjectNode> actions) {
    String name = name(newest + 1);
    // A node's text is its JSON on one line.
    String text = actions.stream().map(action -> action + "\n").collect(Collectors.joining());
    boolean ours =
        folder.publishBeside(text, name)
            // The answer of a step that was done again may be lost.
            || folder.read(name).filter(text::equals).isPresent();
    return ours ? Optional.of(TablePublication.uri(folder.path(name))) : Optional.empty();
  }
}
