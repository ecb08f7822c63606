package io.shallows.trial;

import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.EmpiricalLoss;
import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.LossSurface;
import io.shallows.problem.TableSource;
import io.shallows.spec.SweepSpec;
import java.util.Optional;

/** The loss that paths of a trial climb. */
public final class TrialSurface {

  private TrialSurface() {}

  /**
   * The loss of one trial as a function of its parameters, without penalties.
   *
   * @param tables gives the table of a problem that is one
   */
  public static LossSurface of(SweepSpec spec, TableSource tables, TrialCoordinates trial) {
    return of(new TrialProblem(spec, tables, ProblemCoordinates.of(trial.cell())), trial);
  }

  /** The same as a loss on data; empty for a population loss. */
  public static Optional<EmpiricalLoss> empirical(
      SweepSpec spec, TableSource tables, TrialCoordinates trial) {
    return new TrialProblem(spec, tables, ProblemCoordinates.of(trial.cell()))
        .landscape(trial.cell())
        .empirical();
  }

  /**
   * The teacher that one trial learns by its population loss; empty for losses on data.
   *
   * @param tables gives the table of a problem that is one
   */
  public static Optional<GaussianTeacher> teacher(
      SweepSpec spec, TableSource tables, TrialCoordinates trial) {
    return new TrialProblem(spec, tables, ProblemCoordinates.of(trial.cell()))
        .teacher(trial.cell());
  }

  static LossSurface of(TrialProblem problem, TrialCoordinates trial) {
    return problem.landscape(trial.cell()).surface();
  }
}
