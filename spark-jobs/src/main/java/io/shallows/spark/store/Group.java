package io.shallows.spark.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that one shard published in all tables, or several shards whose files were put
 * together.
 *
 * @param id digest of stage, scope, grid and coverage: what was computed, not when or where
 * @param stage the stage that made it
 * @param scope what the rows depend on beside their trials: the measurement id, or empty
 * @param grid digest of the spec whose trial numbers {@code covers} uses
 * @param covers the trials, as index ranges, or the references, as keys
 * @param statuses number of rows by status
 * @param kinds number of trials by kind of minimum; empty in stages other than minima, and in
 *     groups of versions that did not count them
 * @param failures one line per kind of failure, with its count
 * @param seconds time the work took on its slot
 * @param predictedSeconds time the planner had predicted
 * @param files the published files; a table without rows has none
 * @param mergedContent its {@link #content()} where that does not follow from its id
 */
public record Group(
    String id,
    Stage stage,
    String scope,
    String grid,
    String covers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> statuses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> kinds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> failures,
    double seconds,
    double predictedSeconds,
    List<StoredFile> files,
    @JsonProperty("content") @JsonInclude(JsonInclude.Include.NON_NULL) String mergedContent) {

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The digest names a file in {@code _specs}. */
  private static final Pattern GRID = Pattern.compile("[0-9A-Za-z]{1,64}");

  public Group {
    if (id == null || scope == null || covers == null) {
      throw new IllegalArgumentException("a group lacks id, scope or covers");
    }
    if (stage == null || grid == null || files == null || !GRID.matcher(grid).matches()) {
      throw new IllegalArgumentException(
          "group " + id + " has stage " + stage + " and grid '" + grid + "'");
    }
    // Many groups share few words; a driver holds all groups of a store.
    scope = scope.intern();
    grid = grid.intern();
    statuses = counts(statuses);
    kinds = counts(kinds);
    failures = counts(failures);
    files = List.copyOf(files);
    mergedContent = Checksum.of(id).equals(mergedContent) ? null : mergedContent;
  }

  private static Map<String, Long> counts(Map<String, Long> given) {
    if (given == null || given.isEmpty()) {
      return Collections.emptySortedMap();
    }
    TreeMap<String, Long> counts = new TreeMap<>();
    given.forEach((word, count) -> counts.put(word.intern(), count));
    return Collections.unmodifiableSortedMap(counts);
  }

  /**
   * What rows it holds, as a number that is the sum of those of its parts (modulo 2^256), so that
   * it does not change when files are put together.
   */
  public String content() {
    return mergedContent == null ? Checksum.of(id) : mergedContent;
  }

  /** The group of one shard. */
  public Group(
      String id,
      Stage stage,
      String scope,
      String grid,
      String covers,
      Map<String, Long> statuses,
      Map<String, Long> kinds,
      Map<String, Long> failures,
      double seconds,
      double predictedSeconds,
      List<StoredFile> files) {
    this(
        id,
        stage,
        scope,
        grid,
        covers,
        statuses,
        kinds,
        failures,
        seconds,
        predictedSeconds,
        files,
        null);
  }

  /**
   * What rows some groups hold together, whatever their order and however their files are put
   * together.
   */
  public static String content(Collection<Group> groups) {
    BigInteger sum = BigInteger.ZERO;
    for (Group group : groups) {
      sum = sum.add(new BigInteger(group.content(), 16));
    }
    return sum.mod(BigInteger.TWO.pow(256)).toString(16);
  }

  /** This group with other files. */
  public Group withFiles(List<StoredFile> others) {
    return new Group(
        id,
        stage,
        scope,
        grid,
        covers,
        statuses,
        kinds,
        failures,
        seconds,
        predictedSeconds,
        others,
        mergedContent);
  }

  /** Length of all files. */
  public long bytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  /** This group as text; only texts cross Spark's boundaries. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a group is plain data", e);
    }
  }

  /** The group that {@link #toJson()} wrote. */
  public static Group parse(String json) {
    try {
      return JSON.readValue(json, Group.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the text of a group: " + json, e);
    }
  }
}
