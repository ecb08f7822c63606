package io.shallows.launch.cli;

import io.shallows.array.NumpyArchive;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.MachineCheck;
import io.shallows.spec.SweepSpec;
import io.shallows.survey.GivenNetwork;
import io.shallows.survey.NetworkLayouts;
import io.shallows.survey.NetworkSurvey;
import io.shallows.survey.Samples;
import io.shallows.training.Deadline;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says of one network from a file what a sweep says of its own. */
@Command(
    name = "measure",
    description = {
      "Says of one network, trained here or elsewhere, whether it is a minimum, and how deep.",
      "WEIGHTS is an archive of NumPy: what \"export --format npz --trial\" writes, the arrays",
      "coefs_0, intercepts_0, ... of scikit-learn's MLPRegressor, or 0.weight, 0.bias, ... of",
      "PyTorch's nn.Sequential; x and y are in it or in --data."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows measure trial.npz                     what a stored trial is",
      "  shallows measure mlp.npz --data d.npz --finish the next minimum below it",
      "  shallows measure trial.npz --eta 0.5 --json    depth to e(m^0.5), for programs"
    })
final class MeasureCommand implements Runnable {

  /** Of an archive unpacked; certificates of a network that large would not end. */
  private static final long LARGEST = 1L << 30;

  /** The keys that a survey reads; any other would be passed over without a word. */
  private static final List<String> KEYS =
      List.of(
          "training.optimizer",
          "training.gradientTolerance",
          "training.relativeTolerance",
          "training.maxIterations",
          "training.kinkTolerance",
          "training.flatTolerance",
          "training.globalTolerance",
          "measurement.depth.drops",
          "measurement.depth.finders",
          "measurement.depth.certificateTolerance",
          "measurement.depth.budget",
          "measurement.depth.referenceRestarts");

  /** Defaults come from the keys of a spec; its grid is not used. */
  private static final String SPEC =
      """
      apiVersion: shallows/v1
      grid: {family: [plain], width: [1], networkDepth: [0], inputDimension: [1], seed: {count: 1}}
      """;

  @Parameters(paramLabel = "WEIGHTS", description = "the network, an archive of NumPy (.npz)")
  private String weights;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "an archive with x (N, inputs) and y (N, outputs); default: WEIGHTS")
  private String data;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "what the network is; default: what WEIGHTS says, or a chain of layers")
  private String family;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "squared or cross-entropy; default: what WEIGHTS says, or squared")
  private String loss;

  @Option(names = "--finish", description = "search the next minimum below first, and measure that")
  private boolean finish;

  @Option(
      names = "--eta",
      paramLabel = "E",
      description = "also the depth to the best two-layer network of m^E units; may be repeated")
  private List<Double> etas = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "a tolerance, finder or budget of a spec, such as measurement.depth.budget=5000; may be"
              + " repeated")
  private List<String> overrides = new ArrayList<>();

  @Mixin private WayOut way;

  @Option(names = "--json", description = "one JSON object instead of lines")
  private boolean json;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    for (double eta : etas) {
      if (!(eta < 1)) {
        throw new Mistake("--eta: " + eta + " is not below 1; the theory has eta < 1, such as 0.5");
      }
    }
    SweepSpec spec = spec();
    way.requireAbsent();
    MachineCheck.requireNatives();
    GivenNetwork given;
    NetworkSurvey survey;
    try {
      NumpyArchive archive = archive("WEIGHTS", weights);
      Samples samples =
          data == null ? Samples.of(weights, archive) : Samples.of(data, archive("--data", data));
      given =
          NetworkLayouts.read(
              weights, archive, samples, Optional.ofNullable(family), Optional.ofNullable(loss));
      survey = new NetworkSurvey(given, spec.training(), spec.measurement().depth());
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
    way.requireFit(given);
    SurveyAnswer answer = new SurveyAnswer(given);
    Minimum minimum = survey.asGiven();
    if (finish) {
      progress("finish: from loss " + SurveyAnswer.number(minimum.loss()));
      Minimum below = survey.finished(Deadline.never());
      answer.finished(minimum, below, survey.distance(below.theta()));
      minimum = below;
    }
    answer.kind(survey, minimum, finish);
    if (minimum.kind().isMinimum() && minimum.kind() != MinimumKind.GLOBAL) {
      depths(survey, minimum, answer);
    } else if (!way.files().isEmpty()) {
      answer.remark("no way out: " + String.join(", ", way.files()) + " not written");
    }
    answer.singularities(survey.singularities(minimum.theta()));
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? answer.json() : answer.text(TerminalWidth.ofProcess()));
    out.flush();
  }

  private SweepSpec spec() {
    for (String override : overrides) {
      if (KEYS.stream().noneMatch(key -> override.startsWith(key + "="))) {
        throw new Mistake(
            "--set: "
                + override
                + " is nothing that measuring one network reads; use key=value with one of "
                + String.join(", ", KEYS));
      }
    }
    return SweepVocabulary.reader().read(SPEC, "measure", overrides);
  }

  private static NumpyArchive archive(String option, String file) {
    try {
      return NumpyArchive.of(file, Files.readAllBytes(Path.of(file)), LARGEST);
    } catch (NoSuchFileException e) {
      throw new Mistake(option + ": " + file + " does not exist; give an archive (.npz)");
    } catch (IOException | InvalidPathException e) {
      throw new Mistake(option + ": " + file + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private void depths(NetworkSurvey survey, Minimum minimum, SurveyAnswer answer) {
    progress("depth: by " + String.join(", ", survey.finders()));
    List<NetworkSurvey.Depth> depths;
    try {
      depths = survey.depths(minimum, etas, Deadline.never());
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
    List<String> unwritten = way.files();
    for (NetworkSurvey.Depth each : depths) {
      answer.depth(each);
      if (!unwritten.isEmpty() && way.isIn(each)) {
        way.write(survey, each);
        answer.remark("  written to " + String.join(", ", unwritten));
        unwritten = List.of();
      }
    }
    if (!unwritten.isEmpty()) {
      answer.remark("no way out was found: " + String.join(", ", unwritten) + " not written");
    }
  }

  private void progress(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
