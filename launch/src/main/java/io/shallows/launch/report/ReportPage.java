package io.shallows.launch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Checksum;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            "\n" + PageText.resource("plot.js"),
            "\n" + PageText.resource("networks.js"),
            "\n" + PageText.resource("figures.js"));
    String style = "\n" + PageText.resource("report.css");
    boolean depths = report.main() != null;
    Map<String, String> places = new HashMap<>();
    places.put("policy", policy(scripts, style));
    places.put("title", PageText.escape(report.subject().question()));
    places.put("name", PageText.escape(report.subject().name()));
    places.put("live", PageText.escape(live));
    places.put("line", PageText.escape(line()));
    places.put("cards", cards());
    places.put("networks", networks(depths));
    places.put("kinds", kinds());
    places.put("verdicts", new VerdictMatrix(report.table("fits")).html());
    places.put("suprema", report.suprema().html(report.subject().families()));
    places.put("trees", trees());
    places.put("figures", figures(true, depths));
    places.put("folds", figures(false, depths) + folds());
    places.put("headline", headline());
    places.put("spec", PageText.escape(cut(report.spec())));
    places.put("provenance", PageText.escape(cut(report.provenance())));
    places.put("store", PageText.escape(report.store()));
    places.put("style", style);
    places.put("plot", scripts.get(0));
    places.put("networks-script", scripts.get(1));
    places.put("figures-script", scripts.get(2));
    places.put("data", "");
    String template = PageText.resource("report.html");
    int frame = PageText.filled(template, places).getBytes(StandardCharsets.UTF_8).length;
    places.put("data", data(MOST_BYTES - frame));
    return PageText.filled(template, places);
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
          .append(PageText.escape(card.question()))
          .append("</h2>\n<p class=\"answer\">")
          .append(PageText.escape(card.answer()))
          .append("</p>\n<p class=\"sure\">")
          .append(PageText.escape(card.certainty()))
          .append("</p></article>\n");
      if (i == 0) {
        NextStep next = report.next();
        html.append("<article class=\"card next\" id=\"next\"><h2>What to do next</h2>\n<p>")
            .append(PageText.escape(next.reason()))
            .append("</p>\n<p class=\"command\"><code>")
            .append(PageText.escape(next.command()))
            .append("</code></p>\n<p class=\"sure\">Price: ")
            .append(PageText.escape(next.price()))
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
            : "<p><strong>Depths are not computed yet, or no minimum stands above a"
                + " level.</strong></p>\n")
        + "<p class=\"soft\" id=\"hero-note\"></p>\n"
        + "<div id=\"stage\"><figure id=\"hero\"></figure>\n"
        + "<div id=\"side\" role=\"region\" aria-label=\"The network that was pressed\""
        + " aria-live=\"polite\"><p class=\"soft\">Press a mark to see its"
        + " network.</p></div></div></section>";
  }

  private String kinds() {
    ReportTable kinds = report.table("kinds");
    return kinds.rows().isEmpty()
        ? ""
        : "<section id=\"kinds\"><h2>At what kind of point did training end?</h2>\n"
            + "<figure id=\"kinds-figure\"></figure>\n"
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
        ? "<section id=\"trees\"><h2>How the minima of a cell join</h2>\n"
            + "<p class=\"soft\">Every minimum rises from its loss to the certified height at"
            + " which it joins a lower one; a long line is a minimum that is hard to leave. Press"
            + " a mark for its network.</p>\n"
            + "<div id=\"tree\"></div></section>"
        : "";
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
      html.append("<li>").append(PageText.escape(sentence)).append("</li>\n");
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
      if (figure.isEmpty(report.table(figure.table())) || first != leading) {
        continue;
      }
      html.append(first ? "<section" : "<details").append(" id=\"figure-").append(figure.chart());
      html.append(first ? "\"><h2>" : "\"><summary>").append(PageText.escape(figure.heading()));
      html.append(first ? "</h2>" : "</summary>").append("\n<p class=\"soft\">");
      html.append(PageText.escape(figure.caption()))
          .append("</p>\n<div class=\"chart\" data-chart=\"");
      html.append(figure.chart()).append("\" data-table=\"").append(figure.table());
      html.append("\"></div>\n").append(rows(figure.table()));
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
        html.append(fold.table).append("\"><summary>").append(PageText.escape(fold.heading));
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
      charts.set(figure.chart(), figure.definition());
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
}
