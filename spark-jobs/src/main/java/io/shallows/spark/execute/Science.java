package io.shallows.spark.execute;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.TrialRunner;
import java.io.Serializable;

/** What a sweep computes, as far as the plumbing needs to know. */
public interface Science extends Serializable {

  /** Reads a resolved spec; the same on the driver and on executors. */
  SweepSpec spec(String resolved);

  /**
   * The spec with what only its data know, and these data checked; called once by the driver before
   * anything is computed.
   *
   * @throws io.shallows.spec.SpecException if the data cannot be read or do not fit
   */
  default SweepSpec resolve(SweepSpec spec) {
    return spec;
  }

  /**
   * Brings the data of a resolved spec to this process, so that data that cannot be read fail the
   * task and not one trial after another.
   *
   * @throws io.shallows.spec.SpecException if they cannot be read
   */
  default void prepare(SweepSpec spec) {}

  /** The functions that compute the rows of a spec's trials. */
  TrialRunner runner(SweepSpec spec);
}
