package io.shallows.suprema;

import io.shallows.statistics.estimate.HolmAdjustment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.inference.AlternativeHypothesis;
import org.hipparchus.stat.inference.BinomialTest;

/**
 * Whether exact suprema fall with the width at least as fast as the bound's rate m^((eta-1)/n).
 *
 * <p>Per problem the supremum S over covered minima of the depth to e(m^eta), times m^((1-eta)/n),
 * at the widest network is compared with that at the narrowest; no covered minimum is S = 0. Among
 * the problems where the two differ the count of falls is binomial with 1/2 if the rate is just
 * met; a verdict is one tail of at most {@value #LEVEL}, adjusted by Holm's method over all rates
 * of the sweep, each direction by itself. It speaks of these widths on these problems: the bound
 * has a constant that is not known here, and no width refutes it.
 *
 * @param family the family
 * @param inputDimension n
 * @param eta the exponent
 * @param narrow the narrowest width for which all problems are exact
 * @param wide the widest
 * @param problems how many
 * @param lower in how many S m^((1-eta)/n) is lower at the widest
 * @param higher in how many it is higher
 * @param pLower adjusted p-value of "it is not lower at the widest"
 * @param pHigher the same of "it is not higher"
 */
public record SupremumRate(
    String family,
    int inputDimension,
    double eta,
    int narrow,
    int wide,
    int problems,
    int lower,
    int higher,
    double pLower,
    double pHigher) {

  /** Greatest adjusted p-value of a verdict. */
  static final double LEVEL = 0.025;

  /** One per family, input dimension and eta with at least two widths. */
  public static List<SupremumRate> of(List<Supremum> suprema) {
    Map<List<Object>, Map<Integer, Map<Integer, Double>>> cells = new LinkedHashMap<>();
    for (Supremum supremum : suprema) {
      for (Supremum.Level level : supremum.levels()) {
        SupremumPlace place = supremum.place();
        double scale = StrictMath.pow(place.width(), (1 - level.eta()) / place.inputDimension());
        cells
            .computeIfAbsent(
                List.of(place.family(), place.inputDimension(), level.eta()),
                key -> new LinkedHashMap<>())
            .computeIfAbsent(place.width(), key -> new LinkedHashMap<>())
            .put(place.problem(), level.depth() * scale);
      }
    }
    List<SupremumRate> rates = new ArrayList<>();
    cells.forEach(
        (key, widths) -> {
          int narrow = widths.keySet().stream().mapToInt(m -> m).min().orElseThrow();
          int wide = widths.keySet().stream().mapToInt(m -> m).max().orElseThrow();
          if (narrow < wide) {
            int problems = 0;
            int lower = 0;
            int higher = 0;
            for (Map.Entry<Integer, Double> entry : widths.get(narrow).entrySet()) {
              Double other = widths.get(wide).get(entry.getKey());
              if (other != null) {
                problems++;
                lower += other < entry.getValue() ? 1 : 0;
                higher += other > entry.getValue() ? 1 : 0;
              }
            }
            rates.add(
                new SupremumRate(
                    (String) key.get(0),
                    (Integer) key.get(1),
                    (Double) key.get(2),
                    narrow,
                    wide,
                    problems,
                    lower,
                    higher,
                    tail(lower, lower + higher),
                    tail(higher, lower + higher)));
          }
        });
    return adjusted(rates);
  }

  private static List<SupremumRate> adjusted(List<SupremumRate> rates) {
    double[] pLower = HolmAdjustment.adjust(rates.stream().mapToDouble(r -> r.pLower).toArray());
    double[] pHigher = HolmAdjustment.adjust(rates.stream().mapToDouble(r -> r.pHigher).toArray());
    List<SupremumRate> adjusted = new ArrayList<>();
    for (int i = 0; i < pLower.length; i++) {
      SupremumRate rate = rates.get(i);
      adjusted.add(
          new SupremumRate(
              rate.family,
              rate.inputDimension,
              rate.eta,
              rate.narrow,
              rate.wide,
              rate.problems,
              rate.lower,
              rate.higher,
              pLower[i],
              pHigher[i]));
    }
    return adjusted;
  }

  /** {@code consistent}, {@code contradicted} or {@code undecided}. */
  public String verdict() {
    if (pLower <= LEVEL) {
      return "consistent";
    }
    return pHigher <= LEVEL ? "contradicted" : "undecided";
  }

  /** P(X >= count) of a binomial with 1/2. */
  static double tail(int count, int of) {
    return new BinomialTest().binomialTest(of, count, 0.5, AlternativeHypothesis.GREATER_THAN);
  }
}
