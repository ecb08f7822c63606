package io.shallows.launch.report;

import io.shallows.spec.value.Numbers;
import io.shallows.suprema.Supremum;
import io.shallows.suprema.SupremumRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Suprema over width as SVG: one row per number of inputs; one panel for the depth to any lower
 * loss and one per eta for that to e(m^eta); families in colours, marks and dashes. Depths are on a
 * logarithmic axis, with a foot for 0. Colours are attributes that the style of a page overrides.
 */
public final class SupremaFigure {

  private static final int WIDE = 330;
  private static final int HIGH = 250;
  private static final int LEFT = 52;
  private static final int TOP = 64;
  private static final int FOOT = 26;
  private static final int BELOW = 96;

  /** With more landscapes there are medians alone, so that a page stays small. */
  private static final int MOST_DOTS = 3000;

  private static final List<String> COLOURS = List.of("#1f5fa8", "#c0561a", "#3a7d44", "#7a4fa3");
  private static final List<String> DASHES = List.of("", "8 3", "2 2", "8 2 2 2");

  /** What marks and lines are. */
  static final List<String> NOTE =
      List.of(
          "Filled: exact suprema, one per problem; lines: their medians; dotted: the bound's rate,"
              + " from the first of these. Open:",
          "records of the search where the tree is not complete, which the supremum is not below.");

  private final List<Supremum> all;
  private final List<SupremumRate> rates;
  private final List<String> families;
  private final List<Double> etas;
  private final int narrow;
  private final int wide;
  private final int low;
  private final int high;
  private final StringBuilder svg = new StringBuilder();

  /**
   * A figure.
   *
   * @param families in the order of their colours; others than those of the suprema show nothing
   */
  SupremaFigure(List<Supremum> all, List<SupremumRate> rates, List<String> families) {
    this.all = all;
    this.rates = rates;
    this.families = List.copyOf(families);
    this.etas =
        all.stream()
            .flatMap(one -> one.levels().stream())
            .map(Supremum.Level::eta)
            .distinct()
            .toList();
    this.narrow = all.stream().mapToInt(one -> one.place().width()).min().orElse(1);
    this.wide = all.stream().mapToInt(one -> one.place().width()).max().orElse(1);
    double[] depths =
        all.stream()
            .flatMapToDouble(
                one ->
                    DoubleStream.concat(
                        DoubleStream.of(any(one)),
                        one.levels().stream().mapToDouble(Supremum.Level::depth)))
            .filter(depth -> depth > 0)
            .sorted()
            .toArray();
    // a few depths near 0 do not press all others together; what is lower stands on the foot line
    int most = depths.length == 0 ? 0 : (int) Math.ceil(Math.log10(depths[depths.length - 1]));
    int least = depths.length == 0 ? -1 : (int) Math.floor(Math.log10(depths[depths.length / 20]));
    this.high = most;
    this.low = Math.max(Math.min(least, most - 1), most - 6);
  }

  /** The figure of some landscapes and the verdicts on them. */
  public static String svg(List<Supremum> all, List<SupremumRate> rates) {
    return new SupremaFigure(
            all, rates, all.stream().map(one -> one.place().family()).distinct().toList())
        .draw();
  }

  private static double any(Supremum one) {
    return one.exact() ? one.depth().orElseThrow() : one.search().depth();
  }

  private List<Integer> inputs() {
    return all.stream().map(one -> one.place().inputDimension()).distinct().sorted().toList();
  }

  private String draw() {
    List<Integer> inputs = inputs();
    int width = (LEFT + WIDE) * (1 + etas.size());
    int row = TOP + HIGH + BELOW;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
        width, row * inputs.size() + 34);
    for (int r = 0; r < inputs.size(); r++) {
      for (int panel = 0; panel <= etas.size(); panel++) {
        add("<g transform=\"translate(%d %d)\">\n", LEFT + panel * (LEFT + WIDE), TOP + r * row);
        panel(inputs.get(r), panel);
        add("</g>\n");
      }
    }
    text(LEFT, row * inputs.size() + 6, "black", NOTE.get(0));
    text(LEFT, row * inputs.size() + 20, "black", NOTE.get(1));
    add("</svg>\n");
    return svg.toString();
  }

  /** The panels, each a picture of its own. */
  List<String> panels() {
    List<String> panels = new ArrayList<>();
    for (int inputs : inputs()) {
      for (int panel = 0; panel <= etas.size(); panel++) {
        svg.setLength(0);
        add(
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s; listed in table"
                + " suprema below\">\n<g transform=\"translate(%d %d)\">\n",
            LEFT + WIDE,
            TOP + HIGH + BELOW,
            LEFT + WIDE,
            PageText.escape(title(inputs, panel)),
            LEFT,
            TOP);
        panel(inputs, panel);
        add("</g></svg>\n");
        panels.add(svg.toString());
      }
    }
    return panels;
  }

  private String title(int inputs, int panel) {
    String what =
        panel == 0
            ? "depth to any lower loss"
            : "depth to e(m^" + Numbers.hundredths(etas.get(panel - 1)) + ")";
    return what + (inputs == 1 ? ", 1 input" : ", " + inputs + " inputs");
  }

  private void panel(int inputs, int panel) {
    text(0, -40, "black", title(inputs, panel));
    axes();
    int verdict = HIGH + 34;
    int shown = 0;
    for (int f = 0; f < families.size(); f++) {
      String family = families.get(f);
      String colour = COLOURS.get(f % COLOURS.size());
      Map<Integer, List<Supremum>> widths = new TreeMap<>();
      for (Supremum one : all) {
        if (one.place().family().equals(family) && one.place().inputDimension() == inputs) {
          widths.computeIfAbsent(one.place().width(), key -> new ArrayList<>()).add(one);
        }
      }
      if (widths.isEmpty()) {
        continue;
      }
      add("<g class=\"s%d\" color=\"%s\">\n", f, colour);
      mark(4 + shown * 110, -26, f, true);
      text(14 + shown * 110, -22, "currentColor", family);
      shown++;
      Map<Integer, Double> medians = points(widths, panel, f);
      line(medians, DASHES.get(f % DASHES.size()), 1.6);
      if (panel > 0) {
        rate(medians, etas.get(panel - 1), inputs);
        for (SupremumRate rate : rates) {
          if (rate.family().equals(family)
              && rate.inputDimension() == inputs
              && rate.eta() == etas.get(panel - 1)) {
            text(
                0,
                verdict,
                "currentColor",
                String.format(
                    Locale.ROOT,
                    "%s: m = %d to %d, faster than the rate in %d of %d,",
                    family,
                    rate.narrow(),
                    rate.wide(),
                    rate.lower(),
                    rate.problems()));
            text(
                12,
                verdict + 14,
                "currentColor",
                "slower in " + rate.higher() + ": " + rate.verdict());
            verdict += 30;
          }
        }
      }
      add("</g>\n");
    }
  }

  /** Every problem's point; the medians of the widths where all are exact. */
  private Map<Integer, Double> points(Map<Integer, List<Supremum>> widths, int panel, int family) {
    Map<Integer, Double> medians = new LinkedHashMap<>();
    widths.forEach(
        (width, some) -> {
          List<Double> exact = new ArrayList<>();
          for (int i = 0; i < some.size(); i++) {
            OptionalDouble depth = depth(some.get(i), panel);
            if (depth.isPresent()) {
              double x = x(width) + 9 * (family - (families.size() - 1) / 2.0) + (i % 5 - 2) * 1.2;
              if (all.size() <= MOST_DOTS) {
                mark(x, y(depth.getAsDouble()), family, some.get(i).exact());
              }
              if (some.get(i).exact()) {
                exact.add(depth.getAsDouble());
              }
            }
          }
          if (exact.size() == some.size()) {
            double[] sorted = exact.stream().mapToDouble(depth -> depth).sorted().toArray();
            int n = sorted.length;
            medians.put(width, (sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
          }
        });
    return medians;
  }

  /** A dot, square for every second family; a ring where there is a record alone. */
  private void mark(double x, double y, int family, boolean exact) {
    String look =
        exact
            ? "class=\"mark\" fill=\"currentColor\" fill-opacity=\"0.55\""
            : "class=\"mark open\" fill=\"none\" stroke=\"currentColor\"";
    if (family % 2 == 0) {
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" %s/>\n", x, y, look);
    } else {
      add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"4.8\" height=\"4.8\" %s/>\n",
          x - 2.4, y - 2.4, look);
    }
  }

  private OptionalDouble depth(Supremum one, int panel) {
    if (panel == 0) {
      return OptionalDouble.of(any(one));
    }
    return one.levels().stream()
        .filter(level -> level.eta() == etas.get(panel - 1))
        .mapToDouble(Supremum.Level::depth)
        .findFirst();
  }

  /** The bound's rate through the first median that is above 0. */
  private void rate(Map<Integer, Double> medians, double eta, int inputs) {
    Map<Integer, Double> rate = new LinkedHashMap<>();
    double constant = 0;
    for (Map.Entry<Integer, Double> median : medians.entrySet()) {
      double power = StrictMath.pow(median.getKey(), (eta - 1) / inputs);
      constant = constant == 0 ? median.getValue() / power : constant;
      if (constant > 0) {
        rate.put(median.getKey(), constant * power);
      }
    }
    line(rate, "1.5 3", 1);
  }

  private void line(Map<Integer, Double> points, String dashes, double wide) {
    StringBuilder way = new StringBuilder();
    points.forEach(
        (width, depth) -> way.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(width), y(depth))));
    add(
        "<polyline class=\"line%s\" points=\"%s\" fill=\"none\" stroke=\"currentColor\""
            + " stroke-width=\"%.1f\" stroke-dasharray=\"%s\"/>\n",
        wide < 1.5 ? " thin" : "", way.toString().strip(), wide, dashes);
  }

  private void axes() {
    add(
        "<path class=\"axis\" d=\"M0 0V%d H%d\" fill=\"none\" stroke=\"#555\"/>\n",
        HIGH, WIDE - 40);
    for (int decade = low; decade <= high; decade++) {
      double y = y(StrictMath.pow(10, decade));
      add("<path class=\"grid\" d=\"M-4 %.1fH%d\" stroke=\"#ddd\"/>\n", y, WIDE - 40);
      add("<text x=\"-8\" y=\"%.1f\" text-anchor=\"end\">1e%d</text>\n", y + 4, decade);
    }
    add("<text x=\"-8\" y=\"%d\" text-anchor=\"end\">0</text>\n", HIGH - 2);
    int[] ticks = all.stream().mapToInt(one -> one.place().width()).distinct().sorted().toArray();
    for (int width : Arrays.copyOf(ticks, Math.min(ticks.length, 12))) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n",
          x(width), HIGH + 14, width);
    }
    add("<text x=\"%d\" y=\"%d\">m</text>\n", WIDE - 36, HIGH + 14);
  }

  private double x(int width) {
    double share =
        wide == narrow ? 0.5 : Math.log((double) width / narrow) / Math.log((double) wide / narrow);
    return 24 + share * (WIDE - 96);
  }

  /** Logarithmic above the foot; 0 and what is below the lowest decade on the foot line. */
  private double y(double depth) {
    double decades = depth > 0 ? Math.log10(depth) - low : -1;
    return decades < 0 ? HIGH - 6 : (HIGH - FOOT) * (1 - decades / (high - low));
  }

  private void text(int x, int y, String colour, String text) {
    add("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", x, y, colour, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
