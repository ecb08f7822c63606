package io.shallows.trial;

import io.shallows.grid.TrialCoordinates;
import io.shallows.loss.LossSurface;
import io.shallows.problem.TableSource;
import io.shallows.spec.SweepSpec;

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

  static LossSurface of(TrialProblem problem, TrialCoordinates trial) {
    return problem.landscape(trial.cell()).surface();
  }
}
