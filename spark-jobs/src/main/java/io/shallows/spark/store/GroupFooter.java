package io.shallows.spark.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the footer of a table's file says of the group that it belongs to, so that a log can be made
 * from the files alone.
 *
 * @param run who made the file
 * @param group its group, without files
 * @param rows rows of the group's file of each table that has one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GroupFooter(RunIdentity run, Group group, Map<String, Long> rows) {

  /** Key of the footer. */
  static final String KEY = "shallows.group";

  private static final ObjectMapper JSON = new ObjectMapper();

  GroupFooter {
    if (run == null || group == null || rows == null) {
      throw new IllegalArgumentException("run, group or rows is missing");
    }
    rows = new TreeMap<>(rows);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a footer is plain data", e);
    }
  }

  /** The footer that {@link #toJson()} wrote; empty for any other text. */
  static Optional<GroupFooter> parse(String json) {
    try {
      return Optional.of(JSON.readValue(json, GroupFooter.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
