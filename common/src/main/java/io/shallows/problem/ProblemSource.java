package io.shallows.problem;

import io.shallows.grid.ProblemId;
import io.shallows.random.RandomStreams;
import io.shallows.spec.Settings;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/** From where a problem takes its data: random streams of its own, and tables. */
public final class ProblemSource {
  private final RandomStreams streams;
  private final ProblemId id;
  private final TableSource tables;

  ProblemSource(RandomStreams streams, ProblemId id, TableSource tables) {
    this.streams = streams;
    this.id = id;
    this.tables = tables;
  }

  /** The problem's stream of standard normal numbers for a purpose. */
  public ContinuousSampler gaussian(String purpose) {
    return streams.gaussian(id.hex(), purpose);
  }

  /** The problem's stream of uniform numbers for a purpose. */
  public UniformRandomProvider uniform(String purpose) {
    return streams.uniform(id.hex(), purpose);
  }

  /** The table that settings name. */
  public TableData table(Settings settings) {
    return tables.table(settings);
  }
}
