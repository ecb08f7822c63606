package io.shallows.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.depth.cell.CellFlood;
import io.shallows.depth.cell.FloodResult;
import io.shallows.depth.claim.ClaimDocument;
import io.shallows.depth.claim.CutClaim;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import io.shallows.training.Deadline;
import io.shallows.training.Optimizers;
import io.shallows.training.TrainingLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The certificate of the lower end of the depth of a tiny network with two layers. */
final class CutDocument {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FAMILIES = List.of("plain", "linear-skip", "long-skip");

  /** Networks that are trained until one has a short proof of a lower end: two or three mostly. */
  private static final int TRIES = 400;

  private final ObjectNode document;

  private CutDocument(ObjectNode document) {
    this.document = document;
  }

  /** That of a trained network of the number's family, on random data. */
  static CutDocument random(int number) {
    Random random = new Random(number);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<CutDocument> document = attempt(number, random);
      if (document.isPresent()) {
        return document.get();
      }
    }
    throw new IllegalStateException(number + ": no network of " + TRIES + " has a lower end");
  }

  private static Optional<CutDocument> attempt(int number, Random random) {
    int inputs = 2 + number / 3 % 2;
    int samples = 3 + 2 * inputs + random.nextInt(3);
    double[] x = random.doubles((long) samples * inputs, -1, 1).toArray();
    for (int s = 0; s < samples; s++) {
      x[s * inputs + inputs - 1] = 1;
    }
    if (number % 5 == 0) {
      // a sample twice, whose planes are one
      System.arraycopy(x, 0, x, inputs, inputs);
    }
    double[] y = random.doubles(samples, -1, 1).toArray();
    Dataset data = new Dataset(samples, inputs, 1, x, y);
    NetworkShape shape = new NetworkShape(1 + random.nextInt(5) / 4, 0, inputs, 1);
    Network network = NetworkFamilies.named(FAMILIES.get(number % 3)).build(shape);
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    double[] theta =
        Optimizers.named("levenberg-marquardt")
            .minimize(
                loss,
                random.doubles(network.parameterCount(), -1, 1).toArray(),
                new TrainingLimits(1e-9, 1e-14, 200, 2000),
                Deadline.never())
            .theta();
    double start = loss.value(theta);
    double level = 0.99 * start;
    FloodResult flood =
        CellFlood.of(network, data)
            .orElseThrow()
            .flood(theta, start, level, Double.POSITIVE_INFINITY, 300);
    if (!(flood.lower() > start * (1 + 1e-4)) || flood.cut().cells().size() > 8) {
      return Optional.empty();
    }
    try {
      CutClaim claim = CutClaim.of(loss, theta, flood.lower() - start, level);
      String json = ClaimDocument.json(claim, Map.of("family", network.family()));
      return Optional.of(new CutDocument((ObjectNode) JSON.readTree(json)));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CutDocument copy() {
    return new CutDocument(document.deepCopy());
  }

  ObjectNode json() {
    return document;
  }

  String text() {
    return document.toString();
  }

  ArrayNode cells() {
    return (ArrayNode) document.get("cells");
  }

  double number(String field) {
    return Double.parseDouble(document.get(field).asText());
  }

  void set(String field, double value) {
    document.put(field, Double.toHexString(value));
  }

  /** An exit of some cell with the given field; empty if there is none. */
  Optional<JsonNode> exit(Random random, String field) {
    int from = random.nextInt(cells().size());
    for (int k = 0; k < cells().size(); k++) {
      for (JsonNode exit : cells().get((from + k) % cells().size()).get("exits")) {
        if (exit.has(field)) {
          return Optional.of(exit);
        }
      }
    }
    return Optional.empty();
  }
}
