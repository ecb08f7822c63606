package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.LossSurface;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Drawings show losses evaluated between vertices, and mark the highest certified maximum. */
class PathDrawingTest {

  /** 4 - (x - 2)^2 / 2: on the first segment higher than at both of its ends. */
  private static final LossSurface HILL =
      new LossSurface() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public double value(double[] theta) {
          return 4 - (theta[0] - 2) * (theta[0] - 2) / 2 - theta[1];
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void hessianVectorProduct(double[] theta, double[] direction, double[] product) {
          throw new UnsupportedOperationException();
        }
      };

  private static Record vertex(int v, double maximum, double... theta) {
    Record.Builder row =
        Record.of(PathsTable.TABLE)
            .set(LeadingColumns.TRIAL_ID, "0123456789abcdef0123456789abcdef")
            .set(LeadingColumns.PROBLEM_ID, "00000000000000000000000000000000")
            .set(LeadingColumns.FAMILY, "plain")
            .set(LeadingColumns.WIDTH, 4)
            .set(LeadingColumns.NETWORK_DEPTH, 0)
            .set(LeadingColumns.INPUT_DIMENSION, 2)
            .set(LeadingColumns.INITIALIZATION, "he")
            .set(LeadingColumns.SEED, 0)
            .set(LeadingColumns.PARAMETER_COUNT, theta.length)
            .set(PathsTable.MEASUREMENT_ID, "00000000000000000000000000000000")
            .set(PathsTable.TARGET, "cell-best")
            .set(PathsTable.DEPTH_METHOD, "string")
            .set(PathsTable.PATH, 0)
            .set(PathsTable.VERTEX, v)
            .set(PathsTable.LOSS, (Double) HILL.value(theta))
            .set(PathsTable.PARAMETERS, theta);
    if (v > 0) {
      row.set(PathsTable.SEGMENT_MAX, (Double) maximum);
    }
    return row.build();
  }

  @Test
  void textOfAForeignStoreIsTextInTheDrawing() throws Exception {
    Record hostile =
        vertex(0, 0, 0, 0).toBuilder()
            .set(PathsTable.DEPTH_METHOD, "</text><script>alert(1)</script>")
            .build();
    Document drawing = drawn(List.of(hostile, vertex(1, 4, 2, 0)));
    assertEquals(0, drawing.getElementsByTagName("script").getLength());
    assertTrue(
        drawing.getDocumentElement().getTextContent().contains("<script>alert(1)</script>"),
        drawing.getDocumentElement().getTextContent());
  }

  private static Document drawn(List<Record> path) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                new PathDrawing(path, HILL).svg().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> marks(Document drawing, String tag, String kind) {
    List<Element> marks = new ArrayList<>();
    NodeList all = drawing.getElementsByTagName(tag);
    for (int k = 0; k < all.getLength(); k++) {
      Element mark = (Element) all.item(k);
      if (mark.getAttribute("class").equals(kind)) {
        marks.add(mark);
      }
    }
    return marks;
  }

  @Test
  void hillBetweenTwoVerticesIsSeenAndItsCertifiedMaximumMarked() throws Exception {
    // losses 2, 3.5, -0.5; the hill's top 4 is at two thirds of the first segment
    Document drawing = drawn(List.of(vertex(0, 0, 0, 0), vertex(1, 4, 3, 0), vertex(2, 3.5, 3, 4)));
    String[] points =
        ((Element) drawing.getElementsByTagName("polyline").item(0))
            .getAttribute("points")
            .split(" ", -1);
    assertEquals(1 + 2 * 64, points.length);
    double highest = Double.POSITIVE_INFINITY;
    for (String point : points) {
      highest = Math.min(highest, Double.parseDouble(point.split(",", -1)[1]));
    }
    List<Element> maxima = marks(drawing, "path", "maximum");
    assertEquals(2, maxima.size());
    assertTrue(maxima.get(0).getAttribute("d").startsWith("M 90.00,34.00"), "top of the drawing");
    assertEquals(34, highest, 0.2, "the evaluated curve reaches the top between the vertices");
    List<Element> vertices = marks(drawing, "circle", "vertex");
    assertEquals(3, vertices.size());
    assertTrue(Double.parseDouble(vertices.get(1).getAttribute("cy")) > 60, "no vertex does");
    assertEquals(1, marks(drawing, "circle", "highest").size());
    assertEquals("34.00", marks(drawing, "circle", "highest").get(0).getAttribute("cy"));
    String title = drawing.getElementsByTagName("text").item(14).getTextContent();
    assertTrue(title.contains("certified maximum 4") && title.contains("2.00000 above"), title);
  }

  @Test
  void pathOfOneVertexHasADrawing() throws Exception {
    assertEquals(1, marks(drawn(List.of(vertex(0, 0, 1, 2))), "circle", "vertex").size());
  }
}
