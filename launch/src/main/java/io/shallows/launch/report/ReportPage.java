package io.shallows.launch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Checksum;
import io.shallows.statistics.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders a {@link Report} as one HTML file without references to anything outside of it, of at
 * most {@value #MOST_BYTES} bytes.
 */
final class ReportPage {

  /** What a page may weigh, so that it can be sent and opens at once. */
  static final int MOST_BYTES = 2_500_000;

  /** What the rows of one table may weigh; further rows are in the store. */
  private static final int MOST_BYTES_OF_TABLE = 180_000;

  /** The same of the verdicts, each of which has a cell of its own. */
  private static final int MOST_BYTES_OF_VERDICTS = 600_000;

  /** What a text of the store, such as its spec, may weigh. */
  private static final int MOST_OF_TEXT = 60_000;

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

    /** How it is drawn, as a definition of folder notebooks-data/charts. */
    JsonNode definition() {
      try {
        return JSON.readTree(resource("charts/" + chart + ".json"));
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

  /** Tables in folds of their own, with what the fold is called. */
  private enum Fold {
    FITS("fits", "Verdicts and laws, row by row"),
    SKIPS("skips", "What skips change, row by row"),
    ANNIHILATIONS("annihilations", "Plain minima within networks with skips"),
    CLIMBS("climbs", "Ways out by family, width and level"),
    COST_MODEL("cost-model", "What the planner knew of the cost"),
    COMPLETENESS("completeness", "Completeness"),
    FAILURES("failures", "Failures by cause");

    private final String table;
    private final String heading;

    Fold(String table, String heading) {
      this.table = table;
      this.heading = heading;
    }
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final Report report;
  private final String live;

  ReportPage(Report report) {
    this(report, "");
  }

  /**
   * @param live version of a page that is served while a run goes on, which asks for newer ones;
   *     empty for a file
   */
  ReportPage(Report report, String live) {
    this.report = report;
    this.live = live;
  }

  String html() {
    List<String> scripts =
        List.of(
            "\n" + resource("plot.js"),
            "\n" + resource("networks.js"),
            "\n" + resource("figures.js"));
    String style = "\n" + resource("report.css");
    boolean depths = report.main() != null;
    Map<String, String> places = new HashMap<>();
    places.put("policy", policy(scripts, style));
    places.put("title", escape(report.subject().question()));
    places.put("name", escape(report.subject().name()));
    places.put("live", escape(live));
    places.put("line", escape(line()));
    places.put("cards", cards());
    places.put("networks", networks(depths));
    places.put("kinds", kinds());
    places.put("verdicts", verdicts());
    places.put("trees", trees());
    places.put("figures", figures(true, depths));
    places.put("folds", figures(false, depths) + folds());
    places.put("headline", headline());
    places.put("spec", escape(cut(report.spec())));
    places.put("provenance", escape(cut(report.provenance())));
    places.put("store", escape(report.store()));
    places.put("style", style);
    places.put("plot", scripts.get(0));
    places.put("networks-script", scripts.get(1));
    places.put("figures-script", scripts.get(2));
    places.put("data", "");
    String template = resource("report.html");
    int frame = filled(template, places).getBytes(StandardCharsets.UTF_8).length;
    places.put("data", data(MOST_BYTES - frame));
    return filled(template, places);
  }

  /** The sweep in a line. */
  private String line() {
    SweepStatus status = report.status();
    StringBuilder line = new StringBuilder(report.subject().name()).append(": ");
    if (status.finished() < status.trials()) {
      line.append(String.format(Locale.ROOT, "%,d of ", status.finished()));
    }
    line.append(
        String.format(
            Locale.ROOT, "%,d networks trained, %s", status.trials(), report.subject().line()));
    if (status.measured() != null && status.measured() < status.trials()) {
      line.append(
          status.measured() == 0
              ? "; depths not computed yet"
              : String.format(Locale.ROOT, "; depths of %,d computed", status.measured()));
    } else if (!status.complete()) {
      line.append("; not summarised yet");
    }
    if (status.failed() > 0) {
      line.append(String.format(Locale.ROOT, "; %,d FAILED", status.failed()));
    }
    if (status.timedOut() > 0) {
      line.append(String.format(Locale.ROOT, "; %,d timed out", status.timedOut()));
    }
    return line.append("; ").append(report.store()).toString();
  }

  /** The first card, what is next, and the other cards. */
  private String cards() {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < report.cards().size(); i++) {
      Card card = report.cards().get(i);
      html.append("<article class=\"card ")
          .append(card.tone().name().toLowerCase(Locale.ROOT))
          .append("\"><span class=\"tone\">")
          .append(card.tone().word())
          .append("</span><h2>")
          .append(escape(card.question()))
          .append("</h2>\n<p class=\"answer\">")
          .append(escape(card.answer()))
          .append("</p>\n<p class=\"sure\">")
          .append(escape(card.certainty()))
          .append("</p></article>\n");
      if (i == 0) {
        NextStep next = report.next();
        html.append("<article class=\"card next\" id=\"next\"><h2>What to do next</h2>\n<p>")
            .append(escape(next.reason()))
            .append("</p>\n<p class=\"command\"><code>")
            .append(escape(next.command()))
            .append("</code></p>\n<p class=\"sure\">Price: ")
            .append(escape(next.price()))
            .append(".</p></article>\n");
      }
    }
    return html.toString();
  }

  private String networks(boolean depths) {
    if (report.networks().ids().isEmpty()) {
      return "<section id=\"networks\"><h2>Networks</h2><p>"
          + (report.status().finished() == 0
              ? "None is trained yet; each will have a mark here."
              : "The rows of the networks are kept elsewhere.")
          + "</p></section>";
    }
    return "<section id=\"networks\"><h2 id=\"hero-title\">"
        + (depths ? "How far must each network climb?" : "Where did training end?")
        + "</h2>\n<form id=\"choice\" aria-label=\"What the marks show\"></form>\n"
        + (depths || !report.subject().depths()
            ? ""
            : "<p><strong>Depths are not computed yet, or no minimum stands above a level.</strong></p>\n")
        + "<p class=\"soft\" id=\"hero-note\"></p>\n<div id=\"stage\"><figure id=\"hero\"></figure>\n"
        + "<div id=\"side\" role=\"region\" aria-label=\"The network that was pressed\" aria-live=\"polite\">"
        + "<p class=\"soft\">Press a mark to see its network.</p></div></div></section>";
  }

  private String kinds() {
    ReportTable kinds = report.table("kinds");
    return kinds.rows().isEmpty()
        ? ""
        : "<section id=\"kinds\"><h2>At what kind of point did training end?</h2>\n<figure id=\"kinds-figure\"></figure>\n"
            + rows("kinds")
            + "</section>";
  }

  private String trees() {
    boolean any =
        report
            .table("climbs")
            .column("target")
            .anyMatch(target -> TargetKind.TREE.label().equals(target));
    return any
        ? "<section id=\"trees\"><h2>How the minima of a cell join</h2>\n<p class=\"soft\">Every minimum rises"
            + " from its loss to the certified height at which it joins a lower one; a long line is a"
            + " minimum that is hard to leave. Press a mark for its network.</p>\n<div id=\"tree\"></div></section>"
        : "";
  }

  /** A verdict per setting: family and layers by input dimension and eta. */
  private String verdicts() {
    ReportTable fits = report.table("fits");
    List<String> names = fits.names();
    Map<List<Object>, Map<List<Object>, Integer>> matrix = new LinkedHashMap<>();
    Set<List<Object>> columns =
        new TreeSet<>(
            Comparator.comparing((List<Object> column) -> (Long) column.get(0))
                .thenComparing(column -> (Double) column.get(1)));
    for (int i = 0; i < fits.rows().size(); i++) {
      List<Object> row = fits.rows().get(i);
      if (row.get(names.indexOf("quantile")).equals(Headline.MAIN_QUANTILE)) {
        List<Object> column =
            List.of(row.get(names.indexOf("input_dimension")), row.get(names.indexOf("eta")));
        columns.add(column);
        matrix
            .computeIfAbsent(
                List.of(row.get(names.indexOf("family")), row.get(names.indexOf("network_depth"))),
                setting -> new HashMap<>())
            .put(column, i);
      }
    }
    if (matrix.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<section id=\"verdicts\"><h2>Does depth fall at least as fast as the bound's rate"
                + " m^((eta-1)/n)?</h2>\n<p class=\"soft\">A verdict for each setting, on the .9 quantile of"
                + " depth to the reference: \u25a0 proved, \u2713 consistent, \u2717 contradicted, ?"
                + " undecided. Press one for its reason.</p>\n<div class=\"matrix\" role=\"region\""
                + " aria-label=\"Verdicts\" tabindex=\"0\"><table><caption class=\"skip\">Verdicts by"
                + " setting</caption><thead><tr><th scope=\"col\">family, layers</th>");
    for (List<Object> column : columns) {
      html.append("<th scope=\"col\">n = ").append(column.get(0)).append("<br>eta ");
      html.append(column.get(1)).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>");
    matrix.forEach(
        (setting, cells) -> {
          String name = setting.get(0) + ", L = " + setting.get(1);
          html.append("<tr><th scope=\"row\">").append(escape(name)).append("</th>");
          for (List<Object> column : columns) {
            Integer row = cells.get(column);
            html.append(row == null ? "<td></td>" : verdict(row, name, column));
          }
          html.append("</tr>\n");
        });
    return html.append("</tbody></table></div>\n<p id=\"why\" aria-live=\"polite\"></p></section>")
        .toString();
  }

  private String verdict(int row, String name, List<Object> column) {
    ReportTable fits = report.table("fits");
    String verdict = (String) fits.rows().get(row).get(fits.names().indexOf("verdict"));
    String sign =
        switch (Arrays.stream(Verdict.values())
            .filter(one -> one.label().equals(verdict))
            .findFirst()
            .orElse(Verdict.UNDECIDED)) {
          case PROVED -> "\u25a0";
          case CONSISTENT -> "\u2713";
          case CONTRADICTED -> "\u2717";
          case UNDECIDED -> "?";
        };
    return "<td class=\"v-"
        + escape(verdict)
        + "\"><button type=\"button\" aria-pressed=\"false\" data-row=\""
        + row
        + "\" aria-label=\""
        + escape(name + ", n = " + column.get(0) + ", eta = " + column.get(1) + ": " + verdict)
        + "\">"
        + sign
        + "</button></td>";
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
   * What the page may do: run its own scripts and use its own style, known by their digests. It may
   * load nothing; one that is served may ask its server for what is new.
   */
  private String policy(List<String> scripts, String style) {
    StringBuilder policy = new StringBuilder("default-src 'none'; script-src");
    scripts.forEach(script -> policy.append(" '").append(digest(script)).append('\''));
    return policy
        .append("; style-src '")
        .append(digest(style))
        .append("'; img-src data:")
        .append(live.isEmpty() ? "" : "; connect-src 'self'")
        .append("; base-uri 'none'; form-action 'none'")
        .toString();
  }

  private static String digest(String text) {
    byte[] digest = Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private String headline() {
    StringBuilder html = new StringBuilder();
    for (String sentence : report.headline()) {
      html.append("<li>").append(escape(sentence)).append("</li>\n");
    }
    return html.toString();
  }

  /**
   * Figures that have rows.
   *
   * @param leading those that stand open: without depths the first two of the study are the answer
   * @param depths whether there are depths, which are the answer then
   */
  private String figures(boolean leading, boolean depths) {
    StringBuilder html = new StringBuilder();
    for (Figure figure : Figure.values()) {
      boolean first = !depths && (figure == Figure.SINGULARITIES || figure == Figure.CONTRASTS);
      if (figure.isEmpty(report.table(figure.table)) || first != leading) {
        continue;
      }
      html.append(first ? "<section" : "<details").append(" id=\"figure-").append(figure.chart);
      html.append(first ? "\"><h2>" : "\"><summary>").append(escape(figure.heading));
      html.append(first ? "</h2>" : "</summary>").append("\n<p class=\"soft\">");
      html.append(escape(figure.caption)).append("</p>\n<div class=\"chart\" data-chart=\"");
      html.append(figure.chart).append("\" data-table=\"").append(figure.table);
      html.append("\"></div>\n").append(rows(figure.table));
      html.append(first ? "</section>\n" : "</details>\n");
    }
    return html.toString();
  }

  /** The rows behind a figure, in a fold. */
  private static String rows(String table) {
    return "<details data-rows=\"" + table + "\"><summary>The rows behind it</summary></details>\n";
  }

  private String folds() {
    StringBuilder html = new StringBuilder();
    if (!report.table("violations").rows().isEmpty()) {
      html.append(
              "<details open id=\"violations\" data-rows=\"violations\"><summary>Depths above a")
          .append(" proven bound</summary></details>\n");
    }
    for (Fold fold : Fold.values()) {
      if (!report.table(fold.table).rows().isEmpty()) {
        html.append("<details id=\"table-").append(fold.table).append("\" data-rows=\"");
        html.append(fold.table).append("\"><summary>").append(escape(fold.heading));
        html.append("</summary></details>\n");
      }
    }
    return html.toString();
  }

  /**
   * The numbers of the page as JSON.
   *
   * @param bytes that it may take
   */
  private String data(int bytes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("store", report.store());
    ArrayNode families = root.putArray("families");
    report.subject().families().forEach(families::add);
    if (report.main() == null) {
      root.putNull("main");
    } else {
      ObjectNode main = root.putObject("main");
      main.put("target", report.main().level().target());
      putKnown(main, "drop", report.main().level().drop());
      putKnown(main, "eta", report.main().level().eta());
      main.put("network_depth", report.main().networkDepth());
      main.put("input_dimension", report.main().inputDimension());
    }
    ObjectNode tables = root.putObject("tables");
    report
        .tables()
        .forEach(
            table ->
                tables.set(
                    table.id(),
                    table.json(
                        JSON,
                        table.id().equals("fits") ? MOST_BYTES_OF_VERDICTS : MOST_BYTES_OF_TABLE)));
    ObjectNode charts = root.putObject("charts");
    for (Figure figure : Figure.values()) {
      charts.set(figure.chart, figure.definition());
    }
    root.set("networks", report.networks().json((long) bytes - text(root).length()));
    return text(root);
  }

  private static void putKnown(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }

  /** JSON in letters of one byte, so that its length is what it weighs. */
  private static String text(ObjectNode root) {
    try {
      // Without "<" nothing can end or nest the script element; it is the same JSON.
      return JSON.writeValueAsString(root).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows are plain data", e);
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_OF_TEXT
        ? text
        : text.substring(0, MOST_OF_TEXT) + "\n... the rest is in the store";
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
