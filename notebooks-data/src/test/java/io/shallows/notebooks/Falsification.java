package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.network.DenseLayer;
import java.util.Random;

/** Changes of a true certificate, each of which makes one of its claims false for certain. */
enum Falsification {
  MAXIMUM_OF_A_SEGMENT_BELOW_AN_END_OF_IT("segment [0-9]+: at t = ") {
    @Override
    boolean apply(PathDocument document, Random random) {
      int k = random.nextInt(document.vertices() - 1);
      double most = Math.max(document.loss(k), document.loss(k + 1));
      ((ObjectNode) document.array("segments").get(k))
          .put("maximum", Double.toHexString(0.999 * most));
      return most > 0;
    }
  },
  MAXIMUM_OF_THE_PATH_BELOW_THAT_OF_A_SEGMENT("segment [0-9]+: its maximum is above") {
    @Override
    boolean apply(PathDocument document, Random random) {
      double most = document.number("maximum");
      document.set("maximum", 0.999 * most);
      boolean below = false;
      for (JsonNode segment : document.array("segments")) {
        below |= Double.parseDouble(segment.get("maximum").asText()) > 0.999 * most;
      }
      return below;
    }
  },
  EVALUATED_ABOVE_THE_MAXIMUM("evaluated") {
    @Override
    boolean apply(PathDocument document, Random random) {
      document.set("evaluated", 1.001 * document.number("maximum") + away(document));
      return true;
    }
  },
  OTHER_START("start") {
    @Override
    boolean apply(PathDocument document, Random random) {
      document.set("start", document.number("start") + away(document));
      return true;
    }
  },
  OTHER_END("end") {
    @Override
    boolean apply(PathDocument document, Random random) {
      document.set("end", document.number("end") + away(document));
      return true;
    }
  },
  LEVEL_BELOW_THE_END("level") {
    @Override
    boolean apply(PathDocument document, Random random) {
      document.set("level", document.number("end") - away(document));
      return true;
    }
  },
  OTHER_FIRST_VERTEX("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      JsonNode first = document.json().get("path").get(0);
      return movesStart(document, random, () -> first);
    }
  },
  OTHER_LAST_VERTEX("(segment [0-9]+|end)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      int last = document.vertices() - 1;
      double before = document.number("end");
      for (int k = 0; k < TRIES; k++) {
        JsonNode row = document.json().get("path").get(last);
        PathDocument.add(row, random.nextInt(row.size()), 1 + k);
        if (Math.abs(document.loss(last) - before) > away(document)) {
          return true;
        }
      }
      return false;
    }
  },
  A_VERTEX_THAT_MOVES_A_SECOND_LAYER("segment [0-9]+: two of the layers") {
    @Override
    boolean apply(PathDocument document, Random random) {
      int v = 1 + random.nextInt(document.vertices() - 1);
      for (DenseLayer layer : document.network().layers()) {
        PathDocument changed = document.copy();
        int at = layer.offset() + random.nextInt(layer.size());
        PathDocument.add(changed.json().get("path").get(v), at, 0x1p-20);
        if (!changed.isLayerMove(v - 1, v)) {
          PathDocument.add(document.json().get("path").get(v), at, 0x1p-20);
          return true;
        }
      }
      return false;
    }
  },
  A_VERTEX_LEFT_OUT("segment [0-9]+: two of the layers") {
    @Override
    boolean apply(PathDocument document, Random random) {
      int v = 1 + random.nextInt(document.vertices() - 2);
      boolean apart = !document.isLayerMove(v - 1, v + 1);
      document.array("path").remove(v);
      document.array("segments").remove(v);
      return apart;
    }
  },
  A_SEGMENT_LEFT_OUT("segments: ") {
    @Override
    boolean apply(PathDocument document, Random random) {
      document.array("segments").remove(random.nextInt(document.vertices() - 1));
      return true;
    }
  },
  OTHER_TARGETS("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      ArrayNode y = document.array("y");
      return movesStart(document, random, () -> y.get(random.nextInt(y.size())));
    }
  },
  OTHER_INPUTS("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      ArrayNode x = document.array("x");
      return movesStart(document, random, () -> x.get(random.nextInt(x.size())));
    }
  },
  A_SAMPLE_LEFT_OUT("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      int s = random.nextInt(document.array("x").size());
      document.array("x").remove(s);
      document.array("y").remove(s);
      return isOtherStart(document);
    }
  },
  A_RELU_LESS("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      ObjectNode node = node(document, random, "relu");
      if (node != null) {
        node.put("kind", "sum");
      }
      return node != null && isOtherStart(document);
    }
  },
  OTHER_WEIGHTS_FOR_A_LAYER("(segment [0-9]+|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      ObjectNode node = node(document, random, "dense");
      int most = document.vertex(0).length - node.get("rows").asInt() * node.get("columns").asInt();
      int other = most > 0 ? random.nextInt(most + 1) : 0;
      node.put("offset", other);
      return isOtherStart(document);
    }
  },
  OTHER_FIXED_MATRIX("(segment 0|start)") {
    @Override
    boolean apply(PathDocument document, Random random) {
      ObjectNode node = node(document, random, "fixed");
      return node != null
          && movesStart(
              document,
              random,
              () -> node.get("matrix").get(random.nextInt(node.get("matrix").size())));
    }
  };

  private static final int TRIES = 20;

  /** Where a checker says that it found the fault. */
  private final String found;

  Falsification(String found) {
    this.found = found;
  }

  String found() {
    return found;
  }

  /** Changes a document; false where the change does not make a claim false for certain. */
  abstract boolean apply(PathDocument document, Random random);

  /** Farther than rounding reaches, that of the document and that of losses computed here. */
  static double away(PathDocument document) {
    return 100 * document.number("rounding") + 1e-6 * document.number("maximum");
  }

  static boolean isOtherStart(PathDocument document) {
    return Math.abs(document.loss(0) - document.number("start")) > away(document);
  }

  /** A row of numbers. */
  interface Row {
    JsonNode get();
  }

  static boolean movesStart(PathDocument document, Random random, Row row) {
    for (int k = 0; k < TRIES; k++) {
      JsonNode numbers = row.get();
      PathDocument.add(numbers, random.nextInt(numbers.size()), 1 + k);
      if (isOtherStart(document)) {
        return true;
      }
    }
    return false;
  }

  static ObjectNode node(PathDocument document, Random random, String kind) {
    ArrayNode nodes = (ArrayNode) document.json().get("network").get("nodes");
    int from = random.nextInt(nodes.size());
    for (int k = 0; k < nodes.size(); k++) {
      JsonNode node = nodes.get((from + k) % nodes.size());
      if (node.get("kind").asText().equals(kind)) {
        return (ObjectNode) node;
      }
    }
    return null;
  }
}
