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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    JsonNode tables = data(html).get("tables");
    for (ReportTable table : report.tables()) {
      JsonNode shown = tables.get(table.id());
      JsonNode rows = shown.get("rows");
      assertTrue(
          rows.size() == table.rows().size() || shown.get("caption").asText().contains(" of "),
          table.id());
      assertTrue(rows.size() == table.rows().size() || rows.size() >= 100, table.id());
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < table.fields().size(); j++) {
          assertEquals(
              table.fields().get(j).name(), shown.get("fields").get(j).get("name").asText());
          assertCell(table.rows().get(i).get(j), rows.get(i).get(j));
        }
      }
    }
  }

  /** A cell of a row and what the page has of it. */
  static void assertCell(Object expected, JsonNode shown) {
    if (expected instanceof Double real) {
      assertEquals(real, shown.doubleValue());
    } else if (expected instanceof Long integer) {
      assertEquals(integer, shown.longValue());
    } else {
      assertEquals(expected == null ? "null" : expected.toString(), shown.asText());
    }
  }

  @Test
  void aTableThatIsTooLongShowsItsFirstRowsAndSaysSo() {
    List<List<Object>> rows = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      rows.add(List.of(i, 1e9 + i));
    }
    ReportTable table =
        new ReportTable(
            "t",
            "All.",
            List.of(new ReportTable.Field("a", "A."), new ReportTable.Field("b", "B.")),
            rows);
    JsonNode whole = table.json(new ObjectMapper(), 100_000);
    assertEquals(1000, whole.get("rows").size());
    assertEquals("All.", whole.get("caption").asText());
    JsonNode cut = table.json(new ObjectMapper(), 2_000);
    int shown = cut.get("rows").size();
    assertTrue(shown > 50 && shown < 200, () -> shown + " rows");
    assertEquals(
        "All. The first " + shown + " of 1000 rows; all are in the store.",
        cut.get("caption").asText());
    assertTrue(cut.get("rows").toString().length() <= 2_002);
  }

  @Test
  void thePageNeedsNoNetwork() {
    assertFalse(Pattern.compile("(src|href)=\"(?!data:|#)").matcher(html).find());
    assertFalse(html.contains("@import"));
    assertFalse(html.contains("eval("));
    String policy = policy(html);
    assertTrue(policy.startsWith("default-src 'none'; script-src 'sha256-"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(policy.contains("connect-src"), policy);
    // Its own scripts and style by their digests, and nothing from elsewhere, whatever a store
    // says.
    List<String> scripts = within("script");
    assertEquals(3, scripts.size());
    scripts.forEach(script -> assertAllowed(policy, "script-src", script));
    List<String> styles = within("style");
    assertEquals(1, styles.size());
    assertAllowed(policy, "style-src", styles.get(0));
    assertFalse(Pattern.compile("<[a-z][^>]* (style|on[a-z]+)=").matcher(html).find());
  }

  private static String policy(String page) {
    Matcher policy =
        Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")
            .matcher(page);
    assertTrue(policy.find());
    return policy.group(1);
  }

  private static List<String> within(String element) {
    return Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">")
        .matcher(html)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static void assertAllowed(String policy, String directive, String text) {
    byte[] digest = Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    String allowed = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    String rule =
        Arrays.stream(policy.split("; ", -1))
            .filter(one -> one.startsWith(directive + " "))
            .findFirst()
            .orElseThrow();
    assertTrue(rule.contains(allowed), rule);
  }

  /** A page that is served asks its server what is new, and no other. */
  @Test
  void aServedPageMayAskItsServerAlone() {
    String served = new ReportPage(report, "17").html();
    assertTrue(policy(served).contains("; connect-src 'self';"), policy(served));
    assertTrue(served.contains("<body data-live=\"17\">"));
    assertTrue(html.contains("<body data-live=\"\">"));
  }

  @Test
  void aPageIsNeverAboveItsWeight() {
    int weight = html.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(weight <= ReportPage.MOST_BYTES, () -> weight + " bytes");
    assertTrue(weight > ReportPage.MOST_BYTES / 2, "so many networks fill a page");
  }

  @Test
  void thePageBeginsWithTheQuestionTheAnswerAndWhatIsNext() {
    String h1 = "<h1>Do minima get shallower as networks get wider, and do skips help?</h1>";
    int title = html.indexOf(h1);
    int answer = html.indexOf("<p class=\"answer\">");
    int sure = html.indexOf("<p class=\"sure\">");
    int next =
        html.indexOf(
            "<p class=\"command\"><code>shallows run 'out/{{title}} $1/spec.yaml' --set"
                + " problem.count=40</code></p>");
    int figure = html.indexOf("<figure id=\"hero\">");
    assertTrue(
        0 < title && title < answer && answer < sure && sure < next && next < figure,
        List.of(title, answer, sure, next, figure)::toString);
    assertEquals(
        report.sentences(),
        List.of(
            report.cards().get(0).question() + " " + report.cards().get(0).answer(),
            "How sure: " + report.cards().get(0).certainty(),
            "Next: With <b>40</b> problems all will be decided. Price: about 12 core-minutes."));
  }

  /** Every setting has a cell, with the verdict of its row. */
  @Test
  void theMatrixHasTheVerdictOfEverySetting() {
    ReportTable fits = report.table("fits");
    List<String> names = fits.names();
    int cells = 0;
    for (int i = 0; i < fits.rows().size(); i++) {
      List<Object> row = fits.rows().get(i);
      if (!row.get(names.indexOf("quantile")).equals(0.9)) {
        continue;
      }
      cells++;
      String cell =
          "<td class=\"v-"
              + row.get(names.indexOf("verdict"))
              + "\"><button type=\"button\" aria-pressed=\"false\" data-row=\""
              + i
              + "\" aria-label=\""
              + row.get(names.indexOf("family"))
              + ", L = "
              + row.get(names.indexOf("network_depth"))
              + ", n = "
              + row.get(names.indexOf("input_dimension"))
              + ", eta = "
              + row.get(names.indexOf("eta"))
              + ": "
              + row.get(names.indexOf("verdict"))
              + "\">";
      assertTrue(html.contains(cell), cell);
    }
    assertEquals(16, cells);
  }

  @Test
  void figuresWithoutRowsAreLeftOut() {
    assertTrue(html.contains("data-chart=\"depth-width\""));
    assertTrue(html.contains("data-chart=\"trajectories\""));
    Report empty = SyntheticReport.begun();
    String page = new ReportPage(empty).html();
    assertFalse(page.contains("data-chart="), "a store without rows has no figures");
    assertFalse(page.contains("id=\"kinds\""));
    assertFalse(page.contains("id=\"verdicts\""));
    assertTrue(page.contains("0 of 80 networks trained"), "how far it is");
    assertTrue(page.contains("depths not computed yet"), "what is not there yet");
    assertTrue(page.contains("Nothing is trained yet."), "no finding is made up");
  }

  @Test
  void aPlaceOfTheTemplateInATextStaysText() {
    String filled =
        PageText.filled(
            "<h1>{{title}}</h1>{{spec}}<script>{{vega}}</script>",
            Map.of("title", "{{vega}} $1", "spec", "# {{script}} \\", "vega", "let x;"));
    assertEquals("<h1>{{vega}} $1</h1># {{script}} \\<script>let x;</script>", filled);
    assertThrows(
        IllegalStateException.class, () -> PageText.filled("{{none}}", Map.of("title", "x")));
  }

  @Test
  void textOfTheStoreIsTextOnThePage() throws Exception {
    assertFalse(html.contains("<script>alert"));
    assertTrue(html.contains("synthetic &lt;study&gt;"));
    assertTrue(html.contains("With &lt;b&gt;40&lt;/b&gt; problems"));
    assertTrue(data(html).toString().contains("</script><script>alert"), "as data it is whole");
  }

  @Test
  void theHeadlineSaysWhatTheRowsSay() {
    List<String> headline = report.headline();
    assertEquals(
        6 + 8,
        headline.size(),
        "the rate, three families with skips, nested pairs, directions; of the deepest minima two"
            + " rates, four contrasts, what searches find and what is not known");
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
                    "of %.0f depths of covered minima %.1f%% are 0 by an argument, %.1f%% hidden"
                        + " by",
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

  /** Every shape has its share of the marks, the highest ways are among them, and it is said. */
  @Test
  void marksAreASampleThatIsSaidWhereThereAreTooMany() throws Exception {
    JsonNode networks = data(html).get("networks");
    long trials = networks.get("trials").asLong();
    int shown = networks.get("rows").size();
    assertTrue(shown < trials && shown > 500, () -> shown + " of " + trials);
    assertTrue(shown <= Networks.MOST);
    double highest =
        report.table("climbs").column("depth_max").mapToDouble(max -> (Double) max).max().orElse(0);
    int upper = 1 + index(networks.get("depth_fields"), "depth_upper");
    boolean there = false;
    for (JsonNode depth : networks.get("depths")) {
      there |= depth.get(upper).doubleValue() == highest;
    }
    assertTrue(there, "the highest way has a mark");
    JsonNode again = data(new ReportPage(SyntheticReport.report()).html()).get("networks");
    assertEquals(networks, again, "the same marks every time");
  }

  private static int index(JsonNode names, String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).asText().equals(name)) {
        return i;
      }
    }
    throw new AssertionError(name);
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

  /** The data that a page carries. */
  static JsonNode data(String html) throws Exception {
    Matcher data =
        Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(html);
    assertTrue(data.find());
    return new ObjectMapper().readTree(data.group(1));
  }
}
