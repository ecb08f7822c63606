package io.shallows.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which class a label names: labels are compared by {@link CellText#key}. */
final class ClassNames {
  private final Map<String, Integer> byKey = new LinkedHashMap<>();
  private final Map<String, Integer> byLabel = new LinkedHashMap<>();

  /**
   * @param names of classes, none equal by key to another
   */
  ClassNames(List<String> names) {
    for (int k = 0; k < names.size(); k++) {
      byKey.put(CellText.key(names.get(k)), k);
    }
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** The number of a label's class from 0, or -1. */
  int indexOf(String label) {
    return byLabel.computeIfAbsent(label, written -> byKey.getOrDefault(CellText.key(written), -1));
  }
}
