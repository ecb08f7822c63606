package io.shallows.launch.report;

import io.shallows.problem.Problem;
import io.shallows.spec.SweepSpec;
import java.util.List;

/**
 * What a sweep is about, as its spec says.
 *
 * @param name the sweep's
 * @param problem kind of problem
 * @param families of networks
 * @param narrowest least width
 * @param widest greatest width
 * @param references whether the problem has data, and so networks to compare minima with
 * @param depths whether depth is measured
 * @param singularities whether singularities are, without depth the subject
 */
record Subject(
    String name,
    String problem,
    List<String> families,
    long narrowest,
    long widest,
    boolean references,
    boolean depths,
    boolean singularities) {

  private static final String PLAIN = "plain";

  Subject {
    families = List.copyOf(families);
  }

  static Subject of(SweepSpec spec) {
    Problem problem = Problem.of(spec, 0, spec.grid().inputDimension().smallest());
    return new Subject(
        spec.name(),
        spec.problem().kind(),
        spec.grid().family(),
        spec.grid().width().smallest(),
        spec.grid().width().largest(),
        problem.kind().samples(problem.settings()).isPresent(),
        spec.measurement().depth().enabled(),
        spec.measurement().singularities() || spec.measurement().recordsTrajectory());
  }

  /** Whether there are families to compare. */
  boolean comparesSkips() {
    return families.size() > 1 && families.contains(PLAIN);
  }

  /** The question that the sweep answers. */
  String question() {
    boolean widths = narrowest < widest;
    if (depths) {
      if (widths) {
        return comparesSkips()
            ? "Do minima get shallower as networks get wider, and do skips help?"
            : "Do minima get shallower as networks get wider?";
      }
      return comparesSkips()
          ? "Do skip connections make minima shallower?"
          : "How deep are the minima of these networks?";
    }
    if (!references) {
      return widths
          ? "How often does training end in a bad minimum, and does width help?"
          : "How often does training end in a bad minimum?";
    }
    return singularities && families.size() > 1
        ? "Do skips keep training away from singularities?"
        : "Where does training end?";
  }

  /** What was run, in a line. */
  String line() {
    return String.join(", ", families)
        + "; "
        + (narrowest == widest ? "width " + narrowest : "widths " + narrowest + " to " + widest)
        + "; problem "
        + problem;
  }
}
