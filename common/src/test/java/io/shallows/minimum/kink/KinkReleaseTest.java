package io.shallows.minimum.kink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.training.TestProblems;
import io.shallows.training.TrainingLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways off ridges. */
class KinkReleaseTest {

  private static KinkEffort effort() {
    return new KinkEffort(TrainingLimits.of(1e-9, 1000));
  }

  /** A random point moved onto one kink of each of three units of the first layer. */
  private static KinkPoint onThreeKinks(EmpiricalLoss loss, int seed) {
    KinkManifold manifold = new KinkManifold(loss, effort());
    double[] theta = TestProblems.start(loss, "he", seed);
    List<Kink> kinks = new ArrayList<>();
    for (int unit = 0; unit < 3; unit++) {
      kinks.add(new Kink(0, unit, unit));
    }
    assertTrue(manifold.restore(theta, kinks), "seed " + seed);
    return KinkPoint.of(loss, theta, kinks);
  }

  @Test
  void oneRidgeIsLeftDownhillAndTheOtherKinksStay() {
    int ridges = 0;
    for (int networkDepth = 0; networkDepth <= 1; networkDepth++) {
      for (int seed = 0; seed < 20; seed++) {
        EmpiricalLoss loss =
            TestProblems.loss("plain", 4, networkDepth, TestProblems.teacher(32, 2, 6, 100 + seed));
        KinkPoint point = onThreeKinks(loss, seed);
        if (!point.hasRidges()) {
          continue;
        }
        ridges++;
        String where = "depth " + networkDepth + ", seed " + seed;
        KinkEffort effort = effort();
        Release release =
            new KinkRelease(loss, new KinkManifold(loss, effort), effort)
                .offRidges(point, point.rowSpace(), () -> 1e-9);
        KinkPoint below = assertInstanceOf(Release.Along.class, release, where).point();
        assertEquals(point.kinks().size() - 1, below.kinks().size(), where);
        int left = -1;
        for (int k = 0; k < point.kinks().size(); k++) {
          left = below.kinks().contains(point.kinks().get(k)) ? left : k;
        }
        assertTrue(point.weight(left) < 0, where + ": left a kink that is no ridge");
        double[] way = below.theta().clone();
        double length = 0;
        for (int i = 0; i < way.length; i++) {
          way[i] -= point.theta()[i];
          length += way[i] * way[i];
        }
        length = Math.sqrt(length);
        double t = 1e-6;
        double[] moved = point.theta().clone();
        for (int i = 0; i < way.length; i++) {
          moved[i] += t * way[i] / length;
        }
        assertTrue(loss.value(moved) < point.loss(), where + ": not downhill");
        for (int k = 0; k < point.kinks().size(); k++) {
          double rate = 0;
          double size = 0;
          for (int i = 0; i < way.length; i++) {
            rate += point.row(k)[i] * way[i] / length;
            size += point.row(k)[i] * point.row(k)[i];
          }
          if (k != left) {
            // the way is a difference of points 1e-11 apart
            assertEquals(0, rate, 1e-4 * Math.sqrt(size), where + ": kink " + k + " moves");
          }
        }
      }
    }
    assertTrue(ridges >= 20, "only " + ridges + " of 40 points have a ridge");
  }
}
