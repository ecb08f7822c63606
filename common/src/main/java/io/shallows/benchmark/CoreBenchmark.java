package io.shallows.benchmark;

import io.shallows.linalg.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The measurements of {@code shallows bench} for one shape, in the order of its output.
 *
 * @param shape the shape
 * @param kernels name of the provider of the kernels
 * @param steps steps per second
 * @param peak floating-point operations per second of this core's matrix product
 * @param firstStep processor time from nothing to the end of the first step: set-up, the loading of
 *     classes if this is the first shape of the JVM, and one step in code that is not compiled yet
 * @param hessianProductCost processor time of a Hessian-vector product in gradients, NaN if it was
 *     not asked for
 * @param minimum time to a minimum, or null if it was not asked for
 */
public record CoreBenchmark(
    BenchmarkShape shape,
    String kernels,
    Rate steps,
    double peak,
    double firstStep,
    double hessianProductCost,
    MinimumTime minimum) {

  /** The shapes that are measured when none is named: from cache-sized to memory-sized. */
  public static final List<BenchmarkShape> DEFAULT_SHAPES =
      List.of(
          new BenchmarkShape(16, 2, 4, 256),
          new BenchmarkShape(64, 2, 8, 512),
          new BenchmarkShape(256, 2, 8, 512),
          new BenchmarkShape(512, 4, 16, 1024),
          new BenchmarkShape(64, 0, 4, 512),
          new BenchmarkShape(1024, 0, 4, 512));

  /**
   * Windows of {@link #DEFAULT_SECONDS} each; the median of seven shrugs off a few disturbed ones.
   */
  public static final int DEFAULT_WINDOWS = 7;

  /** Long against a clock tick of 10 ms, short enough for six shapes in a minute. */
  public static final double DEFAULT_SECONDS = 0.3;

  /**
   * Least processor time before anything counts: the compiler takes a second or two for the large
   * kernels.
   */
  public static final double DEFAULT_WARM_UP = 3;

  /**
   * Measures a shape.
   *
   * @param warmUp least processor time of the work before each measurement
   * @param withProducts whether Hessian-vector products are measured
   * @param starts starts for the time to a minimum; 0 leaves it out
   * @param budget seconds of processor time for them
   */
  public static CoreBenchmark measure(
      BenchmarkShape shape,
      double peak,
      int windows,
      double seconds,
      double warmUp,
      boolean withProducts,
      int starts,
      double budget,
      ProcessorClock clock) {
    long begin = clock.nanoseconds();
    BenchmarkProblem problem = new BenchmarkProblem(shape);
    TrainingStep step = new TrainingStep(problem);
    step.run();
    double firstStep = clock.secondsSince(begin);
    Rate steps = Rate.of(step::run, windows, seconds, warmUp, clock);
    double cost = Double.NaN;
    if (withProducts) {
      double[] product = new double[step.dimension()];
      Rate products =
          Rate.of(() -> step.hessianVectorProduct(product), windows, seconds, warmUp, clock);
      cost = steps.median() / products.median();
    }
    MinimumTime minimum =
        starts > 0 ? MinimumTime.of(problem, starts, budget, warmUp, clock) : null;
    return new CoreBenchmark(shape, Kernels.best().name(), steps, peak, firstStep, cost, minimum);
  }

  /**
   * Floating-point operations per second of the steps, by the count of {@link
   * BenchmarkShape#operations}.
   */
  public double speed() {
    return steps.median() * shape.operations();
  }

  /** Names and values for output, in order; an unreached minimum is null. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("shape", shape.toString());
    fields.put("kernels", kernels);
    fields.put("steps_per_second", steps.median());
    fields.put("steps_per_second_min", steps.least());
    fields.put("steps_per_second_max", steps.greatest());
    fields.put("gflops", speed() * 1e-9);
    fields.put("peak_gflops", peak * 1e-9);
    fields.put("peak_share", speed() / peak);
    fields.put("first_step_seconds", firstStep);
    if (!Double.isNaN(hessianProductCost)) {
      fields.put("hessian_product_gradients", hessianProductCost);
    }
    if (minimum != null) {
      fields.put("minimum_starts", minimum.starts());
      fields.put("minimum_reached", minimum.reached());
      fields.put("minimum_at_kinks", minimum.atKinks());
      fields.put("seconds_to_minimum", finiteOrNull(minimum.seconds()));
      fields.put("seconds_to_minimum_max", finiteOrNull(minimum.slowest()));
      fields.put("iterations_to_minimum", finiteOrNull(minimum.iterations()));
    }
    return fields;
  }

  private static Double finiteOrNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
