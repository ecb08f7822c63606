package io.shallows.network;

/** What a two-layer network adds to its units where the loss over a population is known. */
public enum PopulationSkip {
  /** Nothing. */
  NONE,

  /** A learned linear map of the inputs. */
  LEARNED
}
