package io.shallows.launch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.minimum.Minimum;
import io.shallows.minimum.MinimumKind;
import io.shallows.singularity.Quantity;
import io.shallows.singularity.SingularityMetric;
import io.shallows.singularity.SingularityMetrics;
import io.shallows.singularity.SingularityProfile;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.survey.GivenNetwork;
import io.shallows.survey.NetworkSurvey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of one network: lines for people and, of the same facts, an object for programs. */
final class SurveyAnswer {

  private final List<String> lines = new ArrayList<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<Map<String, Object>> depths = new ArrayList<>();
  private final GivenNetwork given;

  SurveyAnswer(GivenNetwork given) {
    this.given = given;
    lines.add(given.understood() + ", " + given.data().samples() + " samples");
    facts.put("family", given.family().name());
    facts.put("width", given.network().shape().width());
    facts.put("network_depth", given.network().shape().networkDepth());
    facts.put("parameter_count", given.network().parameterCount());
    facts.put("samples", given.data().samples());
    facts.put("understood", given.understood());
  }

  /** Says which of several networks this is about. */
  void of(String file) {
    lines.add(0, file + ":");
    facts.put("file", file);
  }

  /** A line that programs do not need. */
  void remark(String line) {
    lines.add(line);
  }

  /**
   * A search from the network as it was given.
   *
   * @param distance between both, over the length of the parameters
   */
  void finished(Minimum given, Minimum below, double distance) {
    lines.add(
        "finish: loss "
            + number(given.loss())
            + " to "
            + number(below.loss())
            + ", "
            + number(distance)
            + " of the parameters' length away, "
            + below.outcome().label());
    facts.put("given_loss", given.loss());
    facts.put("given_kind", given.kind().label());
    facts.put("finish_distance", distance);
    facts.put("finish_outcome", below.outcome().label());
  }

  /**
   * What the point is.
   *
   * @param finished whether a search ended there
   */
  void kind(NetworkSurvey survey, Minimum minimum, boolean finished) {
    double tolerance = minimum.stationarityTolerance();
    facts.put("loss", minimum.loss());
    facts.put("loss_normalized", minimum.loss() / survey.constantLoss());
    facts.put("minimum_kind", minimum.kind().label());
    facts.put("gradient_norm", minimum.gradientNorm());
    facts.put("stationarity", minimum.stationarity());
    facts.put("stationarity_tolerance", tolerance);
    facts.put("active_kinks", minimum.kinks());
    finite("hessian_min", minimum.hessianMin());
    double penalty = survey.penalty(minimum.theta());
    if (given.penalty() > 0) {
      facts.put("kappa", given.penalty());
      facts.put("penalty", penalty);
      facts.put("loss_without_penalty", survey.lossAlone(minimum.theta()));
    }
    lines.add(
        "loss "
            + number(minimum.loss())
            + (given.penalty() > 0
                ? " with its penalty, "
                    + number(survey.lossAlone(minimum.theta()))
                    + " without (the penalty is "
                    + number(penalty)
                    + ")"
                : "")
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
          finished
              ? "no minimum was reached; a larger training.maxIterations may get there"
              : "not a minimum, so it has no depth; --finish searches the next one below");
    } else if (minimum.kind() == MinimumKind.SADDLE) {
      lines.add("a saddle, so it has no depth; --finish searches the next minimum below");
    } else if (minimum.kind() == MinimumKind.KINK_UNRESOLVED) {
      lines.add(
          "a unit is 0, and whether it would grow is not known with so many inputs or samples, so"
              + " no depth is measured");
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

  /** One depth. */
  void depth(NetworkSurvey.Depth depth) {
    depths.add(fields(depth));
    facts.put("depths", depths);
    lines.add(line(depth));
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
    measured
        .bound()
        .ifPresent(
            bound -> {
              row.put("bound_explicit", bound.value());
              row.put("bound_kind", bound.kind());
            });
    return row;
  }

  /** The metrics at the point; the first quantity of each in words. */
  void singularities(SingularityProfile profile) {
    List<String> shown = new ArrayList<>();
    for (SingularityMetric metric : SingularityMetrics.all()) {
      for (Quantity quantity : metric.quantities()) {
        Optional<Double> value = profile.network(metric.name(), quantity.name());
        value.ifPresent(v -> finite(metric.name() + "_" + quantity.name(), v));
      }
      Quantity first = metric.quantities().get(0);
      profile
          .network(metric.name(), first.name())
          .filter(Double::isFinite)
          .ifPresent(v -> shown.add(metric.name() + " " + first.name() + " " + number(v)));
    }
    lines.add("singularities: " + String.join(", ", shown));
  }

  /** Lines that fit. */
  String text(int width) {
    return lines.stream()
        .map(line -> TerminalWidth.wrap(line, width, 4))
        .collect(Collectors.joining("\n"));
  }

  /** The facts by name. */
  Map<String, Object> facts() {
    return facts;
  }

  /** Facts as one object. */
  static String json(Map<String, Object> facts) {
    try {
      return new ObjectMapper().writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void finite(String name, double value) {
    if (Double.isFinite(value)) {
      facts.put(name, value);
    }
  }

  /** Three digits. */
  static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
