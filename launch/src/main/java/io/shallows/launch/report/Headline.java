package io.shallows.launch.report;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.AnnihilationsTable;
import io.shallows.record.Column;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.record.Table;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.statistics.FitVerdicts;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was found, in a sentence each: the rate, the skips, published directions; before them an
 * alarm where a depth is above its bound.
 */
final class Headline {

  /** The quantile of depth that verdicts on the rate are read from. */
  static final double MAIN_QUANTILE = 0.9;

  private Headline() {}

  /**
   * The sentences.
   *
   * @param skips rows of tables skips and annihilations
   * @param references whether the problem has data, and so networks to compare minima with
   */
  static List<String> sentences(
      List<Record> fits,
      List<Record> skips,
      List<Record> study,
      long violations,
      SweepStatus status,
      boolean references) {
    List<String> sentences = new ArrayList<>();
    alarm(violations).ifPresent(sentences::add);
    unfinished(status).ifPresent(sentences::add);
    if (references) {
      sentences.add(rate(fits, status));
      sentences.addAll(skips(of(SkipsTable.TABLE, skips)));
      sentences.addAll(nested(of(AnnihilationsTable.TABLE, skips)));
    } else {
      sentences.add(
          "The rate is not asked here: it is about the levels of reference networks on data, and"
              + " this problem has no data. Depths to lower losses and to the best of each cell"
              + " are below.");
    }
    claims(study).ifPresent(sentences::add);
    return sentences;
  }

  /** Directions that were published and what was found of them, where any was measured. */
  private static Optional<String> claims(List<Record> study) {
    Map<String, Long> contrasts = verdicts(study, ContrastsTable.TABLE, ContrastsTable.VERDICT);
    Map<String, Long> correlations =
        verdicts(study, CorrelationsTable.TABLE, CorrelationsTable.VERDICT);
    return contrasts.isEmpty() && correlations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The directions published by Orhan and Pitkow: more skip against less, "
                + counts(contrasts)
                + "; nearness to singularities against the loss without skips, "
                + counts(correlations)
                + " (95% intervals, each by itself).");
  }

  private static Map<String, Long> verdicts(
      List<Record> study, Table table, Column<String> verdict) {
    return study.stream()
        .filter(row -> row.table() == table)
        .filter(
            row -> table != ContrastsTable.TABLE || row.get(ContrastsTable.PAIRING).equals("width"))
        .flatMap(row -> row.find(verdict).stream())
        .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
  }

  /** How many of them agree, disagree and are undecided. */
  static String counts(Map<String, Long> verdicts) {
    return String.format(
        Locale.ROOT,
        "%d agree, %d disagree, %d undecided",
        verdicts.getOrDefault("agree", 0L),
        verdicts.getOrDefault("disagree", 0L),
        verdicts.getOrDefault("undecided", 0L));
  }

  /** That a sweep is not complete, or that trials of it gave no answer, before anything else. */
  private static Optional<String> unfinished(SweepStatus status) {
    List<String> missing = new ArrayList<>();
    if (status.finished() < status.trials()) {
      missing.add(
          String.format(
              Locale.ROOT,
              "%d of %d trials are not run yet",
              status.trials() - status.finished(),
              status.trials()));
    }
    if (status.measured() != null && status.measured() < status.trials()) {
      missing.add(
          String.format(
              Locale.ROOT,
              "the depths of %d are not measured yet",
              status.trials() - status.measured()));
    }
    if (missing.isEmpty() && !status.complete()) {
      missing.add("cells are not summarised yet");
    }
    if (status.failed() > 0) {
      missing.add(String.format(Locale.ROOT, "%d failed", status.failed()));
    }
    if (status.timedOut() > 0) {
      missing.add(String.format(Locale.ROOT, "%d timed out", status.timedOut()));
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("Of the sweep: " + String.join(", ", missing) + ".");
  }

  /** Why there is no fit, as far as the sweep has come. */
  private static String noFit(SweepStatus status) {
    if (status.measured() == null) {
      return "The rate: this sweep measures no depth (measurement.depth.enabled is false).";
    }
    if (!status.complete()) {
      return "The rate: nothing can be said before depths are measured and summarised.";
    }
    return "The rate: no minimum was covered by the bound, so there is nothing to test it on.";
  }

  private static String rate(List<Record> fits, SweepStatus status) {
    List<Record> main =
        fits.stream().filter(fit -> fit.get(FitsTable.QUANTILE) == MAIN_QUANTILE).toList();
    if (main.isEmpty()) {
      return noFit(status);
    }
    Map<String, List<Record>> byVerdict =
        main.stream()
            .collect(
                Collectors.groupingBy(
                    fit -> fit.get(FitsTable.VERDICT), TreeMap::new, Collectors.toList()));
    StringBuilder text =
        new StringBuilder(
                "The rate m^((eta-1)/n), tested on the .9 quantile of depth to the reference level in ")
            .append(main.size())
            .append(main.size() == 1 ? " setting" : " settings")
            .append(" of family, layers, input dimension and eta: ");
    text.append(count(byVerdict, "proved")).append(" proved, ");
    text.append(count(byVerdict, "consistent")).append(" consistent, ");
    text.append(count(byVerdict, "contradicted")).append(" contradicted");
    List<Record> against = byVerdict.getOrDefault("contradicted", List.of());
    if (!against.isEmpty()) {
      text.append(" (")
          .append(
              against.stream().map(Headline::setting).limit(3).collect(Collectors.joining("; ")))
          .append(against.size() > 3 ? "; ..." : "")
          .append(')');
    }
    text.append(", ").append(count(byVerdict, "undecided")).append(" undecided");
    List<Record> undecided = byVerdict.getOrDefault("undecided", List.of());
    if (!undecided.isEmpty()) {
      text.append(" (")
          .append(
              undecided.stream()
                  .map(fit -> open(fit, main.size()))
                  .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()))
                  .entrySet()
                  .stream()
                  .map(reason -> reason.getKey() + " in " + reason.getValue())
                  .collect(Collectors.joining(", ")))
          .append(')');
    }
    return text.append(depths(main)).append('.').toString();
  }

  /** Settings by verdict, in words. */
  static String verdictCounts(List<Record> fits) {
    Map<String, List<Record>> byVerdict =
        fits.stream().collect(Collectors.groupingBy(fit -> fit.get(FitsTable.VERDICT)));
    return Arrays.stream(Verdict.values())
        .map(verdict -> count(byVerdict, verdict.label()) + " " + verdict.label())
        .collect(Collectors.joining(", "));
  }

  /** Why a setting is open, in a word. */
  private static String open(Record fit, int settings) {
    long problems = fit.find(FitsTable.PROBLEMS_VOTING).orElse(0L);
    if (problems == 0) {
      return "no covered minima at widths far apart";
    }
    return problems < FitVerdicts.leastProblems(settings)
        ? "too few problems"
        : "problems do not agree";
  }

  /** How many of the depths have no logarithm or one that is not known: what makes zeros many. */
  private static String depths(List<Record> main) {
    double minima = 0;
    double zeros = 0;
    double censored = 0;
    double exact = 0;
    for (Record fit : main) {
      long here = fit.get(FitsTable.MINIMA);
      minima += here;
      zeros += here * fit.find(FitsTable.ZERO_SHARE).orElse(0.0);
      censored += here * fit.find(FitsTable.CENSORED_SHARE).orElse(0.0);
      exact += here * fit.find(FitsTable.EXACT_SHARE).orElse(0.0);
    }
    return minima == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; of %.0f depths of covered minima %.1f%% are 0 by an argument, %.1f%% hidden by"
                + " rounding and %.1f%% above 0 and known from both sides; of %.1f%% only an upper"
                + " end counts, which may be far above the depth",
            minima,
            100 * zeros / minima,
            100 * censored / minima,
            100 * Math.max(0, exact - zeros - censored) / minima,
            100 * (minima - Math.max(exact, zeros + censored)) / minima);
  }

  /**
   * An alarm, and no finding: where merge paths exist no depth can be above its bound, so one that
   * is shows a mistake in proof or program.
   */
  private static Optional<String> alarm(long violations) {
    return violations == 0
        ? Optional.empty()
        : Optional.of(
            "ALARM: "
                + violations
                + " depths EXCEED the explicit bound where it is proven, listed below; proof or"
                + " program is wrong, and no other sentence here can be trusted.");
  }

  /** What skips change, a sentence per family; what it comes from where it was asked. */
  private static List<String> skips(List<Record> skips) {
    if (skips.isEmpty()) {
      return List.of("The skips: no family with skips was run at the same widths as plain.");
    }
    List<String> sentences = new ArrayList<>();
    Map<String, List<Record>> families =
        skips.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.get(LeadingColumns.FAMILY), TreeMap::new, Collectors.toList()));
    families.forEach(
        (family, rows) -> {
          Record first = rows.get(0);
          boolean decided = isDecided(first);
          List<String> parts = new ArrayList<>(List.of(first.get(SkipsTable.REASON)));
          rows.stream()
              .skip(1)
              .filter(row -> isDecided(row))
              .forEach(row -> parts.add(row.get(SkipsTable.REASON)));
          sentences.add(
              String.format(
                  Locale.ROOT,
                  "The skips, %s against plain, %s: %s (exact test over problems, adjusted p %s).",
                  family,
                  decided ? first.get(SkipsTable.VERDICT) : "undecided",
                  String.join("; ", parts),
                  number(Math.min(first.get(SkipsTable.P_LOWER), first.get(SkipsTable.P_HIGHER)))));
        });
    return sentences;
  }

  /**
   * What becomes of plain minima within networks with skips, a sentence per family, of the level
   * that is least below them: of the first target, its least drop or greatest eta.
   */
  private static List<String> nested(List<Record> annihilations) {
    Map<String, Record> families = new TreeMap<>();
    annihilations.stream()
        .sorted(
            Comparator.comparing((Record row) -> !isOwn(row))
                .thenComparing(row -> row.get(AnnihilationsTable.TARGET))
                .thenComparing(row -> row.find(AnnihilationsTable.DROP).orElse(0.0))
                .thenComparing(row -> -row.find(AnnihilationsTable.ETA).orElse(0.0)))
        .forEach(row -> families.putIfAbsent(row.get(NestedTable.NESTED_FAMILY), row));
    return families.values().stream().map(Headline::nested).toList();
  }

  private static boolean isOwn(Record row) {
    return row.get(AnnihilationsTable.TARGET).equals(TargetKind.OWN.label());
  }

  private static String nested(Record row) {
    String level =
        isOwn(row)
            ? "to a loss lower by " + percent(row.get(AnnihilationsTable.DROP))
            : "to target "
                + row.get(AnnihilationsTable.TARGET)
                + row.find(AnnihilationsTable.ETA).map(eta -> " at eta " + eta).orElse("");
    StringBuilder text = new StringBuilder("Plain minima as points of ");
    text.append(row.get(NestedTable.NESTED_FAMILY))
        .append(" networks, ")
        .append(level)
        .append(": ");
    long certain = row.get(AnnihilationsTable.CERTAIN);
    if (certain > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "of %d that are deep for certain, %d have depth 0 with the skips (%s) and %d"
                  + " certainly have not; ",
              certain,
              row.get(AnnihilationsTable.CERTAIN_ANNIHILATED),
              share(
                  row,
                  AnnihilationsTable.CERTAIN_SHARE,
                  AnnihilationsTable.CERTAIN_SHARE_LOW,
                  AnnihilationsTable.CERTAIN_SHARE_HIGH),
              row.get(AnnihilationsTable.CERTAIN_KEPT)));
    }
    long seen = row.get(AnnihilationsTable.SEEN);
    if (seen == 0) {
      return text.append("from each a way out without a climb is known among plain networks.")
          .toString();
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "of %d from which no way out without a climb is known, %d have depth 0 with them"
                    + " (%s), and the median climb is %s times what it was.",
                seen,
                row.get(AnnihilationsTable.SEEN_ANNIHILATED),
                share(
                    row,
                    AnnihilationsTable.SEEN_SHARE,
                    AnnihilationsTable.SEEN_SHARE_LOW,
                    AnnihilationsTable.SEEN_SHARE_HIGH),
                ratio(row.get(AnnihilationsTable.RATIO_MEDIAN))))
        .toString();
  }

  private static String share(
      Record row, Column<Double> value, Column<Double> low, Column<Double> high) {
    return percent(row.get(value))
        + ", 95% interval "
        + percent(row.get(low))
        + " to "
        + percent(row.get(high));
  }

  private static String ratio(double median) {
    return median == 0 ? "0" : number(median);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share > 0 && share < 0.01 ? "%.1g%%" : "%.0f%%", 100 * share);
  }

  private static List<Record> of(Table table, List<Record> rows) {
    return rows.stream().filter(row -> row.table() == table).toList();
  }

  private static boolean isDecided(Record row) {
    return !row.get(SkipsTable.VERDICT).equals(SkipVerdicts.UNDECIDED);
  }

  private static String number(double p) {
    return String.format(Locale.ROOT, "%.2g", p);
  }

  private static int count(Map<String, List<Record>> byVerdict, String verdict) {
    return byVerdict.getOrDefault(verdict, List.of()).size();
  }

  private static String setting(Record fit) {
    return String.format(
        Locale.ROOT,
        "%s L=%d n=%d eta=%s",
        fit.get(LeadingColumns.FAMILY),
        fit.get(LeadingColumns.NETWORK_DEPTH),
        fit.get(LeadingColumns.INPUT_DIMENSION),
        fit.get(LeadingColumns.ETA));
  }
}
