package io.shallows.depth.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.depth.exact.PathCertifier;
import io.shallows.depth.path.Path;
import io.shallows.depth.path.PathCertificate;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What paths are said to prove, and that the document says all of it. */
class PathClaimTest {

  private static final Network PLAIN =
      NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 1));

  private static final Dataset DATA =
      new Dataset(
          3, 2, 1, new double[] {0.1, 1, -0.7, 1, 1.3, 1}, new double[] {1.0 / 3, -0.2, 0.7});

  private static final double[] FIRST = {0.3, -0.4, 0.1, 0.2, 1, -1};

  private static double[] moved(double[] theta, int at, double change) {
    double[] next = theta.clone();
    next[at] += change;
    return next;
  }

  private static PathClaim claim(Network network, Dataset data, Path path) {
    EmpiricalLoss loss = EmpiricalLoss.of(network, data);
    PathCertificate certificate = new PathCertifier(loss).certify(path);
    return PathClaim.of(loss, path, certificate.segmentMaxima(), certificate.end());
  }

  /**
   * A network whose outputs are 0 has no rounding but that of its residuals and their sum: with
   * targets of many digits the loss as it is computed may be below the loss.
   */
  @Test
  void whatIsClaimedHoldsWithoutRounding() {
    Random random = new Random(5);
    int below = 0;
    for (int k = 0; k < 50; k++) {
      double[] y = random.doubles(9, 1e3, 2e3).toArray();
      double[] x = random.doubles(18).toArray();
      double[] dead = {-1, -1, -1, -1, 0, 0};
      PathClaim claim =
          claim(
              PLAIN,
              new Dataset(9, 2, 1, x, y),
              new Path(List.of(dead, moved(dead, 4, 1), moved(dead, 5, 1))));
      BigDecimal exact = BigDecimal.ZERO;
      for (double target : y) {
        exact = exact.add(new BigDecimal(target).pow(2));
      }
      exact = exact.divide(BigDecimal.valueOf(9), new MathContext(60));
      below += new BigDecimal(claim.evaluated()).compareTo(exact) < 0 ? 1 : 0;
      for (double maximum : claim.maxima()) {
        assertTrue(new BigDecimal(maximum).compareTo(exact) >= 0, "segment of " + k);
      }
      assertTrue(new BigDecimal(claim.maximum()).compareTo(exact) >= 0);
      BigDecimal error = new BigDecimal(claim.start()).subtract(exact).abs();
      assertTrue(error.compareTo(new BigDecimal(claim.rounding())) <= 0);
      assertTrue(claim.rounding() < 1e-13 * claim.maximum());
    }
    assertTrue(below > 0, "a loss as computed is below the loss");
  }

  @Test
  void otherLossesAndPathsThatProveNothingAreRefused() {
    Path path = new Path(List.of(FIRST, moved(FIRST, 4, 0.5)));
    EmpiricalLoss loss = EmpiricalLoss.of(PLAIN, DATA);
    PathCertificate certificate = new PathCertifier(loss).certify(path);
    List<Double> maxima = certificate.segmentMaxima();
    refused("does not reach the level", () -> PathClaim.of(loss, path, maxima, -1));
    Path up = new Path(List.of(FIRST, moved(FIRST, 4, 50)));
    refused("verify", () -> PathClaim.of(loss, up, List.of(0.0), 1e9));
    refused("2 vertices have no 2 segment", () -> PathClaim.of(loss, path, List.of(1.0, 1.0), 10));
    Path both = new Path(List.of(FIRST, moved(moved(FIRST, 0, 1), 4, 1)));
    refused("two of the layers", () -> PathClaim.of(loss, both, maxima, 10));
    Network two = NetworkFamilies.named("plain").build(new NetworkShape(2, 0, 2, 2));
    Dataset classes = new Dataset(2, 2, 2, new double[] {0, 1, 1, 0}, new double[] {0, 1, 1, 0});
    EmpiricalLoss entropy = EmpiricalLoss.of(two, classes, OutputLosses.CROSS_ENTROPY);
    Path still = new Path(List.of(new double[8], moved(new double[8], 0, 1)));
    refused("cross-entropy", () -> PathClaim.of(entropy, still, List.of(1.0), 10));
  }

  private static void refused(String why, org.junit.jupiter.api.function.Executable claim) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, claim);
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  private static List<String> families() {
    return NetworkFamilies.names();
  }

  /** Numbers come back with their bits, and the graph is the network's. */
  @ParameterizedTest
  @MethodSource("families")
  void theDocumentLosesNothing(String family) throws IOException {
    Network network = NetworkFamilies.named(family).build(new NetworkShape(2, 2, 2, 1));
    double[] theta = new Random(3).doubles(network.parameterCount(), -1, 1).toArray();
    theta[0] = Double.MIN_VALUE;
    theta[1] = -0.0;
    int last = network.layers().get(network.layers().size() - 1).offset();
    PathClaim claim = claim(network, DATA, new Path(List.of(theta, moved(theta, last, 0.25))));
    String text = ClaimDocument.json(claim, Map.of("target", "own"));
    assertEquals(text, ClaimDocument.json(claim, Map.of("target", "own")));
    JsonNode document = new ObjectMapper().readTree(text);
    assertEquals(ClaimDocument.FORMAT, document.get("format").asText());
    assertEquals("own", document.get("about").get("target").asText());
    JsonNode first = document.get("path").get(0);
    for (int i = 0; i < theta.length; i++) {
      assertEquals(
          Double.doubleToRawLongBits(theta[i]),
          Double.doubleToRawLongBits(Double.parseDouble(first.get(i).asText())));
    }
    assertEquals(claim.level(), Double.parseDouble(document.get("level").asText()));
    assertEquals(
        claim.maxima().get(0),
        Double.parseDouble(document.get("segments").get(0).get("maximum").asText()));
    JsonNode nodes = document.get("network").get("nodes");
    assertEquals(network.nodes().size(), nodes.size());
    int parameters = 0;
    for (int v = 0; v < nodes.size(); v++) {
      JsonNode node = nodes.get(v);
      assertEquals(
          network.nodes().get(v).sources().toString(),
          node.get("sources").toString().replace(",", ", "));
      if (node.get("kind").asText().equals("dense")) {
        assertEquals(parameters, node.get("offset").asInt());
        parameters += node.get("rows").asInt() * node.get("columns").asInt();
      }
    }
    assertEquals(network.parameterCount(), parameters);
    double[] x = new double[DATA.inputs()];
    Arrays.setAll(x, i -> Double.parseDouble(document.get("x").get(0).get(i).asText()));
    assertEquals(DATA.x(0, 0), x[0]);
  }
}
