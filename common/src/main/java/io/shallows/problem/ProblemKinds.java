package io.shallows.problem;

import java.util.List;

/** The registry of problem kinds; a new one is one class and one entry here. */
public final class ProblemKinds {
  private static final List<ProblemKind> ALL =
      List.of(
          new TeacherProblem(),
          new GaussianTeacherProblem(),
          new PolynomialProblem(),
          new TrapProblem(),
          new RandomLabelsProblem(),
          new ClassesProblem(),
          new PointsProblem(),
          new TableProblem());

  private ProblemKinds() {}

  /** All kinds, in the order of documentation. */
  public static List<ProblemKind> all() {
    return ALL;
  }

  /** The kind of this name. */
  public static ProblemKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "problem.kind: "
                        + name
                        + " is not one of "
                        + ALL.stream().map(ProblemKind::name).toList()));
  }
}
