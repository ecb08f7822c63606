package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Random;

/** Changes of a true certificate of a lower end that leave a claim without proof. */
enum CutFalsification {
  A_HIGHER_HEIGHT("cell .*: unit [0-9]+ may leave it over plane .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      double climb = document.number("height") - document.number("start");
      document.set("height", document.number("height") + 0.1 * climb);
      return true;
    }
  },
  A_LEVEL_THAT_CELLS_REACH("cell .*: it may reach the level") {
    @Override
    boolean apply(CutDocument document, Random random) {
      document.set("level", 1.01 * document.number("start"));
      return true;
    }
  },
  OTHER_START("start: the loss there is .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      document.set("start", 1.000001 * document.number("start"));
      return true;
    }
  },
  OTHER_POINT("start: .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      JsonNode vertex = document.json().get("path").get(0);
      PathDocument.add(vertex, random.nextInt(vertex.size()), 1 + random.nextDouble());
      double before = document.number("start");
      return Math.abs(CutLoss.of(document.json()) - before) > 1e-6 * before;
    }
  },
  OTHER_TARGETS("start: the loss there is .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      JsonNode y = document.json().get("y");
      PathDocument.add(y.get(random.nextInt(y.size())), 0, 1 + random.nextDouble());
      double before = document.number("start");
      return Math.abs(CutLoss.of(document.json()) - before) > 1e-6 * before;
    }
  },
  THE_CELL_OF_THE_POINT_LEFT_OUT("start: the point is in none of the cells|cell .*: unit .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      document.cells().remove(0);
      return true;
    }
  },
  A_PROOF_OF_AN_EXIT_LEFT_OUT("cell .*: unit [0-9]+ may leave it over plane None") {
    @Override
    boolean apply(CutDocument document, Random random) {
      for (JsonNode cell : document.cells()) {
        ArrayNode exits = (ArrayNode) cell.get("exits");
        for (int e = 0; e < exits.size(); e++) {
          if (exits.get(e).get("plane").isNull()) {
            exits.remove(e);
            return true;
          }
        }
      }
      return false;
    }
  },
  NO_RESIDUAL("cell .*: it may reach the level") {
    @Override
    boolean apply(CutDocument document, Random random) {
      return turn(document, random, "0x0.0p0");
    }
  },
  A_RESIDUAL_OF_THE_OTHER_SIGN("cell .*: (a multiplier of unit .* is below 0|it may reach .*)") {
    @Override
    boolean apply(CutDocument document, Random random) {
      return turn(document, random, null);
    }
  },
  WALLS_THAT_ARE_NO_BASIS("walls: the planes of a unit are no basis") {
    @Override
    boolean apply(CutDocument document, Random random) {
      JsonNode cell = document.cells().get(random.nextInt(document.cells().size()));
      ArrayNode walls = (ArrayNode) cell.get("walls").get(0);
      walls.set(0, walls.get(1).asInt());
      return true;
    }
  },
  NO_FACET_BY_ITSELF("cell .*: unit [0-9]+ may leave .*|walls: the planes .* are no basis") {
    @Override
    boolean apply(CutDocument document, Random random) {
      Optional<JsonNode> exit = document.exit(random, "inside");
      exit.ifPresent(empty -> ((ArrayNode) empty.get("inside")).set(0, empty.get("plane").asInt()));
      return exit.isPresent();
    }
  },
  A_SIDE_THAT_IS_NOT_THAT_OF_THE_POINT("start: the point is in none of the cells|cell .*") {
    @Override
    boolean apply(CutDocument document, Random random) {
      ArrayNode units = (ArrayNode) document.cells().get(0).get("units");
      String unit = units.get(0).asText();
      int at = 1 + random.nextInt(unit.length() - 1);
      char side = unit.charAt(at) == '0' ? '1' : '0';
      units.set(0, unit.substring(0, at) + side + unit.substring(at + 1));
      return document.cells().size() == 1 && units.size() == 1;
    }
  };

  /** What a checker says of it. */
  private final String found;

  CutFalsification(String found) {
    this.found = found;
  }

  String found() {
    return found;
  }

  /**
   * Changes a document; false where the change does not leave a claim without proof for certain.
   */
  abstract boolean apply(CutDocument document, Random random);

  /** Gives a cell's u another number everywhere, or its own with the other sign. */
  private static boolean turn(CutDocument document, Random random, String number) {
    ObjectNode cell = (ObjectNode) document.cells().get(random.nextInt(document.cells().size()));
    ArrayNode u = (ArrayNode) cell.get("u").get(0);
    for (int s = 0; s < u.size(); s++) {
      double value = Double.parseDouble(u.get(s).asText());
      u.set(s, number == null ? Double.toHexString(-value) : number);
    }
    return true;
  }
}
