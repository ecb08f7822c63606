package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/**
 * The page in a real browser, looked at and used with mouse and keyboard.
 *
 * <p>{@code -Dshallows.report.page=FILE} looks at the page of a store instead of a made-up one,
 * {@code -Dshallows.axe=node_modules/axe-core/axe.min.js} has its accessibility checked by axe
 * ({@code npm install axe-core}), and {@code -Dshallows.screenshots=FOLDER} keeps what was seen:
 * each width, dark, in greys, and the PDF.
 */
class ReportInBrowserTest {

  private static final String DRAWN = "document.body?.dataset.figures === 'drawn'";
  private static final int MANY_TABS = 300;

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(Browser.program().isPresent(), "no chromium or google-chrome on the PATH");
    String given = System.getProperty("shallows.report.page");
    page = given == null ? folder.resolve("index.html") : Path.of(given).toAbsolutePath();
    if (given == null) {
      Files.writeString(page, new ReportPage(SyntheticReport.report()).html());
    }
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
    browser.open(URI.create("about:blank"));
    browser.open(page);
    browser.await(DRAWN);
    assertEquals(List.of(), browser.mistakes());
  }

  private static void keep(String name, byte[] bytes) throws IOException {
    String kept = System.getProperty("shallows.screenshots");
    if (kept != null) {
      Files.createDirectories(Path.of(kept));
      Files.write(Path.of(kept, name), bytes);
    }
  }

  private static boolean isMadeUp() {
    return System.getProperty("shallows.report.page") == null;
  }

  /** Whether the page has it: a made-up one has everything, a store what was asked of it. */
  private static boolean has(String condition) throws InterruptedException {
    boolean there = browser.value("Boolean(" + condition + ")").asBoolean();
    assertTrue(there || !isMadeUp(), condition);
    return there;
  }

  private static boolean hasElement(String selector) throws InterruptedException {
    return has("document.querySelector('" + selector + "')");
  }

  private static void assumeElement(String selector) throws InterruptedException {
    assumeTrue(hasElement(selector), "this store has no " + selector);
  }

  /** Half a minute of a reader: question, answer, certainty and next command without scrolling. */
  @ParameterizedTest
  @ValueSource(ints = {400, 1000, 1600})
  void theAnswerIsThereBeforeAnyScrolling(int width) throws Exception {
    show(width, "light");
    keep(width + ".png", browser.screenshot());
    for (String part :
        List.of(".card .answer", ".card .sure", "#next .command code", "#next .sure")) {
      double bottom = browser.value(box(part) + ".bottom").asDouble();
      assertTrue(bottom > 0 && bottom <= 900, part + " ends at " + bottom);
    }
    if (width >= 1000 && hasElement("#hero svg")) {
      double top = browser.value(box("#hero svg") + ".top").asDouble();
      assertTrue(top < 900, "the first figure begins at " + top);
    }
  }

  private static String box(String selector) {
    return "document.querySelector('" + selector + "').getBoundingClientRect()";
  }

  private static void openAll() throws InterruptedException {
    browser.value(
        "document.querySelectorAll('details').forEach((fold) => { fold.open = true; }), 1");
    browser.await("[...document.querySelectorAll('.chart')].every((one) => one.firstChild)");
    browser.await(
        "[...document.querySelectorAll('details[data-rows]')].every((one) => one.querySelector('table'))");
  }

  @ParameterizedTest
  @CsvSource({"400, light", "1600, light", "400, dark", "1600, dark"})
  void figuresAreDrawnInBothSchemesAndNothingOverflows(int width, String scheme) throws Exception {
    show(width, scheme);
    if (scheme.equals("dark")) {
      keep(width + "-dark.png", browser.screenshot());
    }
    browser.value(
        "document.querySelectorAll('details:has(> .chart)').forEach((fold) => { fold.open = true; }), 1");
    browser.await("[...document.querySelectorAll('.chart')].every((one) => one.firstChild)");
    assertEquals(width, browser.value("innerWidth").asInt());
    assertTrue(
        browser.value("document.documentElement.scrollWidth").asInt() <= width,
        "wider than the window");
    int figures = browser.value("document.querySelectorAll('figure svg').length").asInt();
    assertTrue(figures >= (isMadeUp() ? 20 : 1), () -> "few figures: " + figures);
    // a figure without marks has axes only
    JsonNode empty =
        browser.value(
            "[...document.querySelectorAll('figure')].filter(f => f.querySelector('svg') && !f.querySelector("
                + "'svg .mark, svg .line, svg .kind')).map(f => f.closest('section, details').id)");
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
    assertEquals(List.of(), browser.mistakes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothing(String scheme) throws Exception {
    String axe = System.getProperty("shallows.axe");
    assumeTrue(axe != null, "no axe: npm install axe-core, then -Dshallows.axe=.../axe.min.js");
    show(1000, scheme);
    openAll();
    // Further rows and marks are like the first ones, and axe would look at them for many minutes.
    browser.value(
        "document.querySelectorAll('tbody tr:nth-child(n+4), #hero .mark:nth-child(n+40):not(.chosen)')"
            + ".forEach((one) => one.remove()), 1");
    browser.value(Files.readString(Path.of(axe)) + "; 1");
    JsonNode violations =
        browser.promised(
            "axe.run().then((found) => found.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3)"
                + ".map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | ')))");
    assertEquals(0, violations.size(), violations::toPrettyString);
  }

  /** The digits of every cell are those of the page's data. */
  @Test
  void tablesShowTheNumbersOfTheData() throws InterruptedException {
    show(1600, "light");
    openAll();
    JsonNode wrong =
        browser.value(
            "[...document.querySelectorAll('table[data-rows]')].flatMap((table) => { const lines = [...table.tBodies[0].rows];"
                + " return shallows.page.tables[table.dataset.rows].rows.flatMap((row, i) => { const cells = [...lines[i].cells];"
                + " return row.map((cell, j) => (typeof cell === 'number' ? Number(cells[j].dataset.value) === cell"
                + " : cells[j].textContent.replace('\\u2192', '') === (cell === null ? '' : String(cell)))"
                + " ? null : `${table.dataset.rows} ${i} ${j}`); }); }).filter(Boolean).slice(0, 9)");
    assertEquals(0, wrong.size(), wrong::toString);
    int cells = browser.value("document.querySelectorAll('td[data-value]').length").asInt();
    assertTrue(cells > (isMadeUp() ? 100 : 0), () -> cells + " numbers");
    // and bars of medians are those of their table
    assumeElement("#hero .median");
    assertTrue(
        browser
            .value(
                "(() => { const bars = [...document.querySelectorAll('#hero .median')];"
                    + " return bars.length > 0 && bars.every((bar) => shallows.tables.climbs.some((row) =>"
                    + " row.depth_median === Number(bar.dataset.value))); })()")
            .asBoolean());
  }

  @Test
  void everythingHasANameForScreenReaders() throws InterruptedException {
    show(1600, "light");
    openAll();
    String nameless =
        "[...document.querySelectorAll('button, select, svg[role=img], [role=region], [role=group], [role=listbox], [role=option]')]"
            + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length)).length";
    assertEquals(0, browser.value(nameless).asInt());
    assertEquals("en", browser.value("document.documentElement.lang").asText());
    assertEquals(
        0, browser.value("document.querySelectorAll('table:not(:has(caption))').length").asInt());
  }

  /** A mark that nothing covers. */
  private static JsonNode freeMark(String selector) throws InterruptedException {
    JsonNode at =
        browser.value(
            "(() => { for (const mark of document.querySelectorAll('"
                + selector
                + "')) { mark.scrollIntoView({ block: 'center' }); const r = mark.getBoundingClientRect();"
                + " const [x, y] = [r.x + r.width / 2, r.y + r.height / 2];"
                + " if (document.elementFromPoint(x, y) === mark) return [x, y, mark.dataset.id ?? '']; }"
                + " return null; })()");
    assertFalse(at.isNull(), selector);
    return at;
  }

  @Test
  void oneThatIsPressedShowsItsNetworkAndItsWayOut() throws InterruptedException {
    show(1000, "light");
    assumeElement("#hero .mark:not(.chosen)");
    JsonNode at = freeMark("#hero .mark:not(.chosen)");
    browser.click(at.get(0).asDouble(), at.get(1).asDouble());
    browser.await("document.getElementById('side').dataset.id === '" + at.get(2).asText() + "'");
    assertEquals(
        at.get(2).asText(),
        browser.value("document.querySelector('#hero [aria-selected=true]').dataset.id").asText());
    String side = browser.value("document.getElementById('side').textContent").asText();
    String brief = at.get(2).asText().substring(0, 8);
    for (String command : List.of("show", "explain", "export", "reproduce")) {
      assertTrue(side.contains("shallows " + command + " "), side);
    }
    assertTrue(side.contains(brief) && side.contains("kind") && side.contains("loss"), side);
    // its numbers are those of the data, all digits
    assertTrue(
        browser
            .value(
                "(() => { const id = document.getElementById('side').dataset.id;"
                    + " const one = shallows.networks.find((n) => n.trial_id === id);"
                    + " const known = new Set([...Object.values(one), ...one.depths.flatMap((d) => [...Object.values(d),"
                    + " ...(shallows.page.networks.ways[d.way] ?? []).flat()])].map(String));"
                    + " const shown = [...document.querySelectorAll('#side data')].map((d) => d.value);"
                    + " return shown.length > 0 && shown.every((value) => known.has(value)); })()")
            .asBoolean());
    // most have a stored way, whose ceilings are drawn
    String drawn =
        "one.depths.some((d) => d.way !== null && document.querySelector(`#hero [data-id=\"${one.trial_id}\"]`))";
    assumeTrue(has("shallows.networks.some((one) => " + drawn + ")"), "no way out is stored");
    JsonNode withWay =
        browser.value(
            "(() => { const n = shallows.networks.find((one) => "
                + drawn
                + ");"
                + " document.querySelector(`#hero [data-id=\"${n.trial_id}\"]`).dispatchEvent(new MouseEvent('click'));"
                + " return document.querySelectorAll('#side svg .ceiling').length; })()");
    assertTrue(withWay.asInt() > 0, "ceilings of the way");
    assertEquals(List.of(), browser.mistakes());
  }

  @Test
  void theKeyboardReachesMarksTablesAndChoices() throws InterruptedException {
    show(1600, "light");
    browser.press("Tab");
    assertEquals("skip", focus("className"));
    browser.press("Enter");
    browser.await("location.hash === '#networks'");
    assumeElement("#hero [role=option]");
    tabTo("document.activeElement.closest('#hero [role=option]')");
    String first = focus("dataset.id");
    if (has("document.querySelectorAll('#hero [role=option]').length > 1")) {
      browser.press("ArrowRight");
      assertNotEquals(first, focus("dataset.id"));
    }
    browser.press("Enter");
    assertEquals(
        focus("dataset.id"), browser.value("document.getElementById('side').dataset.id").asText());
    // one step further the marks are left: they are one stop, however many
    browser.press("Tab");
    assertTrue(browser.value("!document.activeElement.closest('[role=listbox]')").asBoolean());
    assertEquals(List.of(), browser.mistakes());
    assumeElement("#verdicts td button");
    tabTo("document.activeElement.closest('#verdicts td button')");
    browser.press("Enter");
    String why = browser.value("document.getElementById('why').textContent").asText();
    assertTrue(why.contains("covered minima of"), why);
    assertEquals("true", focus("ariaPressed"));
    browser.value("document.getElementById('table-fits').open = true, 1");
    browser.await("document.querySelector('#table-fits table')");
    tabTo(
        "document.activeElement.closest('#table-fits th') && document.activeElement.textContent === 'slope'");
    List<Double> before = slopes();
    browser.press("Enter");
    assertEquals("ascending", focus("closest('th').ariaSort"));
    assertEquals(before.stream().sorted().toList(), slopes());
    browser.press("Enter");
    assertEquals("descending", focus("closest('th').ariaSort"));
    if (isMadeUp()) {
      browser.value("document.getElementById('choose-eta').focus(), 1");
      String chosen = focus("value");
      browser.press("ArrowUp");
      if (focus("value").equals(chosen)) {
        browser.press("ArrowRight");
      }
      assertNotEquals(chosen, focus("value"));
    }
    assertEquals(List.of(), browser.mistakes());
  }

  @Test
  void aMarkOfAFigureLeadsToItsRowAndTheRowToWhatIsStored() throws InterruptedException {
    assumeTrue(isMadeUp(), "the figure is not in every store");
    show(1600, "light");
    String section = "document.getElementById('figure-depth-width')";
    browser.value(section + ".open = true, 1");
    browser.await(section + ".querySelector('.chart svg')");
    JsonNode at = freeMark("#figure-depth-width .chart .mark");
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

  /** Shapes and patterns tell apart what colours do. */
  @Test
  void familiesAndKindsDifferWithoutColours() throws Exception {
    show(1000, "light");
    browser.value("document.documentElement.style.filter = 'grayscale(1)', 1");
    keep("grey.png", browser.screenshot());
    JsonNode shapes =
        browser.value(
            "shallows.families.map((name, i) => shallows.symbol(shallows.look(name), 0, 0, 1))");
    Set<String> distinct = new HashSet<>();
    shapes.forEach(shape -> distinct.add(shape.asText()));
    assertEquals(Math.min(8, shapes.size()), distinct.size());
    JsonNode kinds =
        browser.value(
            "[...document.querySelectorAll('#kinds-figure .legend rect')].map((r) => r.getAttribute('fill'))");
    Set<String> fills = new HashSet<>();
    kinds.forEach(fill -> fills.add(fill.asText()));
    assertEquals(kinds.size(), fills.size());
    assertTrue(fills.stream().allMatch(fill -> fill.startsWith("url(#kind-")), fills::toString);
  }

  @Test
  void onPaperItTakesThreePagesAtMost() throws Exception {
    show(1000, "dark");
    byte[] pdf = browser.printed();
    keep("print.pdf", pdf);
    long pages =
        Pattern.compile("/Type\\s*/Page[^s]")
            .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
            .results()
            .count();
    assertTrue(pages >= 1 && pages <= 3, () -> pages + " pages");
  }

  /** What "Save SVG" saves stands alone: well formed, with its colours in it. */
  @Test
  void aFigureThatIsSavedStandsAlone() throws Exception {
    show(1000, "light");
    assumeElement("#hero svg");
    String svg = browser.value("shallows.alone(document.querySelector('#hero svg'))").asText();
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertTrue(
        svg.startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
            || svg.contains(" xmlns=\"http://www.w3.org/2000/svg\""),
        svg.substring(0, 200));
    assertFalse(svg.contains("var(--") || svg.contains("class=") || svg.contains("currentColor"));
    assertTrue(Pattern.compile("<path[^>]*fill=\"rgb\\(").matcher(svg).find());
  }

  @Test
  void aStoreWithoutRowsHasTheSameLook() throws Exception {
    Path empty = folder.resolve("empty.html");
    Files.writeString(empty, new ReportPage(SyntheticReport.begun()).html());
    browser.window(1000, 900, "light");
    browser.open(empty);
    browser.await(DRAWN);
    keep("begun.png", browser.screenshot());
    assertEquals(List.of(), browser.mistakes());
    assertEquals(2, browser.value("document.querySelectorAll('.card').length").asInt());
    assertTrue(browser.value(box("#next .command code") + ".bottom").asDouble() < 900);
  }

  /** A link to a network or a figure opens it. */
  @Test
  void aLinkLeadsToANetworkOrAFigure() throws InterruptedException {
    show(1000, "light");
    assumeElement("#hero [role=option]");
    String id =
        browser
            .value(
                "[...document.querySelectorAll('#hero [role=option]')].slice(0, 4).pop().dataset.id")
            .asText();
    browser.open(URI.create("about:blank"));
    browser.open(URI.create(page.toUri() + "#network-" + id.substring(0, 8)));
    browser.await(DRAWN);
    assertEquals(id, browser.value("document.getElementById('side').dataset.id").asText());
    assumeElement("#figure-cost");
    browser.open(URI.create("about:blank"));
    browser.open(URI.create(page.toUri() + "#figure-cost"));
    browser.await(DRAWN);
    assertTrue(
        browser.value("document.querySelectorAll('#figure-cost .chart svg').length").asInt() > 0);
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
            "(() => { const t = document.querySelector('#table-fits table');"
                + " const k = [...t.tHead.rows[0].cells].findIndex(c => c.textContent === 'slope');"
                + " return [...t.tBodies[0].rows].map(r => r.cells[k].dataset.value)"
                + ".filter(v => v !== undefined).map(Number); })()")
        .forEach(value -> slopes.add(value.doubleValue()));
    return slopes;
  }
}
