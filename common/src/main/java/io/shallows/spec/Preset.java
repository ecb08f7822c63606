package io.shallows.spec;

import java.util.List;
import java.util.Map;

/** A published training setting: what its keys default to where the spec does not say otherwise. */
final class Preset {
  static final String ORHAN_PITKOW = "orhan-pitkow";
  static final String SAFRAN_SHAMIR = "safran-shamir";

  private static final List<Preset> ALL =
      List.of(
          new Preset("none", Map.of()),
          // Orhan, Pitkow 2018, arXiv 1701.09175. Step and batch are secondary knowledge; the
          // steps are 100 passes over 50,000 images.
          new Preset(
              ORHAN_PITKOW,
              Map.of(
                  "optimizer", "adam",
                  "loss", "cross-entropy",
                  "learningRate", "5e-4",
                  "batchSize", "500",
                  "maxIterations", "10000")),
          // Safran, Shamir 2018, arXiv 1712.08968: starts N(0, 1/n), descent with step 0.1. Runs to
          // strict minima take up to 1e5 steps. The published level of a global minimum is a loss
          // of
          // 1e-3, a normalized loss of 3e-4 or more; SafranShamirDescent says why a run is decided
          // long before it reaches the tolerance of other problems.
          new Preset(
              SAFRAN_SHAMIR,
              Map.of(
                  "optimizer", "gradient-descent",
                  "learningRate", "0.1",
                  "globalTolerance", "1e-6",
                  "maxIterations", "1000000")));

  private final String word;
  private final Map<String, String> values;

  private Preset(String word, Map<String, String> values) {
    this.word = word;
    this.values = Map.copyOf(values);
  }

  static List<String> words() {
    return ALL.stream().map(preset -> preset.word).toList();
  }

  static Preset named(String word) {
    return ALL.stream().filter(preset -> preset.word.equals(word)).findFirst().orElseThrow();
  }

  /** Writes the preset's values beside those that the user wrote. */
  void fill(SpecNode.Mapping training) {
    String place = "from training.preset: " + word;
    for (Key<?> key : TrainingSpec.KEYS) {
      String value = values.get(key.name());
      if (value != null && !training.entries().containsKey(key.name())) {
        training.put(key.name(), place, new SpecNode.Scalar(value, true, place));
      }
    }
  }
}
