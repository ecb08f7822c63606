package io.shallows.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.Collection;
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
 * @param content what rows it holds, as a number that is the sum of those of its parts (modulo
 *     2^256), so that it does not change when files are put together
 */
public record Group(
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
    List<StoredFile> files,
    String content) {

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The digest names a file in {@code _specs}. */
  private static final Pattern GRID = Pattern.compile("[0-9A-Za-z]{1,64}");

  public Group {
    if (id == null || scope == null || covers == null || statuses == null || failures == null) {
      throw new IllegalArgumentException("a group lacks id, scope, covers, statuses or failures");
    }
    if (stage == null || grid == null || files == null || !GRID.matcher(grid).matches()) {
      throw new IllegalArgumentException(
          "group " + id + " has stage " + stage + " and grid '" + grid + "'");
    }
    statuses = new TreeMap<>(statuses);
    kinds = kinds == null ? new TreeMap<>() : new TreeMap<>(kinds);
    failures = new TreeMap<>(failures);
    files = List.copyOf(files);
    content = content == null ? Checksum.of(id) : content;
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
        content);
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
