package io.shallows.launch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.benchmark.BenchmarkShape;
import io.shallows.benchmark.CoreBenchmark;
import io.shallows.benchmark.MinimumTime;
import io.shallows.benchmark.ProcessorClock;
import io.shallows.benchmark.ProductPeak;
import io.shallows.linalg.Kernels;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.drive.MachineCheck;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the numeric core on one core of this machine. */
@Command(
    name = "bench",
    description =
        "Measures training steps per second, the share of this core's matrix product that they reach,"
            + " and the time to a minimum.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows bench  six shapes, about three minutes",
      "  shallows bench --shape 64,2,8,512 --json  one shape, one JSON object per line",
      "  shallows bench --shape 32,2,4,256 --starts 20",
      "      more starts for the time to a minimum"
    })
final class BenchCommand implements Runnable {
  /** Enough for a median; the peak needs no more. */
  private static final int PEAK_WINDOWS = 5;

  @Option(
      names = "--shape",
      paramLabel = "m,L,n,N",
      arity = "1..*",
      description = "width, network depth, inputs and samples; default: six shapes")
  private List<String> shapes = List.of();

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "" + CoreBenchmark.DEFAULT_WINDOWS,
      description = "windows whose median counts; default: ${DEFAULT-VALUE}")
  private int windows;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "" + CoreBenchmark.DEFAULT_SECONDS,
      description = "processor time of a window; default: ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "" + CoreBenchmark.DEFAULT_WARM_UP,
      description = "least processor time before each measurement; default: ${DEFAULT-VALUE}")
  private double warmUp;

  @Option(names = "--no-products", description = "leave out Hessian-vector products")
  private boolean noProducts;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "5",
      description = "starts for the time to a minimum, 0 for none; default: ${DEFAULT-VALUE}")
  private int starts;

  @Option(
      names = "--budget",
      paramLabel = "S",
      defaultValue = "10",
      description = "processor time for the starts of a shape; default: ${DEFAULT-VALUE}")
  private double budget;

  @Option(names = "--json", description = "one JSON object per shape and line")
  private boolean json;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    requireAtLeast("--windows", windows, 1);
    requireAtLeast("--starts", starts, 0);
    requireAbove("--seconds", seconds);
    requireAbove("--warm-up", warmUp);
    requireAbove("--budget", budget);
    List<BenchmarkShape> chosen = chosen();
    MachineCheck.requireNatives();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ProcessorClock clock = threads::getCurrentThreadCpuTime;
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    Kernels.warning().ifPresent(err::println);
    err.flush();
    double peak = ProductPeak.measure(PEAK_WINDOWS, seconds, warmUp, clock);
    if (!json) {
      out.printf(
          Locale.ROOT,
          "kernels %s, matrix product %.1f GF/s on one core%n",
          Kernels.best().name(),
          peak * 1e-9);
      out.printf(
          Locale.ROOT,
          "%-18s %10s %8s %6s %6s  %s%n",
          "shape",
          "steps/s",
          "GF/s",
          "share",
          "H v",
          "minimum");
      out.flush();
    }
    for (BenchmarkShape shape : chosen) {
      CoreBenchmark result =
          CoreBenchmark.measure(
              shape, peak, windows, seconds, warmUp, !noProducts, starts, budget, clock);
      out.println(json ? json(result) : row(result));
      out.flush();
    }
  }

  private List<BenchmarkShape> chosen() {
    if (shapes.isEmpty()) {
      return CoreBenchmark.DEFAULT_SHAPES;
    }
    List<BenchmarkShape> parsed = new ArrayList<>();
    for (String shape : shapes) {
      try {
        parsed.add(BenchmarkShape.parse(shape));
      } catch (IllegalArgumentException e) {
        throw new Mistake("--" + e.getMessage());
      }
    }
    return parsed;
  }

  private static String json(CoreBenchmark result) {
    try {
      return new ObjectMapper().writeValueAsString(result.fields());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String row(CoreBenchmark result) {
    return String.format(
        Locale.ROOT,
        "%-18s %10.1f %8.1f %5.0f%% %6s  %s",
        result.shape(),
        result.steps().median(),
        result.speed() * 1e-9,
        100 * result.speed() / result.peak(),
        Double.isNaN(result.hessianProductCost())
            ? "-"
            : String.format(Locale.ROOT, "%.2f", result.hessianProductCost()),
        minimum(result.minimum()));
  }

  private static String minimum(MinimumTime time) {
    if (time == null) {
      return "-";
    }
    String reached = time.reached() + " of " + time.starts() + " starts";
    if (time.atKinks() > 0) {
      reached += ", " + time.atKinks() + " of them at kinks";
    }
    return Double.isFinite(time.seconds())
        ? String.format(
            Locale.ROOT, "%.3f s, %.0f iterations, %s", time.seconds(), time.iterations(), reached)
        : reached;
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new Mistake(option + ": " + value + " is below " + least + "; use a larger number");
    }
  }

  private static void requireAbove(String option, double value) {
    if (!(value > 0)) {
      throw new Mistake(option + ": " + value + " is not above 0; use a number of seconds");
    }
  }
}
