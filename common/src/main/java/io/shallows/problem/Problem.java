package io.shallows.problem;

import io.shallows.grid.ProblemId;
import io.shallows.grid.SweepIdentity;
import io.shallows.random.RandomStreams;
import io.shallows.spec.Settings;
import io.shallows.spec.SweepSpec;
import java.util.Optional;

/**
 * One problem of a sweep at one input dimension.
 *
 * @param id names the data
 * @param index number of the problem among its like, from 0
 * @param inputDimension n, without the constant input
 */
public record Problem(
    ProblemId id, ProblemKind kind, Settings settings, int index, int inputDimension, long root) {

  /** The problem of a sweep with this index and input dimension. */
  public static Problem of(SweepSpec spec, int index, int inputDimension) {
    return new Problem(
        new SweepIdentity(spec).problemId(index, inputDimension),
        ProblemKinds.named(spec.problem().kind()),
        spec.problem().settings(),
        index,
        inputDimension,
        spec.grid().seed().root());
  }

  /** Length of a network's input row, the appended constant included. */
  public int inputs() {
    return kind.inputs(settings, inputDimension);
  }

  /** Number of outputs c. */
  public int outputs() {
    return kind.outputs(settings);
  }

  /** Whether the networks' heads are fixed to ones. */
  public boolean committee() {
    return kind.committee(settings);
  }

  /**
   * The data, drawn anew at each call with the same values; empty for a population loss.
   *
   * @param tables gives tables to problems that are tables
   */
  public Optional<Dataset> dataset(TableSource tables) {
    return kind.dataset(
        settings, inputDimension, new ProblemSource(new RandomStreams(root), id, tables));
  }
}
