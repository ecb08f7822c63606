package io.shallows.benchmark;

import io.shallows.linalg.Kernels;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
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
 * The kernels' matrix product on heap arrays against OpenBLAS on native memory, products per second:
 *
 * <pre>./mvnw -Pbench -pl common verify -Djmh="MatrixProductBenchmark"</pre>
 *
 * <p>Times 2 m n k for operations per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MatrixProductBenchmark {
  /** Rows of a tile, columns, inner. */
  @Param({"64x16x16", "64x64x64", "128x256x256", "128x512x512", "512x512x128"})
  public String size;

  private final Kernels kernels = Kernels.best();
  private int m;
  private int n;
  private int k;
  private double[] a;
  private double[] b;
  private double[] c;
  private DoublePointer nativeA;
  private DoublePointer nativeB;
  private DoublePointer nativeC;

  @Setup
  public void prepare() {
    String[] parts = size.split("x", -1);
    m = Integer.parseInt(parts[0]);
    n = Integer.parseInt(parts[1]);
    k = Integer.parseInt(parts[2]);
    a = new double[m * k];
    b = new double[k * n];
    c = new double[m * n];
    java.util.Arrays.fill(a, 0.5);
    java.util.Arrays.fill(b, 0.25);
    nativeA = new DoublePointer(a);
    nativeB = new DoublePointer(b);
    nativeC = new DoublePointer(c);
    openblas.blas_set_num_threads(1);
  }

  @Benchmark
  public double[] kernels() {
    kernels.gemm(m, n, k, a, 0, k, 1, b, 0, n, c, 0, n, false);
    return c;
  }

  @Benchmark
  public DoublePointer openblas() {
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1,
        nativeA,
        k,
        nativeB,
        n,
        0,
        nativeC,
        n);
    return nativeC;
  }
}
