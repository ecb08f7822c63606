package io.shallows.trial;

import io.shallows.depth.atlas.AtlasSize;
import io.shallows.depth.exact.PathBound;
import io.shallows.depth.finder.PathFinders;
import io.shallows.depth.measurement.TargetKind;
import io.shallows.depth.question.AskedTarget;
import io.shallows.depth.question.DepthTargets;
import io.shallows.landscape.Landscapes;
import io.shallows.loss.OutputLoss;
import io.shallows.loss.OutputLosses;
import io.shallows.minimum.finish.Finishes;
import io.shallows.network.Embedding;
import io.shallows.network.Initialization;
import io.shallows.network.Initializations;
import io.shallows.network.LinearHeads;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkShape;
import io.shallows.network.TwoLayerUnits;
import io.shallows.problem.ProblemKinds;
import io.shallows.spec.SpecReader;
import io.shallows.spec.Vocabulary;
import io.shallows.training.Optimizers;
import java.util.List;
import java.util.stream.IntStream;

/** What this program understands in a spec: the names in its registries. */
public final class SweepVocabulary {
  private SweepVocabulary() {}

  /** The names in the registries. */
  public static Vocabulary vocabulary() {
    return new Vocabulary(
        NetworkFamilies.names(),
        NetworkFamilies.names().stream()
            .filter(name -> NetworkFamilies.named(name).populationSkip().isPresent())
            .toList(),
        NetworkFamilies.embedding().stream().map(SweepVocabulary::nested).toList(),
        NetworkFamilies.names().stream().filter(SweepVocabulary::hasLinearHeads).toList(),
        NetworkFamilies.names().stream().filter(SweepVocabulary::hasTwoLayers).toList(),
        Initializations.all().stream().map(SweepVocabulary::word).toList(),
        Optimizers.all().stream()
            .map(
                one ->
                    new Vocabulary.OptimizerWord(
                        one.name(), one.usesLearningRate(), one.takesPenalty(), one.needsSquares()))
            .toList(),
        Finishes.all().stream()
            .map(one -> new Vocabulary.FinishWord(one.name(), one.needsLinearHeads()))
            .toList(),
        OutputLosses.names().stream().map(OutputLosses::named).map(SweepVocabulary::word).toList(),
        PathFinders.all().stream()
            .map(
                one ->
                    new Vocabulary.FinderWord(one.name(), one.needsSquares(), one.takesPenalty()))
            .toList(),
        DepthTargets.all().stream()
            .map(AskedTarget::kind)
            .map(
                kind ->
                    new Vocabulary.TargetWord(
                        kind.label(),
                        kind.equals(TargetKind.CELL_BEST),
                        kind.equals(TargetKind.REFERENCE)))
            .toList(),
        List.copyOf(ProblemKinds.all()));
  }

  private static Vocabulary.InitializationWord word(Initialization initialization) {
    return new Vocabulary.InitializationWord(
        initialization.name(),
        NetworkFamilies.names().stream()
            .filter(family -> initialization.lifted().isEmpty() || lifts(family))
            .toList(),
        initialization
            .lifted()
            .map(otherwise -> (n, inputs) -> AtlasSize.of(n, inputs, false).isPossible()));
  }

  private static boolean lifts(String family) {
    return NetworkFamilies.named(family).lift(new NetworkShape(1, 1, 1, 1)).isPresent();
  }

  private static Vocabulary.NestedWord nested(String family) {
    return new Vocabulary.NestedWord(
        family,
        Embedding.OF,
        depth ->
            NetworkFamilies.named(family).embedding(new NetworkShape(1, depth, 1, 1)).isPresent());
  }

  /** Whether all of the output is made by learned layers, with and without further layers. */
  private static boolean hasLinearHeads(String family) {
    return IntStream.of(0, 1, 2)
        .mapToObj(depth -> NetworkFamilies.named(family).build(new NetworkShape(2, depth, 2, 1)))
        .noneMatch(network -> LinearHeads.of(network).isEmpty());
  }

  private static boolean hasTwoLayers(String family) {
    return TwoLayerUnits.of(NetworkFamilies.named(family).build(new NetworkShape(2, 0, 2, 1)))
        .isPresent();
  }

  private static Vocabulary.LossWord word(OutputLoss loss) {
    return new Vocabulary.LossWord(
        loss.name(),
        Landscapes.isLeastSquares(loss),
        loss.needsClasses(),
        PathBound.of(loss).isPresent());
  }

  /** A reader of specs that use these names. */
  public static SpecReader reader() {
    return new SpecReader(vocabulary());
  }
}
