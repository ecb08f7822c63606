package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, looked at and used with mouse and keyboard. */
class ReportInBrowserTest {

  private static final String DRAWN = "document.body?.dataset.figures === 'drawn'";
  private static final int MANY_TABS = 200;

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(Browser.program().isPresent(), "no chromium or google-chrome on the PATH");
    page = folder.resolve("index.html");
    Files.writeString(page, new ReportPage(SyntheticReport.report()).html());
    browser = new Browser(Browser.program().get(), folder.resolve("profile"));
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void show(int width, String scheme) throws InterruptedException {
    browser.window(width, 900, scheme);
    browser.open(page);
    browser.await(DRAWN);
    assertEquals(List.of(), browser.mistakes());
  }

  @ParameterizedTest
  @CsvSource({"400, light", "1600, light", "400, dark", "1600, dark"})
  void figuresAreDrawnInBothSchemesAndNothingOverflows(int width, String scheme)
      throws InterruptedException {
    show(width, scheme);
    assertEquals(width, browser.value("innerWidth").asInt());
    assertTrue(
        browser.value("document.documentElement.scrollWidth").asInt() <= width,
        "wider than the window");
    int figures = browser.value("document.querySelectorAll('.panels svg').length").asInt();
    assertTrue(figures >= 20, () -> "few figures: " + figures);
    // a figure without marks has axes only
    JsonNode empty =
        browser.value(
            "[...document.querySelectorAll('.panels figure')].filter(f => !f.querySelector("
                + "'svg .mark-symbol path, svg .mark-rect path, svg .mark-line path, svg .mark-area path'"
                + ")).map(f => f.closest('section').id)");
    assertEquals(0, empty.size(), empty::toString);
    // WCAG's contrast of text on paper, by the relative luminances of both
    double contrast =
        browser
            .value(
                "(() => { const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map((v) => v / 255)"
                    + ".map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);"
                    + " return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
                    + " const style = getComputedStyle(document.body);"
                    + " return (light(style.color) + 0.05) / (light(style.backgroundColor) + 0.05); })()")
            .asDouble();
    assertTrue(scheme.equals("dark") ? contrast > 7 : contrast < 1.0 / 7, "contrast " + contrast);
  }

  @Test
  void everythingHasANameForScreenReaders() throws InterruptedException {
    show(1600, "light");
    String nameless =
        "[...document.querySelectorAll('button, select, .panels [role=img], [role=region]')].filter(e =>"
            + " !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length)).length";
    assertEquals(0, browser.value(nameless).asInt());
    assertEquals("en", browser.value("document.documentElement.lang").asText());
    assertEquals(
        0, browser.value("document.querySelectorAll('table:not(:has(caption))').length").asInt());
  }

  @Test
  void theKeyboardReachesAndSortsTablesAndChoosesWhatIsDrawn() throws InterruptedException {
    show(1600, "light");
    browser.press("Tab");
    assertEquals("skip", focus("className"));
    browser.press("Enter");
    browser.await("location.hash === '#verdicts'");
    tabTo("document.activeElement.closest('th') && document.activeElement.textContent === 'slope'");
    List<Double> before = slopes();
    browser.press("Enter");
    assertEquals("ascending", focus("closest('th').ariaSort"));
    assertEquals(before.stream().sorted().toList(), slopes());
    browser.press("Enter");
    assertEquals("descending", focus("closest('th').ariaSort"));
    tabTo("document.activeElement.id === 'choose-eta'");
    String chosen = focus("value");
    browser.press("ArrowUp"); // the last of its values is chosen at first
    browser.await("document.activeElement.value !== " + '\'' + chosen + '\'');
    browser.await(DRAWN);
    assertEquals(List.of(), browser.mistakes());
  }

  @Test
  void aMarkLeadsToItsRowAndTheRowToWhatIsStored() throws InterruptedException {
    show(1600, "light");
    String section = "document.getElementById('figure-depth-width')";
    String mark = section + ".querySelector('svg .mark-symbol path')";
    browser.value(mark + ".scrollIntoView({block: 'center'})");
    JsonNode at =
        browser.value(
            "(() => { const r = "
                + mark
                + ".getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    browser.click(at.get(0).asDouble(), at.get(1).asDouble());
    browser.await(section + ".querySelector('details').open");
    assertEquals(
        1, browser.value(section + ".querySelectorAll('tr.marked').length").asInt(), "one row");
    String query = browser.value(section + ".querySelector('.behind code').textContent").asText();
    assertTrue(
        query.startsWith("SELECT * FROM 'out/synthetic/depths/*.parquet' WHERE family = '"), query);
    assertTrue(query.endsWith("AND target = 'reference' AND covered"), query);
    // from there on by keyboard: the arrow of the next row leads to what is behind that one
    browser.press("Tab");
    browser.press("Enter");
    browser.await(section + ".querySelector('.behind code').textContent !== " + quoted(query));
    assertEquals(List.of(), browser.mistakes());
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String focus(String property) throws InterruptedException {
    return browser.value("document.activeElement." + property).asText();
  }

  private static void tabTo(String condition) throws InterruptedException {
    for (int i = 0; i < MANY_TABS; i++) {
      browser.press("Tab");
      if (browser.value("Boolean(" + condition + ")").asBoolean()) {
        return;
      }
    }
    throw new AssertionError("not reached with the keyboard: " + condition);
  }

  /** The slopes of the verdict table as shown, missing ones left out. */
  private static List<Double> slopes() throws InterruptedException {
    List<Double> slopes = new ArrayList<>();
    browser
        .value(
            "(() => { const t = document.querySelector('#verdicts table');"
                + " const k = [...t.tHead.rows[0].cells].findIndex(c => c.textContent === 'slope');"
                + " return [...t.tBodies[0].rows].map(r => r.cells[k].dataset.value)"
                + ".filter(v => v !== undefined).map(Number); })()")
        .forEach(value -> slopes.add(value.doubleValue()));
    return slopes;
  }
}
