package io.shallows.launch.report;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.ContrastsTable;
import io.shallows.record.CorrelationsTable;
import io.shallows.record.FitsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.statistics.SkipVerdicts;
import io.shallows.statistics.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cards of a page: what its rows answer, and how sure that is. */
final class Answers {

  private final Subject subject;
  private final SweepStatus status;
  private final TrialTally tally;
  private final List<Record> fits;
  private final List<Record> skips;
  private final List<Record> study;

  /**
   * @param fits rows of table fits
   * @param skips rows of tables skips and annihilations
   * @param study rows of tables singularities, contrasts and correlations
   */
  Answers(
      Subject subject,
      SweepStatus status,
      TrialTally tally,
      List<Record> fits,
      List<Record> skips,
      List<Record> study) {
    this.subject = subject;
    this.status = status;
    this.tally = tally;
    this.fits =
        fits.stream().filter(fit -> fit.get(FitsTable.QUANTILE) == Headline.MAIN_QUANTILE).toList();
    this.skips = skips;
    this.study = study;
  }

  /** The cards, the sweep's own question first; one at least. */
  List<Card> cards() {
    List<Card> cards = new ArrayList<>();
    alarm().ifPresent(cards::add);
    if (subject.depths()) {
      cards.add(widths());
      skips().ifPresent(cards::add);
      trees().ifPresent(cards::add);
      directions().ifPresent(cards::add);
    } else if (!subject.references()) {
      cards.add(ends().orElseGet(() -> waiting("Where does training end?")));
      directions().ifPresent(cards::add);
    } else {
      cards.add(directions().or(this::ends).orElseGet(() -> waiting("What did the sweep find?")));
      if (directions().isPresent()) {
        ends().ifPresent(cards::add);
      }
    }
    return cards;
  }

  private Card waiting(String question) {
    return new Card(
        question,
        status.finished() == 0
            ? "Nothing is trained yet."
            : "Not summarised yet: run the same command again, or aggregate.",
        finished(),
        Card.Tone.WAITING);
  }

  private Optional<Card> alarm() {
    long violations = tally.violationCount();
    return violations == 0
        ? Optional.empty()
        : Optional.of(
            new Card(
                "Can these numbers be trusted?",
                "No: "
                    + violations
                    + (violations == 1 ? " depth is" : " depths are")
                    + " above a bound that is proven.",
                "Proof or program is wrong; please report it. The rows are listed below.",
                Card.Tone.ALARM));
  }

  /** Whether depth falls with width: what is seen, and what the verdicts say of the rate. */
  private Card widths() {
    boolean oneWidth = subject.narrowest() == subject.widest();
    String question =
        oneWidth ? "How far do ways out climb?" : "Do minima get shallower with width?";
    Optional<ClimbTally.Key> main = tally.mainClimb();
    if (main.isEmpty()) {
      return nothing(question);
    }
    Map<String, NavigableMap<Long, ClimbTally.Heights>> families = tally.climbsLike(main.get());
    List<ClimbTrend> trends =
        families.entrySet().stream()
            .filter(family -> family.getValue().size() > 1)
            .map(family -> ClimbTrend.of(family.getKey(), family.getValue()))
            .toList();
    List<String> parts = new ArrayList<>(ClimbTrend.texts(trends));
    families.forEach(
        (family, widths) -> {
          if (widths.size() == 1) {
            parts.add(alone(family, widths));
          }
        });
    boolean falls = trends.stream().anyMatch(trend -> trend.direction() < 0);
    boolean rises = trends.stream().anyMatch(trend -> trend.direction() > 0);
    String seen =
        falls && rises
            ? "In part"
            : falls ? "Yes, here" : rises ? "Not here" : trends.isEmpty() ? "" : "Not known";
    String way = "on the way to " + level(main.get().level());
    if (tally.hasOtherShapes(main.get())) {
      way +=
          ", of networks with L = "
              + main.get().networkDepth()
              + " and n = "
              + main.get().inputDimension();
    }
    return new Card(
        question,
        (seen.isEmpty() ? capital(way) : seen + ", " + way) + ": " + String.join("; ", parts) + ".",
        verdicts(families),
        tone());
  }

  /** A family at its only width. */
  private static String alone(String family, NavigableMap<Long, ClimbTally.Heights> widths) {
    ClimbTally.Heights heights = widths.firstEntry().getValue();
    return String.format(
        Locale.ROOT,
        "%s: %s of %d ways out climb, median %s",
        family,
        percent(heights.climbingShare()),
        heights.minima(),
        number(heights.median()));
  }

  private Card nothing(String question) {
    boolean waits = status.measured() != null && status.measured() < status.trials();
    String answer;
    if (status.finished() == 0) {
      answer = "Nothing is trained yet.";
    } else if (waits && status.measured() == 0) {
      answer = "Depths are not computed yet.";
    } else if (waits) {
      answer = "None of the depths so far is of a minimum above a level.";
    } else if (tally.trials() == 0) {
      answer = "No network came to an end point: every trial failed or met its deadline.";
    } else if (tally.minima() == 0) {
      answer = "No training ended in a minimum, so there is nothing to climb out of.";
    } else {
      answer = "No minimum stands above a level, so there is nothing to climb out of.";
    }
    String progress =
        waits
            ? finished() + ", depths of " + status.measured() + " of them looked for"
            : String.format(
                Locale.ROOT,
                "%s, %d with an end point, %d of these a minimum",
                finished(),
                tally.trials(),
                tally.minima());
    return new Card(question, answer, progress, waits ? Card.Tone.WAITING : Card.Tone.OPEN);
  }

  /** A trial is finished when it has an end point, failed or met its deadline. */
  private String finished() {
    return status.finished() + " of " + status.trials() + " trials finished";
  }

  private String verdicts(Map<String, NavigableMap<Long, ClimbTally.Heights>> families) {
    long minima = 0;
    long exact = 0;
    for (NavigableMap<Long, ClimbTally.Heights> widths : families.values()) {
      for (ClimbTally.Heights heights : widths.values()) {
        minima += heights.minima();
        exact += heights.exact();
      }
    }
    String ends =
        String.format(
            Locale.ROOT,
            "Climbs are upper ends of depth; for %2$s of %1$,d minima the lower end meets it.",
            minima,
            percent(exact / (double) minima));
    if (fits.isEmpty()) {
      return (status.complete() ? "No test was made. " : "Not summarised yet. ") + ends;
    }
    return "Rate m^((eta-1)/n): "
        + Headline.verdictCounts(fits)
        + " of "
        + fits.size()
        + (fits.size() == 1 ? " setting. " : " settings. ")
        + ends;
  }

  private Card.Tone tone() {
    long against = count(Verdict.CONTRADICTED.label());
    long agreeing = count(Verdict.PROVED.label()) + count(Verdict.CONSISTENT.label());
    if (against > 0) {
      return Card.Tone.NO;
    }
    return agreeing > 0 ? Card.Tone.YES : Card.Tone.OPEN;
  }

  private long count(String verdict) {
    return fits.stream().filter(fit -> fit.get(FitsTable.VERDICT).equals(verdict)).count();
  }

  /** What skips change. */
  private Optional<Card> skips() {
    List<Record> rows = skips.stream().filter(row -> row.table() == SkipsTable.TABLE).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Record> families = new LinkedHashMap<>();
    rows.forEach(row -> families.putIfAbsent(row.get(LeadingColumns.FAMILY), row));
    List<String> answers = new ArrayList<>();
    List<String> certainty = new ArrayList<>();
    int lower = 0;
    int higher = 0;
    for (Map.Entry<String, Record> family : families.entrySet()) {
      Record row = family.getValue();
      String verdict = row.get(SkipsTable.VERDICT);
      boolean decided = !verdict.equals(SkipVerdicts.UNDECIDED);
      boolean isLower = row.get(SkipsTable.P_LOWER) < row.get(SkipsTable.P_HIGHER);
      lower += decided && isLower ? 1 : 0;
      higher += decided && !isLower ? 1 : 0;
      answers.add(
          family.getKey()
              + (verdict.equals(SkipVerdicts.UNDECIDED) ? ", undecided: " : ": ")
              + row.get(SkipsTable.REASON));
      certainty.add(
          String.format(
              Locale.ROOT,
              "%s p = %.2g",
              family.getKey(),
              Math.min(row.get(SkipsTable.P_LOWER), row.get(SkipsTable.P_HIGHER))));
    }
    Card.Tone tone =
        lower > 0 && higher == 0
            ? Card.Tone.YES
            : higher > 0 && lower == 0 ? Card.Tone.NO : Card.Tone.OPEN;
    return Optional.of(
        new Card(
            "Do skips help?",
            capital(String.join("; ", answers)) + ".",
            "Exact test over problems, adjusted: " + String.join(", ", certainty) + ".",
            tone));
  }

  /** How far the minima of a cell are from each other. */
  private Optional<Card> trees() {
    List<ClimbTally.Heights> bars =
        tally.heights().entrySet().stream()
            .filter(entry -> entry.getKey().level().target().equals(TargetKind.TREE.label()))
            .map(Map.Entry::getValue)
            .toList();
    if (bars.isEmpty()) {
      return Optional.empty();
    }
    long count = bars.stream().mapToLong(ClimbTally.Heights::minima).sum();
    long climbing = bars.stream().mapToLong(ClimbTally.Heights::climbing).sum();
    double most = bars.stream().mapToDouble(ClimbTally.Heights::max).max().orElse(0);
    return Optional.of(
        new Card(
            "How do the minima of a cell join?",
            String.format(
                Locale.ROOT,
                "Of %,d ways to a lower minimum of the same cell %s climb; the highest climb is"
                    + " %s.",
                count,
                percent(climbing / (double) count),
                number(most)),
            "Certified upper ends; the picture below draws one cell as a tree.",
            Card.Tone.FOUND));
  }

  private Optional<Card> directions() {
    Map<String, Long> contrasts =
        study.stream()
            .filter(row -> row.table() == ContrastsTable.TABLE)
            .filter(row -> row.get(ContrastsTable.PAIRING).equals("width"))
            .flatMap(row -> row.find(ContrastsTable.VERDICT).stream())
            .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    Map<String, Long> correlations =
        study.stream()
            .filter(row -> row.table() == CorrelationsTable.TABLE)
            .flatMap(row -> row.find(CorrelationsTable.VERDICT).stream())
            .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    if (contrasts.isEmpty() && correlations.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    if (!contrasts.isEmpty()) {
      parts.add("more skip, fewer singularities: " + Headline.counts(contrasts));
    }
    if (!correlations.isEmpty()) {
      parts.add("singular means slow: " + Headline.counts(correlations));
    }
    long agree = contrasts.getOrDefault("agree", 0L) + correlations.getOrDefault("agree", 0L);
    long disagree =
        contrasts.getOrDefault("disagree", 0L) + correlations.getOrDefault("disagree", 0L);
    return Optional.of(
        new Card(
            "Do skips keep training away from singularities?",
            capital(String.join("; ", parts)) + ".",
            "Published directions, 95% intervals, each by itself.",
            agree > disagree ? Card.Tone.YES : disagree > agree ? Card.Tone.NO : Card.Tone.OPEN));
  }

  /** Where training ended. */
  private Optional<Card> ends() {
    TrialTally.Ends ends = tally.ends();
    if (ends.trials() == 0) {
      return Optional.empty();
    }
    String kinds =
        ends.kinds().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(kind -> percent(kind.getValue() / (double) ends.trials()) + " " + kind.getKey())
            .collect(Collectors.joining(", "));
    String certainty =
        ends.interval()
            .map(
                share ->
                    String.format(
                        Locale.ROOT,
                        "In a minimum that is not global: %s, 95%% interval %s to %s; %,d runs.",
                        percent(share.value()),
                        percent(share.low()),
                        percent(share.high()),
                        ends.trials()))
            .orElseGet(() -> String.format(Locale.ROOT, "%,d runs.", ends.trials()));
    return Optional.of(
        new Card("Where does training end?", capital(kinds) + ".", certainty, Card.Tone.FOUND));
  }

  /** A level in words. */
  static String level(ClimbTally.Level level) {
    if (level.target().equals(TargetKind.OWN.label())) {
      return "a loss lower by " + percent(level.drop());
    }
    if (level.target().equals(TargetKind.CELL_BEST.label())) {
      return "the best of its cell";
    }
    if (level.target().equals(TargetKind.REFERENCE.label())) {
      return "the best network of m^" + plain(level.eta()) + " units";
    }
    return level.target();
  }

  /** A number of a spec as people write it. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String percent(double share) {
    return share > 0 && share < 0.01
        ? String.format(Locale.ROOT, "%.1g%%", 100 * share)
        : String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }

  static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
