package io.shallows.launch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;

/** The figures in folds: chart definition, table and heading, in the order of the page. */
enum Figure {
  SINGULARITIES(
      "singularities",
      "singularities",
      "Singularities over width",
      "Means over problems, initializations and seeds of the metric chosen above, with 95%"
          + " intervals."),
  CONTRASTS(
      "contrasts",
      "contrasts",
      "What more skip changes",
      "Share of pairs (same problem, initialization and seed) in which the family's value of the"
          + " chosen metric is higher than the control's minus the share in which it is lower,"
          + " with 95% intervals; the differences themselves are in the rows."),
  CORRELATIONS(
      "correlations",
      "correlations",
      "Singularities against depth, slow-down and trainability",
      "Rank correlation, within cells, of the chosen metric with each outcome, with 95%"
          + " intervals; depth is that to the best of the cell."),
  TRAJECTORIES(
      "trajectories",
      "trajectories",
      "Trajectories",
      "The way of first-order runs in the plane of the chosen metric and the loss, of the first"
          + " seeds; the mark is the start."),
  RUNS(
      "loss-steps",
      "trajectories",
      "Loss along runs",
      "Loss of the same runs against their steps: a plateau is time spent near a singularity."),
  POSITIVE(
      "positive-share",
      "widths",
      "Share of bad minima whose way out climbs",
      "Of the minima above the reference level of the chosen eta: how many have a known way out"
          + " that climbs more than rounding, with 95% intervals between problems."),
  DEPTH(
      "depth-width",
      "widths",
      "Depth to the reference against width",
      "Upper quantile of the depth of covered minima to the reference level of the chosen eta, zeros"
          + " apart, with 95% intervals; log-log."
          + " The dotted line has the slope of the bound and starts at the narrowest width of"
          + " its family. Open marks: the quantile is at the float floor, true depth is at"
          + " or below the mark. Crosses: too few minima, not in the fit."),
  SLOPE(
      "slope-dimension",
      "fits",
      "Slope against input dimension",
      "Measured slopes with 95% intervals; the tick is the bound's (eta - 1) / n. A slope below"
          + " its tick falls faster than the bound asks."),
  BOUND(
      "bound-ratio",
      "widths",
      "Depth as a share of the explicit bound",
      "Median (line) and greatest (mark) of depth / explicit bound, where the proof applies."
          + " Nothing can lie above 1 by construction: a check of the program, not a finding about"
          + " depth."),
  SKIPS(
      "skip-difference",
      "comparisons",
      "Skips minus plain",
      "Difference of P(depth to the reference above tolerance) between networks with skips and plain networks of"
          + " the same problem, initialization and seed, with 95% intervals. Below zero: deep"
          + " minima are rarer with skips."),
  COST("cost", "cost", "Cost", "Mean wall-clock time of a trial and of a measured depth.");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String chart;
  private final String table;
  private final String heading;
  private final String caption;

  Figure(String chart, String table, String heading, String caption) {
    this.chart = chart;
    this.table = table;
    this.heading = heading;
    this.caption = caption;
  }

  /** The name of its definition. */
  String chart() {
    return chart;
  }

  /** The report table whose rows it draws. */
  String table() {
    return table;
  }

  String heading() {
    return heading;
  }

  /** What it shows, for its readers. */
  String caption() {
    return caption;
  }

  /** How it is drawn, as a definition of folder notebooks-data/charts. */
  JsonNode definition() {
    try {
      return JSON.readTree(PageText.resource("charts/" + chart + ".json"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the program's chart " + chart + " is no JSON", e);
    }
  }

  /** Whether no row has the column without which there is nothing to draw. */
  boolean isEmpty(ReportTable rows) {
    String need = definition().path("needs").asText("");
    boolean anyRow = need.isEmpty() || need.startsWith("$");
    return anyRow ? rows.rows().isEmpty() : rows.column(need).noneMatch(Objects::nonNull);
  }
}
