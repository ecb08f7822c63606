package io.shallows.spark.plan;

import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where two specs ask for different numbers of the same trial. Axes may grow or shrink, deadlines,
 * outputs and the measurement of depth may change; what is compared here may not.
 */
public final class SpecDifference {

  private static final Set<String> MAY_CHANGE = Set.of("deadlineSeconds");

  private SpecDifference() {}

  /** One line per difference; empty if the store can take the spec's trials. */
  public static List<String> between(SweepSpec stored, SweepSpec asked) {
    List<String> lines = new ArrayList<>();
    compare(lines, "grid.seed.root", stored.grid().seed().root(), asked.grid().seed().root());
    compare(lines, "problem.kind", stored.problem().kind(), asked.problem().kind());
    if (lines.isEmpty() || stored.problem().kind().equals(asked.problem().kind())) {
      compare(lines, "problem", stored.problem().settings(), asked.problem().settings());
    }
    compare(lines, "training", stored.training().settings(), asked.training().settings());
    compare(
        lines,
        "measurement.singularities",
        stored.measurement().singularities(),
        asked.measurement().singularities());
    compare(
        lines,
        "measurement.spectrum",
        stored.measurement().spectrum(),
        asked.measurement().spectrum());
    compare(
        lines,
        "measurement.spectrumDetail",
        stored.measurement().spectrumDetail(),
        asked.measurement().spectrumDetail());
    compare(
        lines,
        "measurement.levelMetrics",
        stored.measurement().levelMetrics(),
        asked.measurement().levelMetrics());
    compare(
        lines,
        "measurement.trajectoryPoints",
        stored.measurement().trajectoryPoints(),
        asked.measurement().trajectoryPoints());
    return lines;
  }

  private static void compare(List<String> lines, String section, Settings stored, Settings asked) {
    Set<Key<?>> keys = new LinkedHashSet<>(stored.keys());
    keys.retainAll(new LinkedHashSet<>(asked.keys()));
    for (Key<?> key : keys) {
      if (!MAY_CHANGE.contains(key.name()) && !key.isLocation()) {
        compare(lines, section + "." + key.name(), stored.text(key), asked.text(key));
      }
    }
  }

  private static void compare(List<String> lines, String key, Object stored, Object asked) {
    if (!stored.equals(asked)) {
      lines.add(key + ": " + stored + " in the store, " + asked + " in the spec");
    }
  }
}
