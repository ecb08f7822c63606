package io.shallows.depth.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.network.Network;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.problem.Dataset;
import org.junit.jupiter.api.Test;

/** What a claim of a lower end may say; the checker itself is run elsewhere. */
class CutClaimTest {

  /** One unit on samples at -1, 1 and 2 of which only those on the right are fitted. */
  private static EmpiricalLoss trap() {
    Dataset data = new Dataset(3, 1, 1, new double[] {-1, 1, 2}, new double[] {2, 1, 2});
    Network network = NetworkFamilies.named("plain").build(new NetworkShape(1, 0, 1, 1));
    return EmpiricalLoss.of(network, data);
  }

  /** Both sides of 0 are cells of their own: the way to the better side leads over the zero. */
  @Test
  void theWayToTheOtherSideLeadsOverTheConstant() {
    EmpiricalLoss loss = trap();
    double[] left = {-1, 2};
    double start = loss.value(left);
    double zero = loss.value(new double[] {0, 0});
    CutClaim claim = CutClaim.of(loss, left, 0.99 * (zero - start), 0.9 * start);
    assertEquals(start, claim.start(), claim.rounding());
    assertTrue(claim.proof().height() > start + 0.98 * (zero - start), claim.toString());
    assertTrue(claim.proof().height() <= zero * (1 + 1e-12), claim.toString());
    assertEquals(2, claim.theta().length);
  }

  @Test
  void claimsOfNothingAreRefused() {
    EmpiricalLoss loss = trap();
    double[] left = {-1, 2};
    double start = loss.value(left);
    assertThrows(IllegalArgumentException.class, () -> CutClaim.of(loss, left, 0, 0.9 * start));
    CutClaim claim = CutClaim.of(loss, left, 0.1 * start, 0.9 * start);
    assertThrows(
        IllegalArgumentException.class,
        () -> new CutClaim(claim.network(), claim.data(), new double[1], start, 0, claim.proof()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CutClaim(
                claim.network(), claim.data(), left, 2 * claim.proof().height(), 0, claim.proof()));
  }
}
