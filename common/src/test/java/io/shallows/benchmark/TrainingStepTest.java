package io.shallows.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a step of training allocates, in a JVM that does nothing else. What the compiler makes of
 * the Vector API depends on chance: of 30 JVMs of JDK 17 with vectors of 256 bits two left the
 * vectors of a kernel on the heap for good. So of {@value #ATTEMPTS} JVMs one has to do without:
 * what allocates by its code does so in all of them.
 */
class TrainingStepTest {
  private static final int ATTEMPTS = 5;
  private static final int STEPS = 1000;

  /** Far more than the compiler needs where it succeeds, seconds where it does not. */
  private static final int STRETCHES = 60;

  private static final long MEBIBYTE = 1 << 20;

  /**
   * Once the compiler is done, steps allocate next to nothing. Before, the Vector API puts every
   * vector on the heap; how long that lasts is the compiler's affair, so the least of several
   * stretches counts.
   */
  @ParameterizedTest
  @ValueSource(strings = {"16,2,4,256", "64,0,4,512", "33,1,3,100"})
  void aThousandStepsAllocateLessThanAMebibyte(String shape)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // the flags of this JVM decide its kernels; what counts its coverage may stay behind
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TrainingStepTest.class.getName(),
            shape));
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && least >= MEBIBYTE; attempt++) {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertEquals(0, process.waitFor(), said);
      least = Math.min(least, Long.parseLong(said));
    }
    assertTrue(least < MEBIBYTE, shape + ": " + least + " bytes in " + STEPS + " steps");
  }

  /** Prints the bytes of the stretch of steps that allocated least. */
  public static void main(String[] arguments) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TrainingStep step = new TrainingStep(new BenchmarkProblem(BenchmarkShape.parse(arguments[0])));
    long least = Long.MAX_VALUE;
    for (int stretch = 0; stretch < STRETCHES && least >= MEBIBYTE; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    System.out.println(least);
  }
}
