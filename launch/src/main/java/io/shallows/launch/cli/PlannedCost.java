package io.shallows.launch.cli;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.Grid;
import io.shallows.problem.TableProblem;
import io.shallows.spark.drive.StoredPlan;
import io.shallows.spark.plan.ProblemCosts;
import io.shallows.spark.plan.ProblemsLeft;
import io.shallows.spark.store.Stage;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Core-seconds that are left of a sweep, stage by stage, with the range in which they are likely.
 *
 * <p>Where a store has trials or problems of a stage, what those took is taken, off by up to
 * {@value #MEASURED_FACTOR} either way; else shapes alone tell, which know nothing of the data:
 * easy trials took a third, drawn problems up to {@value #DRAWN_MORE} times as long, and tables up
 * to {@value #TABLE_FACTOR} times more or less. Of suprema the searches are not counted but
 * guessed, and end early where networks fit the data: up to {@value #SUPREMA_LESS} times less, or
 * {@value #SUPREMA_MORE} times more.
 *
 * <p>Not in it: the start of Spark, what the compiler takes until programs are warm (some 12
 * core-seconds of each process of two slots), summaries and fits.
 */
final class PlannedCost {

  static final double MEASURED_FACTOR = 2;
  static final double UNMEASURED_LESS = 3;
  static final double DRAWN_MORE = 5;
  static final double TABLE_FACTOR = 6;
  static final double SUPREMA_LESS = 10;
  static final double SUPREMA_MORE = 4;

  /**
   * One stage.
   *
   * @param stage which
   * @param problems predicted seconds of shards that are left, where these are problems
   * @param trial seconds that are left of one trial of a cell, on average, where shards have
   *     trials; null elsewhere
   * @param seconds core-seconds that are left
   * @param less how many times less is likely
   * @param more how many times more is likely
   * @param measured whether what trials or problems of it took was known
   */
  record Part(
      Stage stage,
      List<Double> problems,
      ToDoubleFunction<CellCoordinates> trial,
      double seconds,
      double less,
      double more,
      boolean measured) {

    Part {
      problems = List.copyOf(problems);
    }
  }

  private final List<Part> parts;
  private final boolean measuredCosts;
  private final long trained;
  private final long measured;

  private PlannedCost(List<Part> parts, boolean measuredCosts, long trained, long measured) {
    this.parts = List.copyOf(parts);
    this.measuredCosts = measuredCosts;
    this.trained = trained;
    this.measured = measured;
  }

  static PlannedCost of(SweepSpec spec, Grid grid, Optional<StoredPlan> stored) {
    PredictedCost shapes = new PredictedCost(spec);
    ProblemCosts counted = new ProblemCosts(spec, grid, TrialRunner.of(spec));
    double untrained =
        stored.map(store -> 1 - store.trained() / (double) store.trials()).orElse(1.0);
    double unmeasured =
        stored.map(store -> 1 - store.measured() / (double) store.trials()).orElse(1.0);
    boolean depths = spec.measurement().depth().enabled();
    List<Part> parts = new ArrayList<>();
    if (depths) {
      parts.add(ofProblems(spec, Stage.REFERENCES, counted, stored));
    }
    parts.add(
        ofTrials(
            spec,
            grid,
            Stage.MINIMA,
            untrained,
            stored.map(StoredPlan::minimumSeconds),
            shapes::minimumSeconds));
    if (depths) {
      parts.add(
          ofTrials(
              spec,
              grid,
              Stage.DEPTHS,
              unmeasured,
              stored.map(StoredPlan::depthSeconds),
              shapes::depthSeconds));
    }
    if (spec.measurement().suprema()) {
      parts.add(ofProblems(spec, Stage.SUPREMA, counted, stored));
    }
    return new PlannedCost(
        parts,
        stored.map(StoredPlan::knowsCosts).orElse(false),
        stored.map(StoredPlan::trained).orElse(0L),
        stored.map(StoredPlan::measured).orElse(0L));
  }

  private static Part ofTrials(
      SweepSpec spec,
      Grid grid,
      Stage stage,
      double share,
      Optional<ToDoubleFunction<CellCoordinates>> measured,
      ToDoubleFunction<CellCoordinates> shapes) {
    ToDoubleFunction<CellCoordinates> whole = measured.orElse(shapes);
    ToDoubleFunction<CellCoordinates> left = cell -> share * whole.applyAsDouble(cell);
    boolean known = measured.isPresent();
    return new Part(
        stage,
        List.of(),
        left,
        PredictedCost.total(grid, left),
        known ? MEASURED_FACTOR : less(spec),
        known ? MEASURED_FACTOR : more(spec),
        known);
  }

  private static Part ofProblems(
      SweepSpec spec, Stage stage, ProblemCosts counted, Optional<StoredPlan> stored) {
    Optional<ProblemsLeft> left =
        stored.flatMap(
            store ->
                store.problems().stream().filter(one -> one.stage().equals(stage)).findFirst());
    List<Double> shards = left.map(ProblemsLeft::seconds).orElseGet(() -> counted.shards(stage));
    boolean known = left.map(one -> one.timed() > 0).orElse(false);
    boolean suprema = stage.equals(Stage.SUPREMA);
    return new Part(
        stage,
        shards,
        null,
        shards.stream().mapToDouble(Double::doubleValue).sum(),
        known ? MEASURED_FACTOR : suprema ? SUPREMA_LESS : less(spec),
        known ? MEASURED_FACTOR : suprema ? SUPREMA_MORE : more(spec),
        known);
  }

  private static double less(SweepSpec spec) {
    return isTable(spec) ? TABLE_FACTOR : UNMEASURED_LESS;
  }

  private static double more(SweepSpec spec) {
    return isTable(spec) ? TABLE_FACTOR : DRAWN_MORE;
  }

  private static boolean isTable(SweepSpec spec) {
    return spec.problem().kind().equals(TableProblem.NAME);
  }

  /** The stages in their order. */
  List<Part> parts() {
    return parts;
  }

  /**
   * The stages whose shards are in one queue: minima follow references without a wait, and suprema
   * follow depths.
   */
  List<List<Part>> queues() {
    List<Part> first = new ArrayList<>();
    List<Part> second = new ArrayList<>();
    for (Part part : parts) {
      boolean early = part.stage().equals(Stage.REFERENCES) || part.stage().equals(Stage.MINIMA);
      (early ? first : second).add(part);
    }
    return List.of(first, second);
  }

  /** Core-seconds that are left. */
  double seconds() {
    return parts.stream().mapToDouble(Part::seconds).sum();
  }

  double low() {
    return parts.stream().mapToDouble(part -> part.seconds() / part.less()).sum();
  }

  double high() {
    return parts.stream().mapToDouble(part -> part.seconds() * part.more()).sum();
  }

  /** Whether what trials took was known. */
  boolean isMeasured() {
    return measuredCosts;
  }

  long trained() {
    return trained;
  }

  long measured() {
    return measured;
  }
}
