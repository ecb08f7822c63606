package io.shallows.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Training steps and Hessian-vector products per second, the rows of {@code shallows bench}:
 *
 * <pre>./mvnw -Pbench -pl common verify -Djmh="TrainingStepBenchmark"</pre>
 *
 * <p>Prints each rate per second of processor time as well, the median of the iterations: the method
 * of {@code shallows bench}. One shape: {@code -Djmh="TrainingStepBenchmark -p shape=64x2x8x512"}; bytes per step: {@code -prof gc} besides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TrainingStepBenchmark {
  @Param({"16x2x4x256", "64x2x8x512", "256x2x8x512", "512x4x16x1024", "64x0x4x512", "1024x0x4x512"})
  public String shape;

  private final ProcessorRate rate = new ProcessorRate();
  private TrainingStep step;
  private double[] product;

  @Setup
  public void prepare() {
    step = new TrainingStep(new BenchmarkProblem(BenchmarkShape.parse(shape.replace('x', ','))));
    product = new double[step.dimension()];
    step.run();
  }

  @Setup(Level.Iteration)
  public void begin() {
    rate.begin();
  }

  @TearDown(Level.Iteration)
  public void end(IterationParams iteration) {
    rate.end(iteration.getType());
  }

  @TearDown
  public void print(BenchmarkParams benchmark) {
    String name = benchmark.getBenchmark();
    rate.print(name.substring(name.lastIndexOf('.') + 1) + " " + shape);
  }

  @Benchmark
  public double step() {
    rate.count();
    return step.run();
  }

  @Benchmark
  public double[] hessianVectorProduct() {
    rate.count();
    step.hessianVectorProduct(product);
    return product;
  }
}
