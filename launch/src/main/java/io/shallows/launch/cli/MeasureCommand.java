package io.shallows.launch.cli;

import io.shallows.array.NumpyArchive;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.drive.MachineCheck;
import io.shallows.spec.SpecReader;
import io.shallows.spec.SweepSpec;
import io.shallows.survey.GivenNetwork;
import io.shallows.survey.NetworkLayouts;
import io.shallows.survey.NetworkSurvey;
import io.shallows.survey.Samples;
import io.shallows.training.Deadline;
import io.shallows.trial.SweepVocabulary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says of networks from files what a sweep says of its own. */
@Command(
    name = "measure",
    description = {
      "Says of one network, trained here or elsewhere, whether it is a minimum, and how deep.",
      "WEIGHTS is an archive of NumPy: what \"export --format npz --trial\" writes, the arrays",
      "coefs_0, intercepts_0, ... of scikit-learn's MLPRegressor, or 0.weight, 0.bias, ... of",
      "PyTorch's nn.Sequential; or such arrays as safetensors. x and y are in it or in --data.",
      "Of several networks it also says how far the loss climbs between each two."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  shallows measure trial.npz                     what a stored trial is",
      "  shallows measure mlp.npz --data d.npz --finish the next minimum below it",
      "  shallows measure mlp.npz --data table.csv      samples from a table",
      "  shallows measure a.npz b.npz --data d.npz      and the ways between the two",
      "  shallows measure trial.npz --eta 0.5 --json    depth to e(m^0.5), for programs"
    })
final class MeasureCommand implements Runnable {

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

  @Parameters(
      paramLabel = "WEIGHTS",
      arity = "0..*",
      description = "networks: archives of NumPy (.npz), or .safetensors")
  private List<String> weights = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "a network more, as if it stood among WEIGHTS; may be repeated")
  private List<String> moreWeights = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "x (N, inputs) and y (N, outputs): an archive (.npz, .safetensors), or a table (.csv) of"
              + " inputs and a target; default: WEIGHTS")
  private String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "of a table, the target, by name or by number from 1; default: the last column")
  private String target;

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

  @Option(
      names = "--penalty",
      paramLabel = "KAPPA",
      description =
          "what was minimised has KAPPA times the sum of |b_k| |w_k| in it, as training.penalty of"
              + " a spec; two layers, one output; default: what WEIGHTS says, or 0")
  private Double penalty;

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
          "a tolerance, finder or budget of a spec, such as measurement.depth.budget=5000, or how a"
              + " table is read, such as problem.delimiter=tab; may be repeated")
  private List<String> overrides = new ArrayList<>();

  @Mixin private WayOut way;

  @Option(names = "--json", description = "one JSON object instead of lines")
  private boolean json;

  @Spec private CommandSpec command;

  /** A network with its survey. */
  private record Given(String file, GivenNetwork network, NetworkSurvey survey) {}

  @Override
  public void run() {
    for (double eta : etas) {
      if (!(eta > 0 && eta < 1)) {
        throw new Mistake("--eta: " + eta + " is not above 0 and below 1; use one such as 0.5");
      }
    }
    weights.addAll(moreWeights);
    if (weights.isEmpty()) {
      throw new Mistake("WEIGHTS: is missing; give an archive, such as shallows measure mlp.npz");
    }
    SweepSpec spec = spec();
    if (weights.size() > 1 && !way.files().isEmpty()) {
      throw new Mistake(
          "--path, --certificate, --lower-certificate: hold what is of one network, and "
              + weights.size()
              + " are given");
    }
    way.requireAbsent();
    MachineCheck.requireNatives();
    List<Given> networks = given(spec);
    List<SurveyAnswer> answers = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    PrintWriter out = command.commandLine().getOut();
    for (Given each : networks) {
      SurveyAnswer answer = new SurveyAnswer(each.network());
      if (networks.size() > 1) {
        answer.of(each.file());
      }
      points.add(measured(each, answer).theta());
      answers.add(answer);
      if (!json) {
        out.println(answer.text(TerminalWidth.ofProcess()));
        out.flush();
      }
    }
    if (networks.size() == 1) {
      out.print(json ? SurveyAnswer.json(answers.get(0).facts()) + System.lineSeparator() : "");
    } else {
      between(networks, points, answers, out);
    }
    out.flush();
  }

  private void between(
      List<Given> networks, List<double[]> points, List<SurveyAnswer> answers, PrintWriter out) {
    progress("ways between " + networks.size() + " networks");
    Connections connections =
        new Connections(
            networks.stream().map(Given::file).toList(), networks.get(0).survey().links(points));
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("networks", answers.stream().map(SurveyAnswer::facts).toList());
      all.put("connections", connections.facts());
      out.println(SurveyAnswer.json(all));
    } else {
      connections.lines().forEach(out::println);
    }
  }

  /** All networks, before anything is measured. */
  private List<Given> given(SweepSpec spec) {
    List<Given> networks = new ArrayList<>();
    try {
      Optional<Samples> shared = Optional.ofNullable(data).map(this::samples);
      for (String file : weights) {
        NumpyArchive archive = GivenFiles.arrays("WEIGHTS", file);
        Samples samples = shared.orElseGet(() -> Samples.of(file, archive));
        GivenNetwork network =
            NetworkLayouts.read(
                file,
                archive,
                samples,
                Optional.ofNullable(family),
                Optional.ofNullable(loss),
                penalty == null ? OptionalDouble.empty() : OptionalDouble.of(penalty));
        if (!networks.isEmpty()) {
          networks.get(0).network().requireComparable(file, network);
        }
        way.requireFit(network);
        networks.add(
            new Given(
                file,
                network,
                new NetworkSurvey(network, spec.training(), spec.measurement().depth())));
      }
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
    return networks;
  }

  private Samples samples(String file) {
    return GivenFiles.isTable(file)
        ? GivenFiles.table(file, tableOverrides(), this::progress)
        : Samples.of(file, GivenFiles.arrays("--data", file));
  }

  private List<String> tableOverrides() {
    List<String> ofTable = new ArrayList<>();
    overrides.stream().filter(key -> key.startsWith("problem.")).forEach(ofTable::add);
    Optional.ofNullable(target)
        .ifPresent(column -> ofTable.add(SpecReader.override("problem.target", column)));
    return ofTable;
  }

  private Minimum measured(Given given, SurveyAnswer answer) {
    NetworkSurvey survey = given.survey();
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
    return minimum;
  }

  private SweepSpec spec() {
    boolean table = data != null && GivenFiles.isTable(data);
    if (target != null && !table) {
      throw new Mistake("--target: is a column of a table, and --data is none");
    }
    List<String> keys = new ArrayList<>(KEYS);
    if (table) {
      keys.addAll(GivenFiles.tableKeys());
    }
    for (String override : overrides) {
      if (keys.stream().noneMatch(key -> override.startsWith(key + "="))) {
        throw new Mistake(
            "--set: "
                + override
                + " is nothing that measuring one network reads; use key=value with one of "
                + String.join(", ", keys));
      }
    }
    List<String> measuring =
        overrides.stream().filter(override -> !override.startsWith("problem.")).toList();
    return SweepVocabulary.reader().read(SPEC, "measure", measuring);
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
        way.write(survey, minimum.theta(), each).forEach(answer::remark);
        unwritten = List.of();
      }
    }
    if (!unwritten.isEmpty()) {
      answer.remark("no way out was found: " + String.join(", ", unwritten) + " not written");
    }
  }

  private void progress(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(TerminalWidth.wrap(line, TerminalWidth.ofProcess(), 4));
    err.flush();
  }
}
