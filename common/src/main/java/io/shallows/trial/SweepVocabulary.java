package io.shallows.trial;

import io.shallows.depth.PathFinders;
import io.shallows.network.Initializations;
import io.shallows.network.NetworkFamilies;
import io.shallows.problem.ProblemKinds;
import io.shallows.spec.SpecReader;
import io.shallows.spec.Vocabulary;
import io.shallows.training.Optimizers;
import java.util.List;

/** What this program understands in a spec: the names in its registries. */
public final class SweepVocabulary {
  private SweepVocabulary() {}

  /** The names in the registries. */
  public static Vocabulary vocabulary() {
    return new Vocabulary(
        NetworkFamilies.names(),
        Initializations.names(),
        Optimizers.names(),
        PathFinders.names(),
        List.copyOf(ProblemKinds.all()));
  }

  /** A reader of specs that use these names. */
  public static SpecReader reader() {
    return new SpecReader(vocabulary());
  }
}
