package io.shallows.spark.command;

import io.shallows.loss.LossSurface;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.StringEscapeUtils;

/**
 * A path as SVG: over the length along it, the loss evaluated at many points of every segment, the
 * loss at its vertices, the certified maximum of every segment, the highest of these marked with
 * its value, and the loss at the first vertex.
 *
 * <p>The curve is drawn through evaluated losses; what is certain is the certified maximum, which
 * no point of a segment exceeds.
 */
final class PathDrawing {

  /** Evaluated points per segment, and what all segments may have together. */
  private static final int PER_SEGMENT = 64;

  private static final int ALL_POINTS = 20_000;

  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 90;
  private static final int BOTTOM = 66;
  private static final int MARGIN = 34;
  private static final int TICKS = 5;

  private final List<Record> vertices;
  private final double[] at;
  private final List<double[]> curve = new ArrayList<>();
  private final int peak;
  private final double top;
  private final double bottom;

  /**
   * A drawing of one path.
   *
   * @param vertices the rows of the path, in order
   * @param loss the loss that it climbs
   */
  PathDrawing(List<Record> vertices, LossSurface loss) {
    this.vertices = List.copyOf(vertices);
    at = new double[vertices.size()];
    int perSegment = Math.max(2, Math.min(PER_SEGMENT, ALL_POINTS / vertices.size()));
    int highest = 0;
    double least = vertices.get(0).get(PathsTable.LOSS);
    curve.add(new double[] {0, least});
    for (int v = 1; v < at.length; v++) {
      double[] a = vertices.get(v - 1).get(PathsTable.PARAMETERS);
      double[] b = vertices.get(v).get(PathsTable.PARAMETERS);
      double square = 0;
      for (int i = 0; i < a.length; i++) {
        square += (b[i] - a[i]) * (b[i] - a[i]);
      }
      at[v] = at[v - 1] + Math.sqrt(square);
      for (int q = 1; q <= perSegment; q++) {
        double t = q / (double) perSegment;
        double value = loss.value(between(a, b, t));
        least = Math.min(least, value);
        curve.add(new double[] {at[v - 1] + t * (at[v] - at[v - 1]), value});
      }
      highest = maximum(v) > maximum(highest) ? v : highest;
    }
    peak = highest;
    bottom = least;
    top = maximum(peak) > least ? maximum(peak) : least + Math.max(Math.abs(least), 1e-300);
  }

  private static double[] between(double[] a, double[] b, double t) {
    double[] point = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      point[i] = a[i] == b[i] ? a[i] : a[i] + t * (b[i] - a[i]);
    }
    return point;
  }

  /** The certified maximum of the segment that ends at a vertex; the loss at the first. */
  private double maximum(int v) {
    Record vertex = vertices.get(v);
    return vertex.find(PathsTable.SEGMENT_MAX).orElse(vertex.get(PathsTable.LOSS));
  }

  /** The drawing. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    axes(svg);
    for (int v = 1; v < at.length; v++) {
      line(
          svg,
          "<path class=\"maximum\" d=\"M %s L %s\" stroke=\"#d95f02\" stroke-width=\"2\"/>",
          point(at[v - 1], maximum(v)),
          point(at[v], maximum(v)));
    }
    StringBuilder losses = new StringBuilder();
    for (double[] evaluated : curve) {
      losses.append(point(evaluated[0], evaluated[1])).append(' ');
    }
    line(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f78b4\" stroke-width=\"1.5\"/>",
        losses.toString().strip());
    for (int v = 0; v < at.length; v++) {
      double loss = vertices.get(v).get(PathsTable.LOSS);
      line(
          svg,
          "<circle class=\"vertex\" cx=\"%.2f\" cy=\"%.2f\" r=\"2\" fill=\"#1f78b4\"/>",
          x(at[v]),
          y(loss));
    }
    double start = vertices.get(0).get(PathsTable.LOSS);
    line(
        svg,
        "<path d=\"M %s L %s\" stroke=\"#666\" stroke-dasharray=\"4 3\"/>",
        point(0, start),
        point(length(), start));
    highest(svg, start);
    svg.append("</svg>");
    return svg.toString();
  }

  private void highest(StringBuilder svg, double start) {
    double way = peak == 0 ? 0 : (at[peak - 1] + at[peak]) / 2;
    line(
        svg,
        "<circle class=\"highest\" cx=\"%.2f\" cy=\"%.2f\" r=\"5\" fill=\"none\""
            + " stroke=\"#d95f02\" stroke-width=\"2\"/>",
        x(way),
        y(maximum(peak)));
    Record first = vertices.get(0);
    line(
        svg,
        "<text x=\"%d\" y=\"18\">%s, target %s, %s: certified maximum %.9g, %.6g above the"
            + " start</text>",
        LEFT,
        StringEscapeUtils.escapeXml11(first.get(LeadingColumns.TRIAL_ID)),
        StringEscapeUtils.escapeXml11(first.get(PathsTable.TARGET)),
        StringEscapeUtils.escapeXml11(first.get(PathsTable.DEPTH_METHOD)),
        maximum(peak),
        maximum(peak) - start);
  }

  private void axes(StringBuilder svg) {
    for (int k = 0; k <= TICKS; k++) {
      double loss = bottom + (top - bottom) * k / TICKS;
      line(svg, "<path d=\"M %s L %s\" stroke=\"#ddd\"/>", point(0, loss), point(length(), loss));
      line(
          svg,
          "<text x=\"%d\" y=\"%.2f\" text-anchor=\"end\">%.6g</text>",
          LEFT - 6,
          y(loss) + 4,
          loss);
      double way = length() * k / TICKS;
      line(
          svg,
          "<text x=\"%.2f\" y=\"%d\" text-anchor=\"middle\">%.3g</text>",
          x(way),
          HEIGHT - BOTTOM + 16,
          way);
    }
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">length along the path</text>",
        (WIDTH + LEFT) / 2,
        HEIGHT - 32);
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">blue: loss, evaluated; dots:"
            + " vertices; orange: certified maximum of each segment, circle: the highest; dashed:"
            + " loss at the start</text>",
        WIDTH / 2,
        HEIGHT - 12);
  }

  private double length() {
    double length = at[at.length - 1];
    return length > 0 ? length : 1;
  }

  private double x(double way) {
    return LEFT + (WIDTH - LEFT - MARGIN) * way / length();
  }

  private double y(double loss) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - MARGIN) * (loss - bottom) / (top - bottom);
  }

  private String point(double way, double loss) {
    return String.format(Locale.ROOT, "%.2f,%.2f", x(way), y(loss));
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
