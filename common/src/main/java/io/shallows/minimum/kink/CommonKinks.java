package io.shallows.minimum.kink;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.Kink;
import io.shallows.loss.Linearization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Kinks of which one may stand for as many as there are samples.
 *
 * <p>Above a layer that is off on all data a unit's pre-activation is its bias on every sample, and
 * its row is the same on every sample. Where it is exactly 0, a direction d changes the loss by
 * {@code sum_s c_s max(0, row.d)}: one kink whose weight is the sum of theirs. All first-order
 * facts are the same, and so is the curvature, since the pre-activations stay alike nearby. A deep
 * network of W units a layer has N W kinks per layer without this, and W with it.
 *
 * @param kinks one of each set, that on sample 0, and all kinks that stand for themselves;
 *     ascending
 * @param common those of them that stand for their unit's kinks on all samples
 */
record CommonKinks(List<Kink> kinks, Set<Kink> common) {

  /** Takes kinks together; costs one row per kink. */
  static CommonKinks of(EmpiricalLoss loss, double[] theta, List<Kink> found) {
    int samples = loss.data().samples();
    TreeMap<Kink, List<Kink>> units = new TreeMap<>();
    for (Kink kink : found) {
      units
          .computeIfAbsent(new Kink(kink.relu(), 0, kink.unit()), unit -> new ArrayList<>())
          .add(kink);
    }
    Linearization at = loss.linearize(theta);
    TreeSet<Kink> kinks = new TreeSet<>();
    TreeSet<Kink> common = new TreeSet<>();
    units.forEach(
        (unit, all) -> {
          if (all.size() == samples && alike(at, samples, theta.length, unit, all)) {
            kinks.add(unit);
            common.add(unit);
          } else {
            kinks.addAll(all);
          }
        });
    return new CommonKinks(List.copyOf(kinks), common);
  }

  /** Whether a unit's pre-activation is exactly 0 and its row the same on all samples. */
  private static boolean alike(
      Linearization at, int samples, int parameters, Kink unit, List<Kink> all) {
    double[] z = at.preActivations(unit.relu());
    int width = z.length / samples;
    for (int i = unit.unit(); i < z.length; i += width) {
      if (z[i] != 0) {
        return false;
      }
    }
    double[] first = new double[parameters];
    double[] row = new double[parameters];
    at.preActivationGradient(all.get(0), first);
    for (Kink kink : all) {
      at.preActivationGradient(kink, row);
      if (!Arrays.equals(first, row)) {
        return false;
      }
    }
    return true;
  }
}
