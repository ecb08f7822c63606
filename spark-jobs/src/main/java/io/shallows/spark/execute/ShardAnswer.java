package io.shallows.spark.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.spark.plan.MeasuredCosts;
import io.shallows.spark.store.Group;

/** What a task answers; as text, since only texts cross Spark's boundaries. */
sealed interface ShardAnswer {

  /** It carried out the shard. */
  record Finished(ShardRunner.Result result) implements ShardAnswer {
    @Override
    public String text() {
      return result.group().toJson() + "\n" + result.costs().toJson();
    }
  }

  /**
   * Its process cannot compute. Not an exception: a failed task counts against its shard, which has
   * done nothing.
   */
  record Refused(Place place, Defect defect) implements ShardAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String text() {
      try {
        return JSON.writeValueAsString(this);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an answer is plain data", e);
      }
    }

    @Override
    public String toString() {
      return place + " cannot compute: " + defect.sentence();
    }
  }

  /** This answer as text. */
  String text();

  /** The answer of a text. */
  static ShardAnswer parse(String text) {
    int end = text.indexOf('\n');
    if (end >= 0) {
      return new Finished(
          new ShardRunner.Result(
              Group.parse(text.substring(0, end)), MeasuredCosts.parse(text.substring(end + 1))));
    }
    try {
      return Refused.JSON.readValue(text, Refused.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no answer of a shard: " + text, e);
    }
  }
}
