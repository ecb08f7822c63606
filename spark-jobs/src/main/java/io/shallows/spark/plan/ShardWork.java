package io.shallows.spark.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoredFile;
import java.util.List;

/**
 * One shard: what a task has to do.
 *
 * @param stage the stage it belongs to
 * @param scope what its rows depend on beside their trials
 * @param grid digest of the spec whose trial numbers {@code covers} uses
 * @param covers the trials as index ranges, or the reference's key
 * @param predictedSeconds cost by the model
 * @param inputs committed files it reads
 */
public record ShardWork(
    Stage stage,
    String scope,
    String grid,
    String covers,
    double predictedSeconds,
    List<StoredFile> inputs) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public ShardWork {
    inputs = List.copyOf(inputs);
  }

  /** Digest of what is computed: equal for every attempt at the same work. */
  public String id() {
    String content = String.join("\n", stage.label(), scope, grid, covers);
    return stage.label() + "-" + Checksum.of(content).substring(0, 20);
  }

  /** This work as text; only texts cross Spark's boundaries. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("work is plain data", e);
    }
  }

  /** The work that {@link #toJson()} wrote. */
  public static ShardWork parse(String json) {
    try {
      return JSON.readValue(json, ShardWork.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the text of a shard: " + json, e);
    }
  }
}
