package io.shallows.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The words that the rest of the program understands: what its registries hold when a spec is read.
 *
 * <p>A spec knows no network, optimizer or problem; they are handed to it by name, so that a new
 * one is one class and one entry in its own registry.
 *
 * @param populationFamilies those of the families that problems without data can have
 * @param nested those of the families in which plain networks are embedded
 * @param linearHeadFamilies those of the families whose output is a learned linear layer
 * @param twoLayerFamilies those of the families that are two-layer networks at depth 0
 */
public record Vocabulary(
    List<String> families,
    List<String> populationFamilies,
    List<NestedWord> nested,
    List<String> linearHeadFamilies,
    List<String> twoLayerFamilies,
    List<InitializationWord> initializations,
    List<OptimizerWord> optimizers,
    List<FinishWord> finishes,
    List<LossWord> losses,
    List<FinderWord> finders,
    List<TargetWord> targets,
    List<ProblemDeclaration> problems) {
  public Vocabulary {
    families = List.copyOf(families);
    populationFamilies = List.copyOf(populationFamilies);
    nested = List.copyOf(nested);
    linearHeadFamilies = List.copyOf(linearHeadFamilies);
    twoLayerFamilies = List.copyOf(twoLayerFamilies);
    initializations = List.copyOf(initializations);
    optimizers = List.copyOf(optimizers);
    finishes = List.copyOf(finishes);
    losses = List.copyOf(losses);
    finders = List.copyOf(finders);
    targets = List.copyOf(targets);
    problems = List.copyOf(problems);
  }

  /**
   * An initial distribution as far as a spec must know it.
   *
   * @param families those for which it is known
   * @param cells where it is searched for in cells of data, for one target and squared loss: how
   *     many can be
   */
  public record InitializationWord(String name, List<String> families, Optional<CellLimit> cells) {

    /** How large a problem may be. */
    @FunctionalInterface
    public interface CellLimit {
      /** Whether the cells of so many samples and inputs can be found. */
      boolean holds(int samples, int inputs);
    }

    public InitializationWord {
      families = List.copyOf(families);
    }
  }

  /**
   * An optimizer as far as a spec must know it.
   *
   * @param usesLearningRate whether learning rate and batch size change what it does
   * @param takesPenalty whether it can add a penalty of biases
   * @param needsSquares whether it minimises sums of squares only
   */
  public record OptimizerWord(
      String name, boolean usesLearningRate, boolean takesPenalty, boolean needsSquares) {}

  /**
   * A finish as far as a spec must know it.
   *
   * @param needsLinearHeads whether it fits the output's layers by least squares
   */
  public record FinishWord(String name, boolean needsLinearHeads) {}

  /**
   * A cost of outputs as far as a spec must know it.
   *
   * @param isSquared whether it is a sum of squares
   * @param needsClasses whether targets must be distributions over classes
   * @param hasPathBound whether the loss along paths can be certified, as depth needs
   */
  public record LossWord(
      String name, boolean isSquared, boolean needsClasses, boolean hasPathBound) {}

  /**
   * A path finder as far as a spec must know it.
   *
   * @param needsSquares whether it looks for paths of sums of squares only
   * @param takesPenalty whether a penalty of units may be in the loss
   */
  public record FinderWord(String name, boolean needsSquares, boolean takesPenalty) {}

  /**
   * A family in which other networks are embedded as far as a spec must know it.
   *
   * @param of the family whose networks are embedded
   * @param depths the network depths at which they are
   */
  public record NestedWord(String name, String of, IntPredicate depths) {}

  /**
   * A target of depths as far as a spec must know it.
   *
   * @param isBestOfCell whether it is the lowest minimum of the cell, from which trees begin
   * @param needsReference whether it is the best network of another width
   */
  public record TargetWord(String name, boolean isBestOfCell, boolean needsReference) {}

  List<String> targetNames() {
    return targets.stream().map(TargetWord::name).toList();
  }

  List<String> initializationNames() {
    return initializations.stream().map(InitializationWord::name).toList();
  }

  List<String> nestedNames() {
    return nested.stream().map(NestedWord::name).toList();
  }

  List<String> finderNames() {
    return finders.stream().map(FinderWord::name).toList();
  }

  List<String> problemKinds() {
    return problems.stream().map(ProblemDeclaration::name).toList();
  }

  List<String> optimizerNames() {
    return optimizers.stream().map(OptimizerWord::name).toList();
  }

  /** What a second run can be, whose steps are counted. */
  List<String> slowDownNames() {
    List<String> names = new ArrayList<>(List.of(MeasurementSpec.NO_SLOW_DOWN));
    optimizers.stream()
        .filter(OptimizerWord::usesLearningRate)
        .map(OptimizerWord::name)
        .forEach(names::add);
    return names;
  }

  List<String> lossNames() {
    return losses.stream().map(LossWord::name).toList();
  }

  List<String> finishNames() {
    return finishes.stream().map(FinishWord::name).toList();
  }

  FinishWord finish(String name) {
    return finishes.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }

  OptimizerWord optimizer(String name) {
    return optimizers.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }

  FinderWord finder(String name) {
    return finders.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }

  TargetWord target(String name) {
    return targets.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }

  NestedWord nested(String name) {
    return nested.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }

  LossWord loss(String name) {
    return losses.stream().filter(word -> word.name().equals(name)).findFirst().orElseThrow();
  }
}
