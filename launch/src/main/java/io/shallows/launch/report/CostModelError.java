package io.shallows.launch.report;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well the planner knew what shards would cost.
 *
 * <p>With t_i the measured and q_i the predicted time of shard i, {@code factor = sum t_i / sum
 * q_i}, and {@code error = exp(sqrt(mean of log(t_i / (factor q_i))^2))}: the factor by which a
 * single shard is typically off once the speed of the machine is known. Shards that took or were
 * predicted to take no time are left out of the error.
 */
final class CostModelError {

  private static final class Sums {
    private long shards;
    private double measured;
    private double predicted;
  }

  private CostModelError() {}

  /** One row per stage that computed anything. */
  static ReportTable table(List<Group> groups) {
    Map<Stage, Sums> stages = new TreeMap<>();
    for (Group group : groups) {
      if (group.predictedSeconds() > 0 && group.seconds() > 0) {
        Sums sums = stages.computeIfAbsent(group.stage(), stage -> new Sums());
        sums.shards++;
        sums.measured += group.seconds();
        sums.predicted += group.predictedSeconds();
      }
    }
    List<List<Object>> rows =
        stages.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue(), groups))
            .toList();
    return new ReportTable(
        "cost-model",
        "Predicted and measured time of shards by stage (the store's log).",
        List.of(
            new ReportTable.Field("stage", "What the shards computed."),
            new ReportTable.Field("shards", "Number of shards."),
            new ReportTable.Field(
                "predicted_seconds", "Sum of the planner's predictions. Unit: s."),
            new ReportTable.Field("measured_seconds", "Sum of the times on their slots. Unit: s."),
            new ReportTable.Field("factor", "measured_seconds / predicted_seconds."),
            new ReportTable.Field(
                "error",
                "Factor by which a shard's time typically differs from its prediction times"
                    + " factor: exp of the root mean square of the logarithm.")),
        rows);
  }

  private static List<Object> row(Stage stage, Sums sums, List<Group> groups) {
    double factor = sums.measured / sums.predicted;
    double square =
        groups.stream()
            .filter(g -> g.stage().equals(stage) && g.predictedSeconds() > 0 && g.seconds() > 0)
            .mapToDouble(g -> Math.log(g.seconds() / (factor * g.predictedSeconds())))
            .map(log -> log * log)
            .average()
            .orElse(0);
    return Arrays.asList(
        stage.label(),
        sums.shards,
        sums.predicted,
        sums.measured,
        factor,
        Math.exp(Math.sqrt(square)));
  }
}
