package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.claim.ClaimDocument;
import io.shallows.depth.claim.PathClaim;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.exact.SegmentMaximum;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.DenseLayer;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The certificate of a path through the parameters of a tiny network, with a reader of its own that
 * computes losses from the document alone.
 */
final class PathDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Network network;
  private final ObjectNode document;

  private PathDocument(Network network, ObjectNode document) {
    this.network = network;
    this.document = document;
  }

  /** A random network of the number's family and shape, and a random path of one-layer moves. */
  static PathDocument random(int number) {
    Random random = new Random(number);
    List<NetworkFamily> families = NetworkFamilies.all();
    NetworkFamily family = families.get(number % families.size());
    int depth = number / families.size() % 3;
    int outputs = 1 + random.nextInt(2);
    int inputs = 1 + random.nextInt(2);
    int samples = 3 + random.nextInt(4);
    Network network =
        family.build(new NetworkShape(2 + random.nextInt(2), depth, inputs + 1, outputs));
    double[] x = gaussian(random, samples * (inputs + 1), 1);
    for (int s = 0; s < samples; s++) {
      x[s * (inputs + 1) + inputs] = 1;
    }
    double offset = number % 7 == 0 ? 1e4 : 0;
    double[] y = gaussian(random, samples * outputs, 1);
    for (int i = 0; i < y.length; i++) {
      y[i] += offset;
    }
    Dataset data = new Dataset(samples, inputs + 1, outputs, x, y);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    List<double[]> vertices = new ArrayList<>();
    double[] theta = gaussian(random, network.parameterCount(), number % 11 == 0 ? 1e-3 : 1);
    vertices.add(theta);
    int last = -1;
    for (int segments = 2 + random.nextInt(3); segments > 0; segments--) {
      int moved = random.nextInt(network.layers().size());
      moved = moved == last ? (moved + 1) % network.layers().size() : moved;
      last = moved;
      DenseLayer layer = network.layers().get(moved);
      theta = theta.clone();
      for (int i = layer.offset(); i < layer.offset() + layer.size(); i++) {
        theta[i] += random.nextGaussian();
      }
      vertices.add(theta);
    }
    Path path = new Path(vertices);
    PathCertificate certificate = new PathCertifier(loss).certify(path);
    PathClaim claim =
        PathClaim.of(
            loss, path, certificate.segmentMaxima(), certificate.end() * (1 + 0.1 * (number % 2)));
    String json = ClaimDocument.json(claim, Map.of("family", family.name()));
    try {
      return new PathDocument(network, (ObjectNode) JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] gaussian(Random random, int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * random.nextGaussian();
    }
    return values;
  }

  PathDocument copy() {
    return new PathDocument(network, document.deepCopy());
  }

  Network network() {
    return network;
  }

  ObjectNode json() {
    return document;
  }

  String text() {
    return document.toString();
  }

  double number(String field) {
    return Double.parseDouble(document.get(field).asText());
  }

  void set(String field, double value) {
    document.put(field, Double.toHexString(value));
  }

  ArrayNode array(String field) {
    return (ArrayNode) document.get(field);
  }

  int vertices() {
    return document.get("path").size();
  }

  double[] vertex(int v) {
    return reals(document.get("path").get(v));
  }

  /** Adds to one number of a row. */
  static void add(JsonNode row, int at, double change) {
    double value = Double.parseDouble(row.get(at).asText());
    ((ArrayNode) row).set(at, Double.toHexString(value + change));
  }

  /** Whether a move between two vertices is of layers that do not lie on one way. */
  boolean isLayerMove(int from, int to) {
    return SegmentMaximum.isLayerMove(network, vertex(from), vertex(to));
  }

  private static double[] reals(JsonNode texts) {
    double[] values = new double[texts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(texts.get(i).asText());
    }
    return values;
  }

  /** The loss at a vertex, from the graph, the weights and the data of the document. */
  double loss(int v) {
    double[] theta = vertex(v);
    double sum = 0;
    for (int s = 0; s < document.get("x").size(); s++) {
      double[] f = outputs(theta, reals(document.get("x").get(s)));
      double[] y = reals(document.get("y").get(s));
      for (int o = 0; o < y.length; o++) {
        sum += (f[o] - y[o]) * (f[o] - y[o]);
      }
    }
    return sum / document.get("x").size();
  }

  private double[] outputs(double[] theta, double[] x) {
    List<double[]> values = new ArrayList<>();
    for (JsonNode node : document.get("network").get("nodes")) {
      List<double[]> sources = new ArrayList<>();
      node.get("sources").forEach(source -> sources.add(values.get(source.asInt())));
      values.add(
          switch (node.get("kind").asText()) {
            case "input" -> x;
            case "one" -> new double[] {1};
            case "relu" -> rectified(sources.get(0));
            case "sum" -> sum(sources);
            case "dense" ->
                times(
                    sources.get(0), theta, node.get("offset").asInt(), node.get("columns").asInt());
            case "fixed" -> {
              JsonNode matrix = node.get("matrix");
              int columns = matrix.get(0).size();
              double[] flat = new double[matrix.size() * columns];
              for (int r = 0; r < matrix.size(); r++) {
                System.arraycopy(reals(matrix.get(r)), 0, flat, r * columns, columns);
              }
              yield times(sources.get(0), flat, 0, columns);
            }
            default -> throw new IllegalStateException(node.toString());
          });
    }
    return values.get(values.size() - 1);
  }

  private static double[] rectified(double[] values) {
    double[] rectified = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rectified[i] = Math.max(0, values[i]);
    }
    return rectified;
  }

  private static double[] sum(List<double[]> terms) {
    double[] sum = new double[terms.get(0).length];
    for (double[] term : terms) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += term[i];
      }
    }
    return sum;
  }

  private static double[] times(double[] vector, double[] matrix, int offset, int columns) {
    double[] product = new double[columns];
    for (int i = 0; i < vector.length; i++) {
      for (int j = 0; j < columns; j++) {
        product[j] += vector[i] * matrix[offset + i * columns + j];
      }
    }
    return product;
  }
}
