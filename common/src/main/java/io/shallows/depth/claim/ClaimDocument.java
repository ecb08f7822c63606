package io.shallows.depth.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.depth.cell.CutProof;
import io.shallows.network.FixedMatrix;
import io.shallows.network.Network;
import io.shallows.network.Node;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link PathClaim} or a {@link CutClaim} as one JSON object, with all that it speaks of. Every
 * real number is a text in hexadecimal notation, such as {@code "0x1.8p-3"}, which is exact;
 * integers are numbers. Equal claims give equal texts.
 *
 * <p>The graph is a list of nodes in topological order, the last of which is the output: {@code
 * input}, {@code one}, {@code dense} ({@code source * W}, the weight from i to j at {@code offset +
 * i * columns + j} of a vertex), {@code relu}, {@code sum}, {@code fixed} ({@code source *
 * matrix}).
 *
 * <p>A cut has the point as the one vertex of {@code path}, and a list of {@code cells}; its form
 * is that of {@link CutProof}, with vectors as rows and null for a unit that passes 0.
 */
public final class ClaimDocument {

  /** What the field {@code format} says. */
  public static final String FORMAT = "shallows certificate";

  /** Raised with every change that a checker has to know. */
  public static final int VERSION = 1;

  private static final List<String> OF_PATHS =
      List.of(
          "every segment moves layers no two of which lie on one way through the network",
          "the loss is at most the segment's maximum on each segment, and these at most maximum",
          "the loss is at least evaluated - rounding somewhere on the path",
          "the loss is start at the first vertex and end at the last, up to rounding",
          "the loss is at most level + 2 rounding at the last vertex");

  private static final List<String> OF_CUTS =
      List.of(
          "the loss is start at the vertex, up to rounding",
          "every path from there to a loss of at most level reaches a loss of height");

  private ClaimDocument() {}

  /**
   * The document.
   *
   * @param about what the path is of, in the order given; nothing in it is claimed
   */
  public static String json(PathClaim claim, Map<String, String> about) {
    Map<String, Object> document = header(OF_PATHS, about);
    document.put("start", hexadecimal(claim.start()));
    document.put("maximum", hexadecimal(claim.maximum()));
    document.put("evaluated", hexadecimal(claim.evaluated()));
    document.put("end", hexadecimal(claim.end()));
    document.put("level", hexadecimal(claim.level()));
    document.put("rounding", hexadecimal(claim.rounding()));
    document.put(
        "segments",
        claim.maxima().stream().map(most -> Map.of("maximum", hexadecimal(most))).toList());
    return text(document, claim.network(), claim.data(), claim.path().vertices());
  }

  /**
   * The document of a cut.
   *
   * @param about what the point is, in the order given; nothing in it is claimed
   */
  public static String json(CutClaim claim, Map<String, String> about) {
    Map<String, Object> document = header(OF_CUTS, about);
    document.put("start", hexadecimal(claim.start()));
    document.put("level", hexadecimal(claim.proof().level()));
    document.put("height", hexadecimal(claim.proof().height()));
    document.put("rounding", hexadecimal(claim.rounding()));
    document.put("cells", claim.proof().cells().stream().map(ClaimDocument::cell).toList());
    return text(document, claim.network(), claim.data(), List.of(claim.theta()));
  }

  private static Map<String, Object> header(List<String> claims, Map<String, String> about) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("version", VERSION);
    document.put("claims", claims);
    document.put("about", about);
    document.put("loss", "squared");
    return document;
  }

  private static String text(
      Map<String, Object> document, Network network, Dataset data, List<double[]> vertices) {
    document.put("path", vertices.stream().map(ClaimDocument::hexadecimal).toList());
    document.put("network", graph(network));
    document.put("x", rows(data.x(), data.inputs()));
    document.put("y", rows(data.y(), data.outputs()));
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(lines).writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> cell(CutProof.Cell cell) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("units", cell.units());
    dual(cell.dual(), fields);
    fields.put("exits", cell.exits().stream().map(ClaimDocument::exit).toList());
    return fields;
  }

  private static Map<String, Object> exit(CutProof.Exit exit) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("unit", exit.unit());
    fields.put("plane", exit.plane().orElse(null));
    exit.dual()
        .ifPresentOrElse(dual -> dual(dual, fields), () -> fields.put("inside", exit.inside()));
    return fields;
  }

  private static void dual(CutProof.Dual dual, Map<String, Object> fields) {
    fields.put("u", dual.vectors().stream().map(ClaimDocument::hexadecimal).toList());
    fields.put("walls", dual.walls());
    fields.put("free", dual.free());
  }

  private static Map<String, Object> graph(Network network) {
    Map<String, Object> graph = new LinkedHashMap<>();
    graph.put("family", network.family());
    graph.put("nodes", network.nodes().stream().map(ClaimDocument::node).toList());
    return graph;
  }

  private static Map<String, Object> node(Node node) {
    Map<String, Object> fields = new LinkedHashMap<>();
    node.visit(
        input -> fields.put("kind", "input"),
        one -> fields.put("kind", "one"),
        dense -> {
          fields.put("kind", "dense");
          fields.put("layer", dense.layer().name());
          fields.put("offset", dense.layer().offset());
          fields.put("rows", dense.layer().inputs());
          fields.put("columns", dense.layer().outputs());
        },
        relu -> fields.put("kind", "relu"),
        sum -> fields.put("kind", "sum"),
        fixed -> {
          FixedMatrix matrix = fixed.matrix();
          fields.put("kind", "fixed");
          fields.put("matrix", rows(matrix.values(), matrix.columns()));
        });
    fields.put("sources", node.sources());
    return fields;
  }

  private static List<List<String>> rows(double[] values, int width) {
    List<List<String>> rows = new ArrayList<>();
    for (int at = 0; at < values.length; at += width) {
      rows.add(hexadecimal(java.util.Arrays.copyOfRange(values, at, at + width)));
    }
    return rows;
  }

  private static List<String> hexadecimal(double[] values) {
    List<String> texts = new ArrayList<>();
    for (double value : values) {
      texts.add(hexadecimal(value));
    }
    return texts;
  }

  private static String hexadecimal(double value) {
    return Double.toHexString(value);
  }
}
