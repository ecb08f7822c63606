package io.shallows.loss;

import io.shallows.benchmark.BenchmarkProblem;
import io.shallows.benchmark.BenchmarkShape;
import io.shallows.linalg.Kernels;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Eight parameter vectors, or eight directions at one point, taken through each tile of samples
 * together against one after the other. Together is what the core does not do, because it gains
 * nothing:
 *
 * <pre>./mvnw -Pbench -pl common verify -Djmh="TileBlockBenchmark"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TileBlockBenchmark {
  private static final int BLOCK = 8;

  @Param({"8x1x2x64", "16x2x4x256", "64x2x8x512", "256x2x8x512"})
  public String shape;

  private final Kernels kernels = Kernels.best();
  private final double[][] points = new double[BLOCK][];
  private final LayerWeights[] weights = new LayerWeights[BLOCK];
  private final GradientSum[] sums = new GradientSum[BLOCK];
  private final OutputResiduals[] residuals = new OutputResiduals[BLOCK];
  private final BackwardPass.Motion[] motions = new BackwardPass.Motion[BLOCK];
  private double[][] results;
  private EmpiricalLoss loss;
  private TilePlan plan;
  private int samples;
  private int tile;
  private ForwardPass forward;
  private BackwardPass backward;
  private NodeBuffers tileValues;
  private NodeBuffers tileAdjoints;
  private NodeBuffers tangents;
  private NodeBuffers values;
  private LayerWeights center;
  private OutputResiduals centerResiduals;

  @Setup
  public void prepare() {
    BenchmarkProblem problem = new BenchmarkProblem(BenchmarkShape.parse(shape.replace('x', ',')));
    loss = problem.loss();
    Dataset data = loss.data();
    samples = data.samples();
    results = new double[BLOCK][loss.dimension()];
    plan = new TilePlan(loss.network());
    tile = Math.min(plan.tileRows(), samples);
    forward = new ForwardPass(kernels, plan);
    backward = new BackwardPass(kernels, plan);
    NodeBuffers constants = NodeBuffers.constants(plan, data);
    tileValues = constants.beside(tile);
    tileAdjoints = constants.beside(tile);
    tangents = constants.beside(tile);
    values = constants.beside(samples);
    NodeBuffers lossAdjoints = constants.beside(samples);
    for (int i = 0; i < BLOCK; i++) {
      points[i] = problem.start(i);
      weights[i] = new LayerWeights(kernels, plan);
      sums[i] = new GradientSum(kernels, plan);
      residuals[i] = new OutputResiduals(kernels, plan, data, OutputLosses.SQUARED);
      motions[i] = new BackwardPass.Motion(weights[i], tangents, lossAdjoints);
    }
    center = new LayerWeights(kernels, plan);
    center.load(points[0]);
    centerResiduals = new OutputResiduals(kernels, plan, data, OutputLosses.SQUARED);
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      forward.values(center, values, List.of(), from, to);
      centerResiduals.compute(values, from, to);
      double[] residual = centerResiduals.array();
      TiledEmpiricalLoss.seed(plan, lossAdjoints, residual, 2.0 / samples, from, to);
      backward.run(center, values, lossAdjoints, null, null, plan.last(), -1, from, to);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[][] gradientsOneByOne() {
    for (int i = 0; i < BLOCK; i++) {
      loss.valueAndGradient(points[i], results[i]);
    }
    return results;
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[][] gradientsTogether() {
    begin();
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      tileValues.begin(from);
      tileAdjoints.begin(from);
      for (int i = 0; i < BLOCK; i++) {
        forward.values(weights[i], tileValues, List.of(), from, to);
        residuals[i].compute(tileValues, from, to);
        double[] residual = residuals[i].array();
        TiledEmpiricalLoss.seed(plan, tileAdjoints, residual, 2.0 / samples, from, to);
        backward.run(
            weights[i], tileValues, tileAdjoints, null, sums[i], plan.last(), -1, from, to);
      }
    }
    return end();
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[][] hessianProductsOneByOne() {
    for (int i = 0; i < BLOCK; i++) {
      loss.hessianVectorProduct(points[0], points[i], results[i]);
    }
    return results;
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public double[][] hessianProductsTogether() {
    begin();
    int last = plan.last();
    for (int from = 0; from < samples; from += tile) {
      int to = Math.min(samples, from + tile);
      tangents.begin(from);
      tileAdjoints.begin(from);
      int length = (to - from) * plan.strideOf(last);
      double[] seed = tileAdjoints.array(last);
      for (int i = 0; i < BLOCK; i++) {
        forward.tangents(center, weights[i], values, tangents, from, to);
        System.arraycopy(tangents.array(last), 0, seed, 0, length);
        centerResiduals.curve(values, from, to, seed);
        kernels.scale(length, 2.0 / samples, seed, 0);
        backward.run(center, values, tileAdjoints, motions[i], sums[i], last, -1, from, to);
      }
    }
    return end();
  }

  private void begin() {
    for (int i = 0; i < BLOCK; i++) {
      weights[i].load(points[i]);
      sums[i].begin(results[i]);
    }
  }

  private double[][] end() {
    for (GradientSum sum : sums) {
      sum.end();
    }
    return results;
  }
}
