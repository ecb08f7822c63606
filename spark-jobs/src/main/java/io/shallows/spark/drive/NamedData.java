package io.shallows.spark.drive;

import io.shallows.problem.TableProblem;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.io.Serializable;

/**
 * Where the data of a stored spec lie, by the word of whoever reads the store.
 *
 * <p>A store may come from elsewhere, and the files that its spec names may be others here, or none
 * of its business: nothing is opened because a store says so. The digest in the spec tells whether
 * the file is the right one.
 *
 * @param data in place of {@code problem.uri}; empty if nobody named it
 * @param labels in place of {@code problem.labelsUri}; empty if nobody named it
 */
public record NamedData(String data, String labels) implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * The settings with the named places.
   *
   * @throws SpecException if one is missing
   */
  Settings applied(Settings stored) {
    Settings.Builder named = Settings.builder(stored.keys());
    stored.keys().forEach(key -> copy(key, stored, named));
    named.set(TableProblem.URI, named("--data", data, stored.get(TableProblem.URI)));
    String labelsUri = stored.get(TableProblem.LABELS_URI);
    if (!labelsUri.isEmpty()) {
      named.set(TableProblem.LABELS_URI, named("--labels", labels, labelsUri));
    }
    return named.build();
  }

  private static <T> void copy(Key<T> key, Settings from, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  private static String named(String option, String given, String stored) {
    if (given.isEmpty()) {
      throw new SpecException(
          "problem.uri: the spec of this store names "
              + stored
              + ", which is not opened because a store says so\ngive "
              + option
              + " "
              + stored
              + ", or the place of your copy");
    }
    return given;
  }
}
