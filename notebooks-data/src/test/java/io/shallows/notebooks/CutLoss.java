package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;

/** The loss at the vertex of a document of two layers, by its layers' offsets. */
final class CutLoss {

  private CutLoss() {}

  static double of(JsonNode document) {
    JsonNode nodes = document.get("network").get("nodes");
    JsonNode theta = document.get("path").get(0);
    double sum = 0;
    for (int s = 0; s < document.get("x").size(); s++) {
      JsonNode x = document.get("x").get(s);
      double f = 0;
      for (int k = 0; k < nodes.get(1).get("columns").asInt(); k++) {
        f += real(theta, nodes.get(3), k) * Math.max(0, along(x, theta, nodes.get(1), k));
      }
      f += nodes.size() > 4 ? along(x, theta, nodes.get(4), 0) : 0;
      double residual = f - Double.parseDouble(document.get("y").get(s).get(0).asText());
      sum += residual * residual;
    }
    return sum / document.get("x").size();
  }

  private static double along(JsonNode x, JsonNode theta, JsonNode layer, int column) {
    double sum = 0;
    for (int c = 0; c < x.size(); c++) {
      double w = real(theta, layer, c * layer.get("columns").asInt() + column);
      sum += Double.parseDouble(x.get(c).asText()) * w;
    }
    return sum;
  }

  private static double real(JsonNode theta, JsonNode layer, int at) {
    return Double.parseDouble(theta.get(layer.get("offset").asInt() + at).asText());
  }
}
