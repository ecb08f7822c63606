package io.shallows.launch.report;

import io.shallows.record.AnnihilationsTable;
import io.shallows.record.Column;
import io.shallows.record.ComparisonsTable;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SingularitiesTable;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.record.WidthsTable;
import io.shallows.spark.drive.SweepStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * What a report says, before it is a page.
 *
 * @param subject what the sweep is about
 * @param store where the rows are, as commands call it
 * @param status how far the sweep was when its rows were read
 * @param cards questions with answers, the sweep's own first
 * @param next what to do next
 * @param headline what was found, one sentence each
 * @param main the level and shape that the first figure opens with; null without depths
 * @param networks those with a mark
 * @param suprema what is known of the deepest of all local minima
 * @param tables the tables, by their place on the page
 * @param spec the resolved spec
 * @param provenance what decided the numbers, as JSON
 */
record Report(
    Subject subject,
    String store,
    SweepStatus status,
    List<Card> cards,
    NextStep next,
    List<String> headline,
    ClimbTally.Key main,
    Networks networks,
    SupremaAnswer suprema,
    List<ReportTable> tables,
    String spec,
    String provenance) {

  private static final List<Column<?>> FIT_COLUMNS =
      List.of(
          LeadingColumns.FAMILY,
          LeadingColumns.NETWORK_DEPTH,
          LeadingColumns.INPUT_DIMENSION,
          LeadingColumns.ETA,
          FitsTable.QUANTILE,
          FitsTable.VERDICT,
          FitsTable.REASON,
          FitsTable.PROBLEMS_VOTING,
          FitsTable.PROBLEMS_FALLING,
          FitsTable.PROBLEMS_RISING,
          FitsTable.PROBLEMS_WANTED,
          FitsTable.ZERO_WIDTH,
          FitsTable.P_CONSISTENT,
          FitsTable.P_VALUE,
          FitsTable.P_BOUND,
          FitsTable.THEORY_SLOPE,
          FitsTable.SLOPE,
          FitsTable.SLOPE_LOW,
          FitsTable.SLOPE_HIGH,
          FitsTable.P_DIRECTIONS,
          FitsTable.P_INVERSE_ROOT,
          FitsTable.BOUND_PROVEN,
          FitsTable.LAW,
          FitsTable.HOLDOUT_ERROR,
          FitsTable.USED_WIDTHS,
          FitsTable.WIDTHS,
          FitsTable.PROBLEMS,
          FitsTable.MINIMA,
          FitsTable.ZERO_SHARE,
          FitsTable.CENSORED_SHARE,
          FitsTable.BOUND_CHECKED,
          FitsTable.BOUND_VIOLATIONS,
          FitsTable.BOUND_RATIO_MEDIAN,
          FitsTable.BOUND_RATIO_MAX,
          FitsTable.TREND_COEFFICIENT,
          FitsTable.TREND_P_VALUE);

  private static final ReportTable.Field RATE =
      new ReportTable.Field(
          "rate_line", "depth at the narrowest used width times (m / that width)^theory_slope.");

  Report {
    cards = List.copyOf(cards);
    headline = List.copyOf(headline);
    tables = List.copyOf(tables);
  }

  /**
   * The report of a store's rows.
   *
   * @param skips rows of tables skips and annihilations
   * @param study rows of tables singularities, contrasts and correlations
   * @param suprema rows of table suprema
   * @param trajectories points of first-order runs
   * @param costModel of {@link CostModelError}
   * @param status how far the sweep was when its rows were read
   */
  static Report of(
      Subject subject,
      String store,
      NextStep next,
      List<Record> fits,
      List<Record> widths,
      List<Record> skips,
      List<Record> comparisons,
      List<Record> study,
      List<Record> suprema,
      Trajectories trajectories,
      TrialTally tally,
      Networks networks,
      ReportTable costModel,
      SweepStatus status,
      String spec,
      String provenance) {
    List<Column<?>> comparisonColumns = new ArrayList<>(ComparisonsTable.TABLE.columns());
    comparisonColumns.remove(ComparisonsTable.MEASUREMENT_ID);
    List<Column<?>> skipColumns = new ArrayList<>(SkipsTable.TABLE.columns());
    skipColumns.remove(SkipsTable.MEASUREMENT_ID);
    List<Column<?>> nestedColumns = new ArrayList<>(AnnihilationsTable.TABLE.columns());
    nestedColumns.remove(AnnihilationsTable.MEASUREMENT_ID);
    SupremaAnswer deepest = new SupremaAnswer(suprema);
    List<ReportTable> tables =
        List.of(
            ReportTable.of("fits", "Verdicts and laws (table fits).", FIT_COLUMNS, fits),
            widths(widths, fits),
            ReportTable.of(
                "skips",
                "What skips change, over the whole sweep.",
                skipColumns,
                of(SkipsTable.TABLE, skips)),
            ReportTable.of(
                "annihilations",
                "Plain minima within networks with skips, as nested pairs (table annihilations).",
                nestedColumns,
                of(AnnihilationsTable.TABLE, skips)),
            ReportTable.of(
                "comparisons",
                "Skips against plain (table comparisons).",
                comparisonColumns,
                comparisons),
            tally.climbs(),
            tally.violations(),
            tally.kinds(),
            study(
                "Singularities by family (table singularities).", SingularitiesTable.TABLE, study),
            study("More skip against less (table contrasts).", ContrastsTable.TABLE, study),
            study(
                "Singularities against depth, slow-down and trainability (table correlations).",
                CorrelationsTable.TABLE,
                study),
            deepest.table(),
            trajectories.table(),
            tally.cost(),
            costModel,
            TrialTally.completeness(status),
            tally.failures());
    List<Card> cards = new Answers(subject, status, tally, fits, skips, study).cards();
    List<String> headline =
        new ArrayList<>(
            Headline.sentences(
                fits, skips, study, tally.violationCount(), status, subject.references()));
    headline.addAll(deepest.sentences());
    return new Report(
        subject,
        store,
        status,
        cards,
        next,
        headline,
        tally.mainClimb().orElse(null),
        networks,
        deepest,
        tables,
        spec,
        provenance);
  }

  /** The three sentences: what was found, how sure it is, and what is next with its price. */
  List<String> sentences() {
    Card card = cards.get(0);
    return List.of(
        card.question() + " " + card.answer(),
        "How sure: " + card.certainty(),
        "Next: " + next.reason() + " Price: " + next.price() + ".");
  }

  private static ReportTable study(String caption, Table table, List<Record> study) {
    return ReportTable.of(table.name(), caption, table.columns(), of(table, study));
  }

  private static List<Record> of(Table table, List<Record> rows) {
    return rows.stream().filter(row -> row.table() == table).toList();
  }

  ReportTable table(String id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
  }

  private static ReportTable widths(List<Record> widths, List<Record> fits) {
    List<Column<?>> columns = new ArrayList<>(WidthsTable.TABLE.columns());
    columns.remove(WidthsTable.MEASUREMENT_ID);
    columns.remove(WidthsTable.TARGET);
    ReportTable stored =
        ReportTable.of("widths", "The points of the figures (table widths).", columns, widths);
    List<ReportTable.Field> fields = new ArrayList<>(stored.fields());
    fields.add(RATE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      List<Object> row = new ArrayList<>(stored.rows().get(i));
      row.add(rate(widths.get(i), widths, fits));
      rows.add(row);
    }
    return new ReportTable(stored.id(), stored.caption(), fields, rows);
  }

  private static Double rate(Record at, List<Record> widths, List<Record> fits) {
    Record first = null;
    for (Record other : widths) {
      if (sameFit(at, other)
          && other.get(WidthsTable.USE).equals("used")
          && (first == null || other.get(LeadingColumns.WIDTH) < first.get(LeadingColumns.WIDTH))) {
        first = other;
      }
    }
    if (first == null) {
      return null;
    }
    double factor = (double) at.get(LeadingColumns.WIDTH) / first.get(LeadingColumns.WIDTH);
    double depth = first.get(WidthsTable.DEPTH);
    return fits.stream()
        .filter(fit -> sameFit(at, fit))
        .findFirst()
        .map(fit -> depth * Math.pow(factor, fit.get(FitsTable.THEORY_SLOPE)))
        .orElse(null);
  }

  private static boolean sameFit(Record a, Record b) {
    return a.get(LeadingColumns.FAMILY).equals(b.get(LeadingColumns.FAMILY))
        && a.get(LeadingColumns.NETWORK_DEPTH).equals(b.get(LeadingColumns.NETWORK_DEPTH))
        && a.get(LeadingColumns.INPUT_DIMENSION).equals(b.get(LeadingColumns.INPUT_DIMENSION))
        && a.get(LeadingColumns.ETA).equals(b.get(LeadingColumns.ETA))
        && quantile(a) == quantile(b);
  }

  private static double quantile(Record row) {
    return row.get(row.table() == FitsTable.TABLE ? FitsTable.QUANTILE : WidthsTable.QUANTILE);
  }
}
