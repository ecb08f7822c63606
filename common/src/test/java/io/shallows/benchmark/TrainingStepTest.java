package io.shallows.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingStepTest {
  private static final int STEPS = 1000;
  private static final long MEBIBYTE = 1 << 20;

  /**
   * Once the compiler is done, steps allocate next to nothing. Before, the Vector API puts every
   * vector on the heap; how long that lasts is the compiler's affair, so the least of several
   * stretches counts.
   */
  @ParameterizedTest
  @CsvSource({"'16,2,4,256'", "'64,0,4,512'", "'33,1,3,100'"})
  void aThousandStepsAllocateLessThanAMebibyte(String shape) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TrainingStep step = new TrainingStep(new BenchmarkProblem(BenchmarkShape.parse(shape)));
    long least = Long.MAX_VALUE;
    for (int stretch = 0; stretch < 400 && least >= MEBIBYTE; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < MEBIBYTE, shape + ": " + least + " bytes in " + STEPS + " steps");
  }
}
