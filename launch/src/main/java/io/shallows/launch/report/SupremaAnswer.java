package io.shallows.launch.report;

import io.shallows.record.Column;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SupremaTable;
import io.shallows.suprema.SupremaRows;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumContrast;
import io.shallows.suprema.SupremumRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What table suprema says of the deepest of all local minima, for a page. */
final class SupremaAnswer {

  private static final String QUESTION = "How deep is the deepest minimum of all?";

  private static final List<Column<?>> COLUMNS =
      List.of(
          LeadingColumns.FAMILY,
          LeadingColumns.INPUT_DIMENSION,
          LeadingColumns.WIDTH,
          SupremaTable.TARGET,
          LeadingColumns.ETA,
          LeadingColumns.PROBLEM_ID,
          SupremaTable.EXACT,
          SupremaTable.SUPREMUM,
          SupremaTable.SEARCH.found(),
          SupremaTable.HOPPING.found(),
          SupremaTable.STATES,
          SupremaTable.MINIMA,
          SupremaTable.COVERED,
          SupremaTable.REFERENCE_WIDTH,
          SupremaTable.REFERENCE_LOSS,
          SupremaTable.SEARCH.programs(),
          SupremaTable.SEARCH.basins(),
          SupremaTable.SEARCH.unseen(),
          SupremaTable.REASON);

  private final List<Record> rows;
  private final List<Supremum> all;
  private final List<SupremumRate> rates;
  private final List<SupremumContrast> contrasts;
  private final RecordFigure records;

  /**
   * @param rows of table suprema; without any nothing is said
   */
  SupremaAnswer(List<Record> rows) {
    this.rows = List.copyOf(rows);
    this.all = SupremaRows.suprema(rows);
    this.rates = SupremumRate.of(all);
    this.contrasts = SupremumContrast.of(all);
    this.records = new RecordFigure(all);
  }

  /** The rows on the page. */
  ReportTable table() {
    return ReportTable.of(
        SupremaTable.TABLE.name(),
        "The deepest of all local minima (table suprema).",
        COLUMNS,
        rows);
  }

  /** The answer in a card. */
  Optional<Card> card() {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    long exact = all.stream().filter(Supremum::exact).count();
    long found = all.stream().filter(one -> one.isFoundBy(one.search())).count();
    long hopped = all.stream().filter(one -> one.isFoundBy(one.hopping())).count();
    String certainty =
        exact == 0
            ? "Records of a search: lower bounds of the suprema, proved one by one."
            : String.format(
                Locale.ROOT,
                "%s: every local minimum listed, up to rounding. With its budget the search finds"
                    + " %d of these suprema, basin hopping %d.",
                exact == all.size()
                    ? "Exact on all " + exact + " landscapes"
                    : "Exact on " + exact + " of " + all.size() + " landscapes",
                found,
                hopped);
    List<String> parts = medians();
    contrasts.stream()
        .filter(contrast -> contrast.eta().isEmpty())
        .forEach(
            contrast ->
                parts.add(
                    String.format(
                        Locale.ROOT,
                        "%s lower than plain of %s in %d of %d problems (%s)",
                        contrast.family(),
                        pairing(contrast),
                        contrast.lower(),
                        contrast.problems(),
                        contrast.verdict())));
    if (!rates.isEmpty()) {
      parts.add("rate of the bound over these widths: " + verdicts());
    }
    String answer = String.join("; ", parts) + ".";
    return Optional.of(new Card(QUESTION, answer, certainty, tone()));
  }

  /** Figure, verdicts and rows; empty without rows. */
  String html(List<String> families) {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<section id=\"suprema\"><h2>").append(QUESTION);
    html.append(
        "</h2>\n<p class=\"soft\">The largest depth of all local minima of a width, not of");
    html.append(" those that training meets. ")
        .append(PageText.escape(String.join(" ", SupremaFigure.NOTE)));
    html.append("</p>\n");
    card()
        .ifPresent(
            card ->
                html.append("<p><strong>")
                    .append(PageText.escape(card.answer()))
                    .append("</strong> ")
                    .append(PageText.escape(card.certainty()))
                    .append("</p>\n"));
    html.append("<div class=\"panels\">\n");
    List<String> panels = new ArrayList<>(new SupremaFigure(all, rates, families).panels());
    panels.addAll(records.panels());
    for (String panel : panels) {
      html.append("<figure>").append(panel).append("</figure>\n");
    }
    html.append("</div>\n<ul>\n");
    for (String sentence : sentences()) {
      html.append("<li>").append(PageText.escape(sentence)).append("</li>\n");
    }
    return html.append(
            "</ul>\n<details data-rows=\"suprema\"><summary>The rows behind it</summary>")
        .append("</details>\n</section>")
        .toString();
  }

  /** What the rows say, a sentence each. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    rates.forEach(
        rate ->
            sentences.add(
                capital(sentence(rate))
                    + String.format(
                        Locale.ROOT,
                        ": faster than m^((eta-1)/n) in %d of %d problems, slower in %d. A sign"
                            + " test, p = %.2g adjusted for all rates, at .025, for these widths"
                            + " alone.",
                        rate.lower(),
                        rate.problems(),
                        rate.higher(),
                        Math.min(rate.pLower(), rate.pHigher()))));
    contrasts.forEach(contrast -> sentences.add(sentence(contrast)));
    sentences.addAll(records.sentences());
    rows.stream()
        .flatMap(row -> row.find(SupremaTable.REASON).stream())
        .distinct()
        .forEach(reason -> sentences.add("Nothing is known of some landscapes: " + reason + "."));
    return sentences;
  }

  private static String sentence(SupremumRate rate) {
    return String.format(
        Locale.ROOT,
        "%s%s, rate to e(m^%s) from m = %d to %d %s",
        rate.family(),
        rate.inputDimension() == 1 ? "" : ", n = " + rate.inputDimension(),
        Answers.plain(rate.eta()),
        rate.narrow(),
        rate.wide(),
        rate.verdict());
  }

  /** How many of the rates have which verdict. */
  private String verdicts() {
    Map<String, Long> counts =
        rates.stream()
            .collect(
                Collectors.groupingBy(
                    SupremumRate::verdict, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
            .map(count -> count.getKey() + " in " + count.getValue())
            .collect(Collectors.joining(", "))
        + " of "
        + rates.size()
        + (rates.size() == 1 ? " setting" : " settings");
  }

  private static String pairing(SupremumContrast contrast) {
    return contrast.pairing().equals(SupremumContrast.WIDTH) ? "equal width" : "one unit more";
  }

  private static String sentence(SupremumContrast contrast) {
    return String.format(
        Locale.ROOT,
        "%s against plain of %s, n = %d, depth to %s: the supremum is lower in %d of %d pairs and"
            + " higher in %d; over problems %d lower, %d higher: %s, p = %.2g adjusted for all such"
            + " contrasts.",
        capital(contrast.family()),
        pairing(contrast)
            + (contrast.pairing().equals(SupremumContrast.WIDTH)
                ? ""
                : ", which has as many parameters or one more"),
        contrast.inputDimension(),
        contrast.eta().isPresent()
            ? "e(m^" + Answers.plain(contrast.eta().getAsDouble()) + ")"
            : "any lower loss",
        contrast.pairsLower(),
        contrast.pairs(),
        contrast.pairsHigher(),
        contrast.lower(),
        contrast.higher(),
        contrast.verdict(),
        Math.min(contrast.pLower(), contrast.pHigher()));
  }

  /** Per family the medians over problems at the narrowest and the widest network. */
  private List<String> medians() {
    Map<String, TreeMap<Integer, List<Double>>> families = new LinkedHashMap<>();
    for (Supremum one : all) {
      String family =
          one.place().family()
              + (one.place().inputDimension() == 1 ? "" : ", n = " + one.place().inputDimension());
      families
          .computeIfAbsent(family, key -> new TreeMap<>())
          .computeIfAbsent(one.place().width(), key -> new ArrayList<>())
          .add(one.exact() ? one.depth().orElseThrow() : one.search().depth());
    }
    List<String> parts = new ArrayList<>();
    families.forEach(
        (family, widths) ->
            parts.add(
                String.format(
                    Locale.ROOT,
                    "%s, to any lower loss: median %s at m = %d%s",
                    capital(family),
                    Answers.number(median(widths.firstEntry().getValue())),
                    widths.firstKey(),
                    widths.size() == 1
                        ? ""
                        : ", "
                            + Answers.number(median(widths.lastEntry().getValue()))
                            + " at m = "
                            + widths.lastKey())));
    return parts;
  }

  private static double median(List<Double> depths) {
    double[] sorted = depths.stream().mapToDouble(depth -> depth).toArray();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private Card.Tone tone() {
    if (rates.stream().anyMatch(rate -> rate.verdict().equals("contradicted"))) {
      return Card.Tone.NO;
    }
    return rates.stream().anyMatch(rate -> rate.verdict().equals("consistent"))
        ? Card.Tone.YES
        : rates.isEmpty() ? Card.Tone.FOUND : Card.Tone.OPEN;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
