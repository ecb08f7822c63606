package io.shallows.benchmark;

import io.shallows.linalg.CholeskyFactor;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.LeastSquares;
import io.shallows.linalg.SingularValues;
import io.shallows.linalg.SymmetricEigen;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decompositions on heap arrays against those of ND4J's arrays, crossing included, microseconds
 * per call on one thread:
 *
 * <pre>./mvnw -Pbench -pl common verify -Djmh="DecompositionBenchmark"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class DecompositionBenchmark {
  /** The order n; least squares and singular values have 2 n rows. */
  @Param({"8", "33", "128", "400"})
  public int n;

  private double[] symmetric;
  private double[] definite;
  private double[] tall;
  private double[] right;
  private CholeskyFactor factor;

  @Setup
  public void prepare() {
    factor = new CholeskyFactor(Kernels.best(), n);
    SplittableRandom random = new SplittableRandom(1);
    symmetric = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        symmetric[i * n + j] = random.nextDouble() - 0.5;
        symmetric[j * n + i] = symmetric[i * n + j];
      }
    }
    definite = symmetric.clone();
    for (int i = 0; i < n; i++) {
      definite[i * n + i] += n;
    }
    tall = random.doubles(2L * n * n).map(value -> value - 0.5).toArray();
    right = new double[2 * n];
    java.util.Arrays.fill(right, 1);
    Nd4j.getBackend();
    openblas.blas_set_num_threads(1);
  }

  @Benchmark
  public Object eigenHeap() {
    return SymmetricEigen.of(n, symmetric);
  }

  @Benchmark
  public double[] eigenNd4j() {
    INDArray a = Nd4j.create(symmetric.clone(), new long[] {n, n}, 'f');
    INDArray values = Nd4j.create(DataType.DOUBLE, n);
    Nd4j.getBlasWrapper().syev('V', 'U', a, values);
    return values.data().asDouble();
  }

  @Benchmark
  public double[] singularValuesHeap() {
    return SingularValues.of(2 * n, n, tall);
  }

  @Benchmark
  public double[] singularValuesNd4j() {
    INDArray a = Nd4j.create(tall.clone(), new long[] {2L * n, n}, 'f');
    INDArray values = Nd4j.create(DataType.DOUBLE, n);
    Nd4j.getBlasWrapper().lapack().gesvd(a, values, null, null);
    return values.data().asDouble();
  }

  @Benchmark
  public double[] leastSquaresHeap() {
    return LeastSquares.solve(2 * n, n, tall, 1, right, 1e-13).solution();
  }

  /** ND4J has no least squares that does not fail on such a matrix: its pseudo-inverse. */
  @Benchmark
  public double[] leastSquaresNd4j() {
    INDArray a = Nd4j.create(tall.clone(), new long[] {2L * n, n}, 'c');
    INDArray b = Nd4j.create(right.clone(), new long[] {2L * n, 1}, 'c');
    return org.nd4j.linalg.inverse.InvertMatrix.pinvert(a, false).mmul(b).data().asDouble();
  }

  @Benchmark
  public boolean choleskyHeap() {
    return factor.factor(n, definite, 0);
  }

  @Benchmark
  public double[] choleskyNd4j() {
    INDArray a = Nd4j.create(definite.clone(), new long[] {n, n}, 'f');
    Nd4j.getBlasWrapper().lapack().potrf(a, true);
    return a.data().asDouble();
  }

  /** What crossing to ND4J and back takes alone. */
  @Benchmark
  public double[] crossing() {
    return Nd4j.create(symmetric.clone(), new long[] {n, n}, 'c').data().asDouble();
  }
}
