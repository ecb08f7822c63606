package io.shallows.launch.report;

import io.shallows.suprema.RecordCurve;
import io.shallows.suprema.Supremum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the records of searches for the deepest minimum grew with their programs, as SVG: the search
 * of this program and basin hopping, on landscapes whose supremum is known, and on those where the
 * last record is all that there is.
 */
final class RecordFigure {

  private static final int WIDE = 330;
  private static final int HIGH = 180;
  private static final int LEFT = 52;
  private static final int TOP = 40;
  private static final int BELOW = 46;

  /** One panel: two curves over the same landscapes. */
  private record Panel(RecordCurve search, RecordCurve hopping) {
    long programs() {
      return Math.max(10, Math.max(search.programs(), hopping.programs()));
    }
  }

  private final List<Panel> panels = new ArrayList<>();

  /** The figure of some landscapes; without any that have something to find it has no panel. */
  RecordFigure(List<Supremum> all) {
    for (boolean exact : new boolean[] {true, false}) {
      Panel panel =
          new Panel(
              RecordCurve.of(all, exact, Supremum::search),
              RecordCurve.of(all, exact, Supremum::hopping));
      if (panel.search().landscapes() > 0) {
        panels.add(panel);
      }
    }
  }

  /** The panels, each a picture of its own. */
  List<String> panels() {
    return panels.stream().map(RecordFigure::svg).toList();
  }

  /** What the curves say where suprema are known. */
  List<String> sentences() {
    return panels.stream()
        .filter(panel -> panel.search().exact())
        .map(
            panel ->
                String.format(
                    Locale.ROOT,
                    "Of %d landscapes with a known supremum above 0 the search finds it in %.0f%%,"
                        + " basin hopping in %.0f%%, with at most %d programs each.",
                    panel.search().landscapes(),
                    100 * panel.search().share(panel.programs()),
                    100 * panel.hopping().share(panel.programs()),
                    panel.programs()))
        .toList();
  }

  private static String svg(Panel panel) {
    String title =
        panel.search().exact()
            ? panel.search().landscapes() + " known suprema: share found"
            : panel.search().landscapes() + " searches: share at their last record";
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        """
        <svg viewBox="0 0 %d %d" width="%d" role="img" aria-label="%s, over programs">
        <g transform="translate(%d %d)" font-size="11">
        """,
        LEFT + WIDE,
        TOP + HIGH + BELOW,
        LEFT + WIDE,
        title,
        LEFT,
        TOP);
    text(svg, 0, -22, "start", title);
    int decades = (int) Math.ceil(Math.log10((double) panel.programs()));
    add(
        svg,
        "<path class=\"axis\" d=\"M0 0V%d H%d\" fill=\"none\" stroke=\"#555\"/>\n",
        HIGH,
        WIDE - 40);
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      add(svg, "<path class=\"grid\" d=\"M-4 %.1fH%d\" stroke=\"#ddd\"/>\n", y, WIDE - 40);
      text(svg, -8, y + 4, "end", percent + "%");
    }
    for (int decade = 0; decade <= decades; decade++) {
      String programs = decade < 4 ? Integer.toString((int) Math.pow(10, decade)) : "1e" + decade;
      text(svg, x(Math.pow(10, decade), decades), HIGH + 14, "middle", programs);
    }
    text(svg, (WIDE - 40) / 2.0, HIGH + 32, "middle", "convex programs");
    curve(svg, 0, panel.search(), panel.programs(), decades);
    curve(svg, 1, panel.hopping(), panel.programs(), decades);
    return svg.append("</g></svg>\n").toString();
  }

  private static void curve(
      StringBuilder svg, int which, RecordCurve curve, long programs, int decades) {
    add(
        svg,
        "<g class=\"s%d\" color=\"%s\">\n<path class=\"line\" d=\"M0 %.1f",
        which,
        which == 0 ? "#1f5fa8" : "#c0561a",
        y(0));
    for (RecordCurve.Step step : curve.steps()) {
      add(svg, "H%.1fV%.1f", x((double) step.programs(), decades), y(step.share()));
    }
    add(
        svg,
        "H%.1f\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\""
            + " stroke-dasharray=\"%s\"/>\n",
        x((double) programs, decades),
        which == 0 ? "" : "8 3");
    add(
        svg,
        "<text x=\"%d\" y=\"-6\" fill=\"currentColor\">%s</text>\n</g>\n",
        which * 130,
        which == 0 ? "search" : "basin hopping (dashed)");
  }

  /** Logarithmic, from 1 program. */
  private static double x(double programs, int decades) {
    return (WIDE - 60) * Math.log10(Math.max(1, programs)) / decades;
  }

  private static double y(double share) {
    return HIGH * (1 - share);
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>\n",
        x,
        y,
        anchor,
        text);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
