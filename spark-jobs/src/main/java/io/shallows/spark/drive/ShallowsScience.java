package io.shallows.spark.drive;

import io.shallows.spark.execute.Science;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialRunner;

/** The science of this project. */
public final class ShallowsScience implements Science {

  private static final long serialVersionUID = 1L;

  @Override
  public SweepSpec spec(String resolved) {
    return SweepVocabulary.reader().read(resolved, "spec.yaml");
  }

  @Override
  public TrialRunner runner(SweepSpec spec) {
    return TrialRunner.of(spec);
  }
}
