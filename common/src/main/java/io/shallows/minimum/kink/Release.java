package io.shallows.minimum.kink;

import io.shallows.loss.Kink;
import java.util.List;

/** Whether the loss falls where kinks of the set are left. */
sealed interface Release {

  /** It does not: with this set of kinks the point is as low as it looks. */
  record Stationary() implements Release {}

  /**
   * It does.
   *
   * @param point beside the kinks left, on the others
   * @param left the kinks that are no longer in the set
   */
  record Along(KinkPoint point, List<Kink> left) implements Release {}
}
