package io.shallows.launch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A stored path as a picture needs it: at the end of every piece the Euclidean length so far and
 * the loss, and over every piece the certified maximum.
 *
 * <p>A path of more than {@value #MOST} segments is shown in pieces of several: the maximum of a
 * piece is the greatest of its segments', so it is certified too. Losses and maxima are those of
 * the rows; lengths are rounded to 6 digits.
 */
final class PathProfile {

  static final int MOST = 40;

  private static final MathContext DIGITS = new MathContext(6);

  private final List<double[]> vertices = new ArrayList<>();
  private double[] parameters;
  private double length;

  /** Takes the next vertex. */
  void add(Record vertex) {
    double[] next = vertex.get(PathsTable.PARAMETERS);
    if (parameters != null && parameters.length == next.length) {
      double square = 0;
      for (int i = 0; i < next.length; i++) {
        square += (next[i] - parameters[i]) * (next[i] - parameters[i]);
      }
      length += Math.sqrt(square);
    }
    parameters = next;
    double loss = vertex.get(PathsTable.LOSS);
    vertices.add(
        new double[] {
          vertex.get(PathsTable.VERTEX),
          length,
          loss,
          vertex.find(PathsTable.SEGMENT_MAX).orElse(loss)
        });
  }

  /** Lets go of the parameters, which are large: the path is at its end. */
  void rest() {
    parameters = null;
  }

  /**
   * Lengths, losses and maxima, of the first vertex and the end of every piece; null unless the
   * vertices are 0, 1, 2 and so on.
   */
  ArrayNode json() {
    int segments = vertices.size() - 1;
    for (int v = 0; v <= segments; v++) {
      if (vertices.get(v)[0] != v) {
        return null;
      }
    }
    if (segments < 1) {
      return null;
    }
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    ArrayNode lengths = json.addArray().add(0);
    ArrayNode losses = json.addArray().add(vertices.get(0)[2]);
    ArrayNode maxima = json.addArray().add(vertices.get(0)[2]);
    int pieces = Math.min(segments, MOST);
    int from = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      int to = (int) ((long) segments * piece / pieces);
      double most = Double.NEGATIVE_INFINITY;
      for (int v = from + 1; v <= to; v++) {
        most = Math.max(most, vertices.get(v)[3]);
      }
      lengths.add(new BigDecimal(vertices.get(to)[1]).round(DIGITS).doubleValue());
      losses.add(vertices.get(to)[2]);
      maxima.add(most);
      from = to;
    }
    json.add(segments);
    return json;
  }
}
