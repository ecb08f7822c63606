package io.shallows.spark.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.grid.CellCoordinates;
import io.shallows.spark.store.Stage;
import io.shallows.trial.PredictedOperations;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Time that trials took, summed by stage and shape; cells that differ in their problem only share a
 * shape. Not safe for use by several threads.
 */
public final class MeasuredCosts {

  /** Shapes beyond this are not kept apart: the fitted curve says enough about them. */
  static final int MOST_SHAPES = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Trials of one shape.
   *
   * @param width of their networks
   * @param networkDepth of their networks
   * @param inputDimension of their problem
   * @param initialization of their parameters
   * @param operations predicted for one trial
   * @param trials how many were measured
   * @param seconds that they took together
   */
  public record Cost(
      int width,
      int networkDepth,
      int inputDimension,
      String initialization,
      double operations,
      long trials,
      double seconds) {

    public Cost {
      Objects.requireNonNull(initialization, "initialization");
    }

    private Cost plus(Cost other) {
      return new Cost(
          width,
          networkDepth,
          inputDimension,
          initialization,
          operations,
          trials + other.trials,
          seconds + other.seconds);
    }

    double mean() {
      return seconds / trials;
    }
  }

  private final Map<String, Cost> costs;

  /** Nothing measured. */
  public MeasuredCosts() {
    this(new TreeMap<>());
  }

  private MeasuredCosts(Map<String, Cost> costs) {
    this.costs = costs;
  }

  /** Adds one trial. */
  public void add(Stage stage, CellCoordinates cell, double operations, double seconds) {
    Cost cost =
        new Cost(
            cell.width(),
            cell.networkDepth(),
            cell.inputDimension(),
            cell.initialization(),
            operations,
            1,
            seconds);
    add(key(stage, cell), cost);
  }

  /** Adds all of other measurements. */
  public void addAll(MeasuredCosts other) {
    other.costs.forEach(this::add);
  }

  private void add(String key, Cost cost) {
    if (costs.size() < MOST_SHAPES || costs.containsKey(key)) {
      costs.merge(key, cost, Cost::plus);
    }
  }

  /** Time that all of them took. */
  public double seconds() {
    return costs.values().stream().mapToDouble(Cost::seconds).sum();
  }

  /** What is known of a stage, by shape. */
  Map<String, Cost> of(Stage stage) {
    Map<String, Cost> found = new TreeMap<>();
    costs.forEach(
        (key, cost) -> {
          if (key.startsWith(stage.label() + " ")) {
            found.put(key, cost);
          }
        });
    return found;
  }

  /** How many trials of a cell's shape were measured in a stage. */
  long trials(Stage stage, CellCoordinates cell) {
    Cost cost = costs.get(key(stage, cell));
    return cost == null ? 0 : cost.trials();
  }

  static String key(Stage stage, CellCoordinates cell) {
    return stage.label() + " " + shape(cell);
  }

  /** What the cost of a trial is taken to depend on. */
  static String shape(CellCoordinates cell) {
    return cell.family()
        + " "
        + cell.width()
        + " "
        + cell.networkDepth()
        + " "
        + cell.inputDimension()
        + " "
        + cell.initialization();
  }

  /**
   * These measurements as they are kept.
   *
   * @param operations the scale of their operations, {@link PredictedOperations#SCALE}
   */
  private record Kept(int operations, Map<String, Cost> costs) {}

  /** These measurements as text. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(new Kept(PredictedOperations.SCALE, costs));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("costs are plain data", e);
    }
  }

  /**
   * The measurements that {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException if this is another text, or its operations were predicted by
   *     another formula, whose scale says nothing of this one's
   */
  public static MeasuredCosts parse(String json) {
    try {
      Kept kept = JSON.readValue(json, Kept.class);
      if (kept.costs() == null || kept.operations() != PredictedOperations.SCALE) {
        throw new IllegalArgumentException("costs on another scale: " + kept.operations());
      }
      return new MeasuredCosts(new TreeMap<>(kept.costs()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the text of costs: " + json, e);
    }
  }
}
