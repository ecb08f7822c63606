package io.shallows.spec;

import java.util.List;

/**
 * The words that the rest of the program understands: what its registries hold when a spec is read.
 *
 * <p>A spec knows no network, optimizer or problem; they are handed to it by name, so that a new
 * one is one class and one entry in its own registry.
 */
public record Vocabulary(
    List<String> families,
    List<String> initializations,
    List<String> optimizers,
    List<String> finders,
    List<ProblemDeclaration> problems) {
  public Vocabulary {
    families = List.copyOf(families);
    initializations = List.copyOf(initializations);
    optimizers = List.copyOf(optimizers);
    finders = List.copyOf(finders);
    problems = List.copyOf(problems);
  }

  List<String> problemKinds() {
    return problems.stream().map(ProblemDeclaration::name).toList();
  }
}
