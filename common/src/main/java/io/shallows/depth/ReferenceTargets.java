package io.shallows.depth;

import io.shallows.depth.measurement.DepthTarget;
import io.shallows.depth.reference.Reference;
import io.shallows.problem.Dataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** References as targets: one per width, so that questions of equal width have one answer. */
final class ReferenceTargets {

  private final Dataset data;
  private final List<Reference> references;
  private final Map<Integer, DepthTarget> byWidth = new TreeMap<>();

  ReferenceTargets(List<Reference> references, Dataset data) {
    this.references = List.copyOf(references);
    this.data = data;
  }

  List<Reference> all() {
    return references;
  }

  /** The target of a width, if there is a reference of it. */
  Optional<DepthTarget> of(int width) {
    return references.stream()
        .filter(reference -> reference.width() == width)
        .findFirst()
        .map(
            reference ->
                byWidth.computeIfAbsent(width, k -> DepthTarget.reference(reference, data)));
  }
}
