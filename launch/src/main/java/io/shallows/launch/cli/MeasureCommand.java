package io.shallows.launch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.array.NumpyArchive;
import io.shallows.array.RowMajor;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.path.CertifiedPath;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.singularity.Quantity;
import io.shallows.singularity.SingularityMetric;
import io.shallows.singularity.SingularityMetrics;
import io.shallows.singularity.SingularityProfile;
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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description = "write the way out to the own level to a new archive: vertices, maxima")
  private String path;

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
    if (path != null && Files.exists(local("--path", path))) {
      throw new Mistake("--path: " + path + " exists already; give another name or move it away");
    }
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
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    lines.add(given.understood() + ", " + given.data().samples() + " samples");
    facts.put("family", given.family().name());
    facts.put("width", given.network().shape().width());
    facts.put("network_depth", given.network().shape().networkDepth());
    facts.put("parameter_count", given.network().parameterCount());
    facts.put("samples", given.data().samples());
    facts.put("understood", given.understood());
    Minimum minimum = survey.asGiven();
    if (finish) {
      progress("finish: from loss " + number(minimum.loss()));
      Minimum below = survey.finished(Deadline.never());
      double distance = survey.distance(below.theta());
      lines.add(
          "finish: loss "
              + number(minimum.loss())
              + " to "
              + number(below.loss())
              + ", "
              + number(distance)
              + " of the parameters' length away, "
              + below.outcome().label());
      facts.put("given_loss", minimum.loss());
      facts.put("given_kind", minimum.kind().label());
      facts.put("finish_distance", distance);
      facts.put("finish_outcome", below.outcome().label());
      minimum = below;
    }
    kind(survey, minimum, lines, facts);
    if (minimum.kind().isMinimum() && minimum.kind() != MinimumKind.GLOBAL) {
      depths(survey, minimum, lines, facts);
    } else if (path != null) {
      lines.add("no way out: " + path + " was not written");
    }
    singularities(survey.singularities(minimum.theta()), lines, facts);
    print(lines, facts);
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

  private static Path local(String option, String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new Mistake(option + ": " + file + " is no name of a file");
    }
  }

  private static NumpyArchive archive(String option, String file) {
    Path place = local(option, file);
    try {
      return NumpyArchive.of(file, Files.readAllBytes(place), LARGEST);
    } catch (NoSuchFileException e) {
      throw new Mistake(option + ": " + file + " does not exist; give an archive (.npz)");
    } catch (IOException e) {
      throw new Mistake(option + ": " + file + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private void kind(
      NetworkSurvey survey, Minimum minimum, List<String> lines, Map<String, Object> facts) {
    double tolerance = minimum.stationarityTolerance();
    facts.put("loss", minimum.loss());
    facts.put("loss_normalized", minimum.loss() / survey.constantLoss());
    facts.put("minimum_kind", minimum.kind().label());
    facts.put("gradient_norm", minimum.gradientNorm());
    facts.put("stationarity", minimum.stationarity());
    facts.put("stationarity_tolerance", tolerance);
    facts.put("active_kinks", minimum.kinks());
    finite(facts, "hessian_min", minimum.hessianMin());
    lines.add(
        "loss "
            + number(minimum.loss())
            + ", "
            + number(minimum.loss() / survey.constantLoss())
            + " of the best constant's");
    StringBuilder kind = new StringBuilder("kind: ").append(minimum.kind().label());
    kind.append(", stationarity ").append(number(minimum.stationarity()));
    kind.append(" where ").append(number(tolerance)).append(" is stationary, ");
    kind.append(minimum.kinks()).append(" active kinks");
    if (Double.isFinite(minimum.hessianMin())) {
      kind.append(", smallest curvature ").append(number(minimum.hessianMin()));
    }
    lines.add(kind.toString());
    if (minimum.kind() == MinimumKind.NOT_STATIONARY) {
      lines.add(
          finish
              ? "no minimum was reached; a larger training.maxIterations may get there"
              : "not a minimum, so it has no depth; --finish searches the next one below");
    } else if (minimum.kind() == MinimumKind.SADDLE) {
      lines.add("a saddle, so it has no depth; --finish searches the next minimum below");
    } else if (minimum.kind() == MinimumKind.GLOBAL) {
      lines.add("a global minimum: nothing is lower, so it has no depth");
    }
    survey
        .certificate(minimum)
        .ifPresent(
            proof -> {
              lines.add("certified strict: no way out below a rise of " + number(proof.rise()));
              facts.put("certificate_rise", proof.rise());
              facts.put("certificate_radius", proof.radius());
            });
  }

  private void depths(
      NetworkSurvey survey, Minimum minimum, List<String> lines, Map<String, Object> facts) {
    progress("depth: by " + String.join(", ", survey.finders()));
    List<NetworkSurvey.Depth> depths;
    try {
      depths = survey.depths(minimum, etas, Deadline.never());
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean written = path == null;
    for (NetworkSurvey.Depth each : depths) {
      DepthMeasurement measured = each.measured();
      rows.add(fields(each));
      lines.add(line(each));
      if (!written && each.drop().isPresent() && measured.best().isPresent()) {
        write(measured.best().get());
        lines.add("  written to " + path);
        written = true;
      }
    }
    if (!written) {
      lines.add("no way out was found: " + path + " was not written");
    }
    facts.put("depths", rows);
  }

  private static String line(NetworkSurvey.Depth depth) {
    DepthMeasurement measured = depth.measured();
    String to =
        depth
            .drop()
            .map(drop -> "depth to own (a loss lower by " + drop + " of it)")
            .orElseGet(
                () ->
                    "depth to the best two-layer network of m^"
                        + depth.eta().orElseThrow()
                        + " units");
    StringBuilder line = new StringBuilder(to).append(": ");
    if (!measured.covered()) {
      return line.append("none, the network is not above it (")
          .append(number(measured.level()))
          .append(")")
          .toString();
    }
    double lower = measured.lower().orElse(0);
    if (measured.upper().isEmpty()) {
      line.append("no way out was found, which proves nothing");
    } else {
      line.append("at most ").append(number(measured.upper().getAsDouble()));
      line.append(" (").append(measured.method().orElse("")).append(", ");
      line.append(measured.certificate().orElse("")).append(")");
      if (measured.zero().isEmpty() && measured.upper().getAsDouble() <= measured.floor()) {
        line.append(", which rounding hides");
      }
    }
    line.append(", at least ").append(number(lower));
    measured
        .bound()
        .ifPresent(bound -> line.append("; the theory allows ").append(number(bound.value())));
    return line.toString();
  }

  private static Map<String, Object> fields(NetworkSurvey.Depth depth) {
    DepthMeasurement measured = depth.measured();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", depth.drop().isPresent() ? "own" : "reference");
    depth.drop().ifPresent(drop -> row.put("drop", drop));
    depth.eta().ifPresent(eta -> row.put("eta", eta));
    row.put("level", measured.level());
    row.put("covered", measured.covered());
    measured.upper().ifPresent(upper -> row.put("depth_upper", upper));
    measured.lower().ifPresent(lower -> row.put("depth_lower", lower));
    row.put("depth_floor", measured.floor());
    measured.method().ifPresent(method -> row.put("depth_method", method));
    measured.certificate().ifPresent(kind -> row.put("certificate", kind));
    measured.bound().ifPresent(bound -> row.put("bound_explicit", bound.value()));
    return row;
  }

  private static void singularities(
      SingularityProfile profile, List<String> lines, Map<String, Object> facts) {
    List<String> shown = new ArrayList<>();
    for (SingularityMetric metric : SingularityMetrics.all()) {
      for (Quantity quantity : metric.quantities()) {
        Optional<Double> value = profile.network(metric.name(), quantity.name());
        value.ifPresent(v -> finite(facts, metric.name() + "_" + quantity.name(), v));
      }
      Quantity first = metric.quantities().get(0);
      profile
          .network(metric.name(), first.name())
          .filter(Double::isFinite)
          .ifPresent(v -> shown.add(metric.name() + " " + first.name() + " " + number(v)));
    }
    lines.add("singularities: " + String.join(", ", shown));
  }

  private void write(CertifiedPath way) {
    List<double[]> vertices = way.path().vertices();
    int p = vertices.get(0).length;
    double[] flat = new double[vertices.size() * p];
    for (int v = 0; v < vertices.size(); v++) {
      System.arraycopy(vertices.get(v), 0, flat, v * p, p);
    }
    double[] maxima =
        way.certificate().segmentMaxima().stream().mapToDouble(Double::doubleValue).toArray();
    byte[] bytes =
        NumpyArchive.empty()
            .with("vertices", RowMajor.matrix(vertices.size(), p, flat))
            .with("maxima", RowMajor.vector(maxima))
            .with("certificate", way.certificate().kind().label())
            .bytes();
    try {
      Files.write(
          local("--path", path), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Mistake("--path: " + path + " exists already; give another name or move it away");
    } catch (IOException e) {
      throw new Mistake("--path: " + path + " cannot be written (" + e.getMessage() + ")");
    }
  }

  private void progress(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private void print(List<String> lines, Map<String, Object> facts) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      try {
        out.println(new ObjectMapper().writeValueAsString(facts));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      int width = TerminalWidth.ofProcess();
      lines.forEach(line -> out.println(TerminalWidth.wrap(line, width, 4)));
    }
    out.flush();
  }

  private static void finite(Map<String, Object> facts, String name, double value) {
    if (Double.isFinite(value)) {
      facts.put(name, value);
    }
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
