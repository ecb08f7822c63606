package io.shallows.spark.plan;

import io.shallows.spec.Entry;
import io.shallows.spec.Key;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where two specs ask for different numbers of the same trial: in keys whose role a store holds
 * fixed ({@link io.shallows.spec.Role}) and whose value counts in one of the specs. Axes may grow
 * or shrink, deadlines, outputs and the measurement of depth may change.
 */
public final class SpecDifference {

  private SpecDifference() {}

  /** One line per difference; empty if the store can take the spec's trials. */
  public static List<String> between(SweepSpec stored, SweepSpec asked) {
    Map<Key<?>, Entry> before = new HashMap<>();
    stored.entries().forEach(entry -> before.put(entry.key(), entry));
    List<String> lines = new ArrayList<>();
    for (Entry now : asked.entries()) {
      Entry then = before.get(now.key());
      if (then != null
          && now.key().role().isFixed()
          && (then.decides(stored) || now.decides(asked))
          && !then.text().equals(now.text())) {
        lines.add(
            now.key().path()
                + ": "
                + then.text()
                + " in the store, "
                + now.text()
                + " in the spec");
      }
    }
    return lines;
  }
}
