package io.shallows.benchmark;

import io.shallows.minimum.StationaryPoint;
import io.shallows.training.Deadline;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of the search for minima to a stationarity of 1e-8, start by start, as in {@link MinimumTime}:
 *
 * <pre>./mvnw -Pbench -pl common verify -Djmh="MinimumTimeBenchmark"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 20)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MinimumTimeBenchmark {
  @Param({"32x2x4x256", "64x2x8x512", "256x2x8x512"})
  public String shape;

  private int number;

  @Benchmark
  public StationaryPoint minimum() {
    BenchmarkProblem problem = new BenchmarkProblem(BenchmarkShape.parse(shape.replace('x', ',')));
    return MinimumTime.search(problem, number++, Deadline.never());
  }
}
