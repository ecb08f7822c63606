package io.shallows.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The word that a user probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The allowed word nearest to what was written, if it is within a third of its letters (at least
   * two edits).
   */
  public static Optional<String> nearest(String written, Collection<String> allowed) {
    int reach = Math.max(2, written.length() / 3);
    LevenshteinDistance distance = new LevenshteinDistance(reach);
    return allowed.stream()
        .filter(word -> distance.apply(written, word) >= 0)
        .min(Comparator.comparingInt(word -> distance.apply(written, word)));
  }

  /**
   * {@code did you mean width? (one of family, width)} or, with nothing near, {@code use one of
   * family, width}.
   */
  public static String advice(String written, Collection<String> allowed) {
    String all = "one of " + String.join(", ", allowed);
    return nearest(written, allowed)
        .map(word -> "did you mean " + word + "? (" + all + ")")
        .orElse("use " + all);
  }
}
