package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Checksum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  private static final SweepStatus COMPLETE =
      new SweepStatus("s", "uri", true, 80, 80, 80L, 0, 0, 0, Map.of(), Map.of(), 0);

  private static Report report;
  private static String html;

  @BeforeAll
  static void render() throws IOException {
    report = SyntheticReport.report();
    html = new ReportPage(report).html();
    String file = System.getProperty("shallows.report.file");
    if (file != null) {
      Files.writeString(Path.of(file), html);
    }
  }

  @Test
  void everyNumberOfTheStoreIsOnThePageBitForBit() throws Exception {
    JsonNode tables = data().get("tables");
    Set<String> shownInTables =
        Pattern.compile("data-value=\"([^\"]*)\"")
            .matcher(html)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    for (ReportTable table : report.tables()) {
      JsonNode rows = tables.get(table.id());
      assertEquals(table.rows().size(), rows.size(), table.id());
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < table.fields().size(); j++) {
          Object expected = table.rows().get(i).get(j);
          JsonNode shown = rows.get(i).get(table.fields().get(j).name());
          if (expected instanceof Double real) {
            assertEquals(real, shown.doubleValue());
            assertTrue(shownInTables.contains(real.toString()), () -> table.id() + " " + real);
          } else if (expected instanceof Long integer) {
            assertEquals(integer, shown.longValue());
          } else {
            assertEquals(expected == null ? "null" : expected.toString(), shown.asText());
          }
        }
      }
    }
  }

  @Test
  void thePageNeedsNoNetwork() {
    String own = html.replaceAll("(?s)<script>!function.*?</script>", "");
    assertFalse(Pattern.compile("(src|href)=\"(?!data:|#)").matcher(own).find());
    assertFalse(own.contains("@import"));
    // Its own scripts by their digests, and nothing from elsewhere, whatever a store says.
    Matcher policy =
        Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")
            .matcher(html);
    assertTrue(policy.find());
    assertTrue(policy.group(1).startsWith("default-src 'none'; "), policy.group(1));
    List<String> scripts =
        Pattern.compile("(?s)<script>(.*?)</script>")
            .matcher(html)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(3, scripts.size());
    for (String script : scripts) {
      byte[] digest = Checksum.sha256().digest(script.getBytes(StandardCharsets.UTF_8));
      String allowed = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
      assertTrue(policy.group(1).contains(allowed), policy.group(1));
    }
  }

  @Test
  void aPlaceOfTheTemplateInATextStaysText() {
    String filled =
        ReportPage.filled(
            "<h1>{{title}}</h1>{{spec}}<script>{{vega}}</script>",
            Map.of("title", "{{vega}} $1", "spec", "# {{script}} \\", "vega", "let x;"));
    assertEquals("<h1>{{vega}} $1</h1># {{script}} \\<script>let x;</script>", filled);
    assertThrows(
        IllegalStateException.class, () -> ReportPage.filled("{{none}}", Map.of("title", "x")));
  }

  @Test
  void textOfTheStoreIsTextOnThePage() {
    assertFalse(html.contains("<script>alert"));
    assertTrue(html.contains("synthetic &lt;study&gt;"));
  }

  @Test
  void theHeadlineSaysWhatTheRowsSay() {
    List<String> headline = report.headline();
    assertEquals(
        6, headline.size(), "the rate, three families with skips, nested pairs, directions");
    assertTrue(headline.get(0).contains("in 16 settings"), headline.get(0));
    assertTrue(headline.get(0).contains("plain L=1 n=1"), headline.get(0));
    double zeros = sum("zeros");
    double depths = zeros + sum("censored") + sum("measured");
    assertTrue(zeros > 0 && zeros < depths, zeros + " of " + depths);
    assertTrue(
        headline
            .get(0)
            .contains(
                String.format(
                    Locale.ROOT,
                    "of %.0f depths of covered minima %.0f%% are 0 by an argument and %.1f%% hidden",
                    depths,
                    100 * zeros / depths,
                    100 * sum("censored") / depths)),
        headline.get(0));
    List<String> families = List.of("linear-skip", "long-skip", "residual");
    for (int i = 0; i < 3; i++) {
      String sentence = headline.get(1 + i);
      assertTrue(
          sentence.startsWith("The skips, " + families.get(i) + " against plain, "), sentence);
      assertTrue(sentence.contains("rarer with skips in"), sentence);
    }
    assertTrue(headline.get(4).startsWith("Plain minima as points of "), headline.get(4));
    ReportTable contrasts = report.table("contrasts");
    long agree =
        contrasts.rows().stream()
            .filter(row -> row.contains("width") && row.contains("agree"))
            .count();
    assertTrue(agree > 10, "made-up families differ by three standard deviations");
    assertTrue(
        headline.get(5).contains("more skip against less, " + agree + " agree"), headline.get(5));
  }

  /** A depth below its bound is so by construction: only one above it is worth a sentence. */
  @Test
  void theBoundIsNoFindingButADepthAboveItIsAnAlarm() {
    List<String> calm = Headline.sentences(List.of(), List.of(), List.of(), 0, COMPLETE, true);
    assertTrue(calm.stream().noneMatch(text -> text.contains("explicit bound")), calm::toString);
    List<String> alarmed = Headline.sentences(List.of(), List.of(), List.of(), 2, COMPLETE, true);
    assertTrue(alarmed.get(0).startsWith("ALARM: 2 depths EXCEED"), alarmed::toString);
  }

  @Test
  void everyNetworkHasOneMarkPerLevelUpToALimit() {
    ReportTable climbs = report.table("climbs");
    assertEquals(Climbs.MOST, climbs.rows().size());
    assertTrue(climbs.caption().contains("rows more are left out"), climbs.caption());
    List<String> names = climbs.fields().stream().map(ReportTable.Field::name).toList();
    for (List<Object> row : climbs.rows()) {
      double upper = (Double) row.get(names.indexOf("depth_upper"));
      Double floor = (Double) row.get(names.indexOf("depth_floor"));
      String expected = upper == 0 ? "zero" : floor != null && upper <= floor ? "hidden" : "climb";
      assertEquals(expected, row.get(names.indexOf("mark")));
    }
  }

  /** The sum of a column of the figures' points at the .9 quantile. */
  private static double sum(String column) {
    ReportTable widths = report.table("widths");
    List<String> names = widths.fields().stream().map(ReportTable.Field::name).toList();
    return widths.rows().stream()
        .filter(row -> row.get(names.indexOf("quantile")).equals(0.9))
        .mapToLong(row -> (Long) row.get(names.indexOf(column)))
        .sum();
  }

  @Test
  void theCostModelsErrorIsThatOfShardsOnceTheSpeedIsKnown() {
    // 2 s and 8 s where 1 s each was predicted: 5 times as slow, then off by 2 / 5 and 8 / 5
    List<Object> minima = report.table("cost-model").rows().get(0);
    assertEquals(List.of("minima", 2L, 2.0, 10.0, 5.0), minima.subList(0, 5));
    double off = Math.sqrt((Math.pow(Math.log(0.4), 2) + Math.pow(Math.log(1.6), 2)) / 2);
    assertEquals(Math.exp(off), (double) minima.get(5), 1e-12);
  }

  private static JsonNode data() throws Exception {
    Matcher data =
        Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(html);
    assertTrue(data.find());
    return new ObjectMapper().readTree(data.group(1));
  }
}
