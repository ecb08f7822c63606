package io.shallows.trial;

import io.shallows.record.Record;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows of a trial that was carried out, whatever its outcome.
 *
 * @param trial its row of the trials table
 * @param minimum its row of the minima table; empty when training ended at no finite point
 * @param trajectory its rows of the trajectories table; none unless the spec asks for them
 */
public record TrialOutcome(Record trial, Optional<Record> minimum, List<Record> trajectory) {

  public TrialOutcome {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(minimum, "minimum");
    trajectory = List.copyOf(trajectory);
  }
}
