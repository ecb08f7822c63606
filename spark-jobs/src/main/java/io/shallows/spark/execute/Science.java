package io.shallows.spark.execute;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.io.Serializable;

/** What a sweep computes, as far as the plumbing needs to know. */
public interface Science extends Serializable {

  /** Reads a resolved spec; the same on the driver and on executors. */
  SweepSpec spec(String resolved);

  /** The functions that compute the rows of a spec's trials. */
  TrialRunner runner(SweepSpec spec);
}
