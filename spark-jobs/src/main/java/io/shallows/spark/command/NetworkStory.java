package io.shallows.spark.command;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.question.DepthTargets;
import io.shallows.minimum.MinimumKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.singularity.Quantity;
import io.shallows.singularity.SingularityMetric;
import io.shallows.singularity.SingularityMetrics;
import io.shallows.spark.cli.ShellText;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.store.Store;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One network in at most {@value #LINES} lines: what its end point is, the bracket of its depth to
 * every level, the way out, singularities, and the commands that say more.
 */
final class NetworkStory {

  static final int LINES = 24;

  /** Depths that are shown; the rest of a story takes at most 15 lines of 80 columns. */
  private static final int DEPTHS = 9;

  private final String uri;
  private final String trialId;
  private final Optional<Record> trial;
  private final List<Record> depths;
  private final List<Record> way;

  private NetworkStory(
      String uri, String trialId, Optional<Record> trial, List<Record> depths, List<Record> way) {
    this.uri = uri;
    this.trialId = trialId;
    this.trial = trial;
    this.depths = depths;
    this.way = way;
  }

  /** Reads the rows of one trial. */
  static NetworkStory of(Store store, String uri, String trialId) {
    List<Record> trials = new ArrayList<>();
    StoredTrial.rows(store, TrialsTable.TABLE, trialId, trials::add);
    // Where a depth was measured for several choices of finders or levels, every upper end holds.
    Map<List<Object>, Record> lowest = new LinkedHashMap<>();
    StoredTrial.rows(
        store,
        DepthsTable.TABLE,
        trialId,
        row ->
            lowest.merge(
                level(row), row, (before, after) -> upper(after) < upper(before) ? after : before));
    List<Record> depths = new ArrayList<>(lowest.values());
    depths.sort(ORDER);
    Map<List<Object>, Record> way = new LinkedHashMap<>();
    StoredTrial.rows(
        store,
        PathsTable.TABLE,
        trialId,
        row -> {
          if (row.get(PathsTable.PATH) == 0) {
            // The same way is stored again where other paths are kept.
            way.putIfAbsent(
                List.of(
                    row.get(PathsTable.MEASUREMENT_ID),
                    row.get(PathsTable.TARGET),
                    row.find(PathsTable.DROP),
                    row.find(LeadingColumns.ETA),
                    row.get(PathsTable.VERTEX)),
                row);
          }
        });
    return new NetworkStory(
        uri, trialId, trials.stream().findFirst(), depths, List.copyOf(way.values()));
  }

  /** The best of a cell may have been another one when it was measured. */
  private static List<Object> level(Record depth) {
    return List.of(
        depth.get(DepthsTable.TARGET),
        depth.find(DepthsTable.DROP),
        depth.find(LeadingColumns.ETA),
        depth.find(DepthsTable.REFERENCE_LOSS));
  }

  private static double upper(Record depth) {
    return depth.find(DepthsTable.DEPTH_UPPER).orElse(Double.POSITIVE_INFINITY);
  }

  /** Columns of a line of depths with its level and its bound. */
  private static final int WHOLE_WIDTH = 77;

  /** Own levels first, from the nearest on, then the others in the order of the registry. */
  private static final Comparator<Record> ORDER =
      Comparator.comparingInt(
              (Record row) -> DepthTargets.labels().indexOf(row.get(DepthsTable.TARGET)))
          .thenComparingDouble(row -> row.find(DepthsTable.DROP).orElse(0.0))
          .thenComparingDouble(row -> row.find(LeadingColumns.ETA).orElse(0.0))
          .thenComparing(row -> row.get(DepthsTable.MEASUREMENT_ID));

  /** Whether the store has an end point of the trial. */
  boolean isKnown() {
    return trial.isPresent();
  }

  /**
   * The story.
   *
   * @param width columns that people see
   */
  List<String> lines(int width) {
    Record row = trial.orElseThrow();
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(
        String.format(
            Locale.ROOT,
            "%s network %s: width %d, L %d, n %d, %s, seed %d, %d parameters",
            row.get(LeadingColumns.FAMILY),
            brief(trialId),
            row.get(LeadingColumns.WIDTH),
            row.get(LeadingColumns.NETWORK_DEPTH),
            row.get(LeadingColumns.INPUT_DIMENSION),
            row.get(LeadingColumns.INITIALIZATION),
            row.get(LeadingColumns.SEED),
            row.get(LeadingColumns.PARAMETER_COUNT)));
    paragraphs.add(loss(row));
    paragraphs.add(kind(row));
    row.find(TrialsTable.CERTIFICATE_RISE)
        .ifPresent(
            rise -> paragraphs.add("certified strict: no way out below a rise of " + number(rise)));
    List<String> lines = new ArrayList<>();
    paragraphs.forEach(text -> lines.addAll(wrapped(text, width)));
    lines.addAll(depthLines(row, width));
    wayOut().ifPresent(text -> lines.addAll(wrapped(text, width)));
    singularities(row).ifPresent(text -> lines.addAll(wrapped(text, width)));
    lines.addAll(more(width));
    return lines;
  }

  private static String loss(Record row) {
    StringBuilder text = new StringBuilder("loss ");
    text.append(row.find(TrialsTable.LOSS).map(NetworkStory::number).orElse("unknown"));
    row.find(TrialsTable.LOSS_NORMALIZED)
        .ifPresent(
            share -> text.append(", ").append(number(share)).append(" of the best constant's"));
    text.append("; ").append(row.get(TrialsTable.STATUS));
    row.find(TrialsTable.ITERATIONS)
        .ifPresent(steps -> text.append(" after ").append(steps).append(" steps"));
    return text.toString();
  }

  private static String kind(Record row) {
    StringBuilder text = new StringBuilder("kind: ").append(row.get(TrialsTable.MINIMUM_KIND));
    row.find(TrialsTable.STATIONARITY)
        .ifPresent(value -> text.append(", stationarity ").append(number(value)));
    row.find(TrialsTable.STATIONARITY_TOLERANCE)
        .ifPresent(
            tolerance -> text.append(" where ").append(number(tolerance)).append(" is stationary"));
    row.find(TrialsTable.ACTIVE_KINKS)
        .ifPresent(kinks -> text.append(", ").append(kinks).append(" active kinks"));
    row.find(TrialsTable.HESSIAN_MIN)
        .ifPresent(least -> text.append(", smallest curvature ").append(number(least)));
    return text.toString();
  }

  private List<String> depthLines(Record row, int width) {
    MinimumKind kind = MinimumKind.of(row.get(TrialsTable.MINIMUM_KIND));
    if (!kind.isMinimum()) {
      return wrapped("depth: none, since this is no minimum", width);
    }
    if (kind == MinimumKind.GLOBAL) {
      return wrapped("depth: none, since nothing is lower", width);
    }
    if (depths.isEmpty()) {
      return wrapped(
          "depth: not measured; a run measures it unless measurement.depth.enabled is false",
          width);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(width, "depth to", "level", "at least", "at most", "bound"));
    for (Record depth : depths.subList(0, Math.min(DEPTHS, depths.size()))) {
      lines.add(depthLine(depth, width));
    }
    if (depths.size() > DEPTHS) {
      lines.add("... " + (depths.size() - DEPTHS) + " more in table depths");
    }
    return lines;
  }

  static String depthLine(Record depth, int width) {
    String level = number(depth.get(DepthsTable.REFERENCE_LOSS));
    if (!depth.get(DepthsTable.COVERED)) {
      return line(width, target(depth), level, "not above", "it", "");
    }
    Optional<Double> upper = depth.find(DepthsTable.DEPTH_UPPER);
    double floor = depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
    boolean hidden = upper.isPresent() && upper.get() > 0 && upper.get() <= floor;
    String mark = hidden ? "~" : isKnown(depth) ? "=" : "";
    return line(
        width,
        target(depth),
        level,
        number(depth.find(DepthsTable.DEPTH_LOWER).orElse(0.0)),
        upper.map(value -> number(value) + mark).orElse("no path"),
        depth.find(DepthsTable.BOUND_EXPLICIT).map(NetworkStory::number).orElse(""));
  }

  /** Whether both ends agree above 0, and above what rounding hides. */
  private static boolean isKnown(Record depth) {
    return depth.find(DepthsTable.DEPTH_EXACT).orElse(false)
        && depth.find(DepthsTable.DEPTH_UPPER).orElse(0.0)
            > depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0);
  }

  /** Where the terminal is narrow the bracket alone is beside its target. */
  private static String line(
      int width, String target, String level, String lower, String upper, String bound) {
    String text =
        width < WHOLE_WIDTH
            ? String.format(Locale.ROOT, "%-36s %9s %10s", target, lower, upper)
            : String.format(
                Locale.ROOT, "%-36s %9s %9s %10s %9s", target, level, lower, upper, bound);
    return text.stripTrailing();
  }

  private static String target(Record depth) {
    String label = depth.get(DepthsTable.TARGET);
    String other = depth.find(DepthsTable.TARGET_TRIAL_ID).map(NetworkStory::brief).orElse("");
    if (label.equals(TargetKind.OWN.label())) {
      return "own, lower by " + plain(depth.find(DepthsTable.DROP).orElse(0.0)) + " of it";
    }
    if (label.equals(TargetKind.CELL_BEST.label())) {
      return "best of its cell, " + other;
    }
    if (label.equals(TargetKind.REFERENCE.label())) {
      return String.format(
          Locale.ROOT,
          "best of 2 layers, %d units, eta %s",
          depth.find(DepthsTable.REFERENCE_WIDTH).orElse(0L),
          plain(depth.get(LeadingColumns.ETA)));
    }
    return other.isEmpty() ? label : label + " with " + other;
  }

  /** The stored path to the nearest level: how long it is, and where it is highest. */
  private Optional<String> wayOut() {
    Optional<Record> nearest =
        depths.stream()
            .filter(depth -> depth.find(DepthsTable.DEPTH_UPPER).isPresent())
            .findFirst();
    if (nearest.isEmpty()) {
      return Optional.empty();
    }
    Record depth = nearest.get();
    String to = "way out to " + target(depth).replace(",", "") + ": ";
    String zero = depth.find(DepthsTable.ZERO_REASON).orElse("");
    if (!zero.isEmpty()) {
      return Optional.of(to + "without any climb, " + zero);
    }
    List<Record> vertices =
        way.stream()
            .filter(vertex -> vertex.get(PathsTable.TARGET).equals(depth.get(DepthsTable.TARGET)))
            .filter(vertex -> vertex.find(PathsTable.DROP).equals(depth.find(DepthsTable.DROP)))
            .filter(
                vertex -> vertex.find(LeadingColumns.ETA).equals(depth.find(LeadingColumns.ETA)))
            .filter(
                vertex ->
                    vertex
                        .get(PathsTable.MEASUREMENT_ID)
                        .equals(depth.get(DepthsTable.MEASUREMENT_ID)))
            .sorted(Comparator.comparing(vertex -> vertex.get(PathsTable.VERTEX)))
            .toList();
    String how =
        depth.find(DepthsTable.DEPTH_METHOD).orElse("")
            + ", "
            + depth.find(DepthsTable.CERTIFICATE).orElse("");
    if (vertices.size() < 2) {
      return Optional.of(to + how + "; its vertices are not stored (output.paths)");
    }
    int highest = 1;
    for (int v = 2; v < vertices.size(); v++) {
      if (maximum(vertices.get(v)) > maximum(vertices.get(highest))) {
        highest = v;
      }
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s%d vertices, highest loss %s between vertex %d and %d (%s)",
            to,
            vertices.size(),
            number(maximum(vertices.get(highest))),
            highest - 1,
            highest,
            how));
  }

  private static double maximum(Record vertex) {
    return vertex.find(PathsTable.SEGMENT_MAX).orElse(Double.NEGATIVE_INFINITY);
  }

  private static Optional<String> singularities(Record row) {
    List<String> shown = new ArrayList<>();
    for (SingularityMetric metric : SingularityMetrics.all()) {
      Quantity first = metric.quantities().get(0);
      String name = metric.name() + "_" + first.name();
      TrialsTable.TABLE
          .column(name)
          .flatMap(row::find)
          .filter(Double.class::isInstance)
          .ifPresent(
              value ->
                  shown.add(metric.name() + " " + first.name() + " " + number((double) value)));
    }
    TrialsTable.TABLE
        .column("degenerate_share")
        .flatMap(row::find)
        .ifPresent(share -> shown.add("degenerate share " + number((double) share)));
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of("singularities: " + String.join(", ", shown));
  }

  private List<String> more(int width) {
    List<String> lines = new ArrayList<>();
    boolean hidden =
        depths.stream()
            .flatMap(
                depth ->
                    depth.find(DepthsTable.DEPTH_UPPER).stream()
                        .map(
                            upper ->
                                upper > 0
                                    && upper <= depth.find(DepthsTable.DEPTH_FLOOR).orElse(0.0)))
            .anyMatch(Boolean::booleanValue);
    List<String> marks = new ArrayList<>();
    if (hidden) {
      marks.add("~ at most this, and hidden by rounding: the depth may be 0");
    }
    if (depths.stream().anyMatch(NetworkStory::isKnown)) {
      marks.add(hidden ? "= both ends agree" : "= both ends agree: this is the depth");
    }
    if (!marks.isEmpty()) {
      lines.addAll(wrapped(String.join("; ", marks), width));
    }
    String id = brief(trialId);
    String store = ShellText.quoted(uri);
    lines.addAll(command("more: ", "shallows explain " + store + " " + id, width));
    if (!way.isEmpty()) {
      String drawn =
          "shallows export " + store + " --format svg paths --trial " + id + " --target ";
      lines.addAll(command("      ", drawn + way.get(0).get(PathsTable.TARGET), width));
    }
    return lines;
  }

  private static List<String> command(String lead, String command, int width) {
    return ShellText.folded(lead, command, width).lines().toList();
  }

  private static List<String> wrapped(String text, int width) {
    return TerminalWidth.wrap(text, width, 2).lines().toList();
  }

  /** The first digits of an id, as commands take them. */
  private static String brief(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }

  /** A number of a spec as people write it. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
