package io.shallows.launch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.spark.store.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders a {@link Report} as one HTML file without references to anything outside of it. */
final class ReportPage {

  /** The figures: definition, table, and heading, in the order of the page. */
  private enum Figure {
    CLIMBS(
        "climb-width",
        "climbs",
        "The way out of every network",
        "One mark per covered minimum: how far the loss must rise, at most, on the way to the level"
            + " chosen above the figures. The climb is certified; the true depth may be less. Open"
            + " triangles: rounding hides the climb, it is at or below the mark. Bars: medians of"
            + " the marks."),
    DEPTH(
        "depth-width",
        "widths",
        "Depth to the reference against width",
        "Upper quantile of the depth of covered minima to the reference level of the chosen eta, zeros"
            + " apart, with 95% intervals; log-log."
            + " The dashed line has the slope of the bound and starts at the narrowest width of"
            + " its family. Open triangles: the quantile is at the float floor, true depth is at"
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
    KINDS(
        "kinds",
        "kinds",
        "Kinds of minima over width",
        "Share of trials by the kind of the point where training ended."),
    SINGULARITIES(
        "singularities",
        "singularities",
        "Singularities over width",
        "Means over problems, initializations and seeds of the metric chosen above the figures, with"
            + " 95% intervals."),
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
            + " seeds; the dot is the start."),
    RUNS(
        "loss-steps",
        "trajectories",
        "Loss along runs",
        "Loss of the same runs against their steps: a plateau is time spent near a singularity."),
    COST("cost", "cost", "Cost", "Mean wall-clock time of a trial and of a measured depth.");

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
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final Report report;

  ReportPage(Report report) {
    this.report = report;
  }

  String html() {
    List<String> scripts =
        List.of(
            resource("vendor/vega.min.js"),
            resource("vendor/vega-lite.min.js"),
            "\n" + resource("report.js") + "\n");
    Map<String, String> places = new HashMap<>();
    places.put("policy", policy(scripts));
    places.put("title", escape(report.name()));
    places.put("store", escape(report.store()));
    places.put(
        "question",
        report.references()
            ? ", and does their depth obey\nO(m<sup>(&eta;-1)/n</sup>)?"
            : " on these populations?");
    places.put("headline", headline());
    places.put("verdicts", verdicts());
    places.put("violations", table(report.table("violations")));
    places.put("figures", figures());
    places.put("cost-model", table(report.table("cost-model")));
    places.put("completeness", table(report.table("completeness")));
    places.put("failures", table(report.table("failures")));
    places.put("definitions", definitions());
    places.put("spec", escape(report.spec()));
    places.put("provenance", escape(report.provenance()));
    places.put("style", resource("report.css"));
    places.put("data", data());
    places.put("vega", scripts.get(0));
    places.put("vega-lite", scripts.get(1));
    places.put("script", scripts.get(2));
    return filled(resource("report.html"), places);
  }

  /** The template with its places filled, once: what looks like a place in a text stays text. */
  static String filled(String template, Map<String, String> places) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String text = places.get(place.group(1));
              if (text == null) {
                throw new IllegalStateException("nothing fills " + place.group());
              }
              return Matcher.quoteReplacement(text);
            });
  }

  /**
   * What the page may do: run its own scripts, known by their digests, and draw. It may load
   * nothing. Vega makes functions of the expressions in our charts.
   */
  private static String policy(List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src 'unsafe-eval'");
    for (String script : scripts) {
      byte[] digest = Checksum.sha256().digest(script.getBytes(StandardCharsets.UTF_8));
      policy.append(" 'sha256-").append(Base64.getEncoder().encodeToString(digest)).append('\'');
    }
    return policy
        .append("; style-src 'unsafe-inline'; img-src data: blob:")
        .append("; base-uri 'none'; form-action 'none'")
        .toString();
  }

  private String verdicts() {
    ReportTable nested = report.table("annihilations");
    return table(report.table("fits"))
        + table(report.table("skips"))
        + (nested.rows().isEmpty() ? "" : table(nested));
  }

  private String headline() {
    StringBuilder html = new StringBuilder();
    for (String sentence : report.headline()) {
      html.append("<li>").append(escape(sentence)).append("</li>\n");
    }
    return html.toString();
  }

  private String figures() {
    StringBuilder html = new StringBuilder();
    for (Figure figure : Figure.values()) {
      ReportTable table = report.table(figure.table);
      html.append("<section id=\"figure-").append(figure.chart).append("\">\n<h2>");
      html.append(escape(figure.heading)).append("</h2>\n<p>");
      html.append(escape(figure.caption)).append("</p>\n");
      if (table.rows().isEmpty()) {
        html.append("<p class=\"empty\">No rows in this store.</p>\n");
      } else {
        html.append("<div class=\"panels\" data-chart=\"").append(figure.chart);
        html.append("\" data-table=\"").append(figure.table).append("\" data-heading=\"");
        html.append(escape(figure.heading)).append("\"></div>\n");
        html.append("<details><summary>The rows behind this figure</summary>\n");
        html.append(table(table)).append("</details>\n");
      }
      html.append("</section>\n");
    }
    return html.toString();
  }

  private static String table(ReportTable table) {
    if (table.rows().isEmpty()) {
      return "<p class=\"empty\">" + escape(table.caption()) + " None.</p>\n";
    }
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html.append(escape(table.caption())).append("\"><table data-rows=\"").append(table.id());
    html.append("\"><caption>").append(escape(table.caption())).append("</caption>\n<thead><tr>");
    for (ReportTable.Field field : table.fields()) {
      html.append("<th scope=\"col\"><button type=\"button\" title=\"");
      html.append(escape(field.definition())).append("\">").append(escape(field.name()));
      html.append("</button></th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Object> row : table.rows()) {
      html.append("<tr>");
      for (Object cell : row) {
        html.append(cell(cell));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "<td></td>";
    }
    if (value instanceof Double real) {
      return "<td class=\"n\" data-value=\"" + real + "\">" + number(real) + "</td>";
    }
    if (value instanceof Long) {
      return "<td class=\"n\">" + value + "</td>";
    }
    String text = escape(value.toString());
    return "<td" + (text.length() > 40 ? " class=\"long\"" : "") + ">" + text + "</td>";
  }

  /** Four digits; the attribute beside it keeps all of them. */
  private static String number(double value) {
    double magnitude = Math.abs(value);
    if (value == Math.rint(value) && magnitude < 1e6) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return magnitude >= 1e-3 && magnitude < 1e5
        ? String.format(Locale.ROOT, "%.4g", value)
        : String.format(Locale.ROOT, "%.3e", value);
  }

  private String definitions() {
    StringBuilder html = new StringBuilder();
    for (ReportTable table : report.tables()) {
      html.append("<h3>").append(escape(table.caption())).append("</h3>\n<dl>\n");
      for (ReportTable.Field field : table.fields()) {
        html.append("<dt><code>").append(escape(field.name())).append("</code></dt><dd>");
        html.append(escape(field.definition())).append("</dd>\n");
      }
      html.append("</dl>\n");
    }
    return html.toString();
  }

  private String data() {
    ObjectNode root = JSON.createObjectNode();
    root.put("store", report.store());
    ObjectNode tables = root.putObject("tables");
    for (ReportTable table : report.tables()) {
      ArrayNode rows = tables.putArray(table.id());
      for (List<Object> row : table.rows()) {
        ObjectNode object = rows.addObject();
        for (int i = 0; i < row.size(); i++) {
          object.putPOJO(table.fields().get(i).name(), row.get(i));
        }
      }
    }
    ObjectNode charts = root.putObject("charts");
    try {
      for (Figure figure : Figure.values()) {
        charts.set(figure.chart, JSON.readTree(resource("charts/" + figure.chart + ".vl.json")));
      }
      // Without "<" nothing can end or nest the script element; it is the same JSON.
      return JSON.writeValueAsString(root).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows and chart definitions are plain data", e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
