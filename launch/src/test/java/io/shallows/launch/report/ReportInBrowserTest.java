package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: figures are drawn, nothing is wider than the window. */
class ReportInBrowserTest {

  @TempDir private Path folder;

  @Test
  void figuresAreDrawnAndNothingOverflows() throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no chromium or google-chrome on the PATH");
    Path page = folder.resolve("index.html");
    // The page reports on itself: what a script finds after the figures are drawn ends in the DOM.
    String probe =
        "<script>(function wait(){if(document.body.dataset.figures!=='drawn')"
            + "return setTimeout(wait,50);document.body.dataset.probe=[innerWidth,"
            + "document.documentElement.scrollWidth,document.querySelectorAll('.panels svg').length,"
            + "(window.mistakes||[]).length].join(' ')})()</script></body>";
    String watch =
        "<head><script>window.mistakes=[];addEventListener('error',e=>mistakes.push(e.message));"
            + "addEventListener('unhandledrejection',e=>mistakes.push(e.reason));</script>";
    Files.writeString(
        page,
        new ReportPage(SyntheticReport.report())
            .html()
            .replace("<head>", watch)
            .replace("</body>", probe));
    // Headless windows are not made narrower than 500 pixels; 400 is tried in a frame.
    Path narrow = folder.resolve("narrow.html");
    Files.writeString(
        narrow,
        "<!DOCTYPE html><body><iframe id=f src=index.html width=400 height=3000></iframe><script>"
            + "(function wait(){const d=document.getElementById('f').contentDocument;"
            + "const p=d&&d.body&&d.body.dataset.probe;if(!p)return setTimeout(wait,50);"
            + "document.body.dataset.probe=p})()</script></body>");
    check(browser.get(), page, 1600);
    check(browser.get(), narrow, 400);
  }

  private void check(Path browser, Path page, int width) throws Exception {
    String dom = dom(browser, page);
    Matcher probe = Pattern.compile("<body[^>]* data-probe=\"([^\"]*)\"").matcher(dom);
    assertTrue(probe.find(), "the figures were not drawn");
    String[] found = probe.group(1).split(" ");
    assertEquals(width, Integer.parseInt(found[0]));
    assertTrue(Integer.parseInt(found[1]) <= width, () -> "wide: " + Arrays.toString(found));
    assertTrue(Integer.parseInt(found[2]) >= 20, () -> "few figures: " + Arrays.toString(found));
    assertEquals("0", found[3], "mistakes on the page");
  }

  private String dom(Path browser, Path page) throws IOException, InterruptedException {
    File out = folder.resolve("dom.html").toFile();
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1600,1200",
                "--virtual-time-budget=60000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the browser did not end");
    } finally {
      process.destroyForcibly();
    }
    String dom = Files.readString(out.toPath(), StandardCharsets.UTF_8);
    assertFalse(dom.isEmpty(), "the browser printed nothing");
    return dom;
  }

  private static Optional<Path> browser() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            directory ->
                Stream.of("chromium", "google-chrome", "chromium-browser")
                    .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
