package io.shallows.spark.plan;

import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.Entry;
import io.shallows.spec.Role;
import io.shallows.spec.SweepSpec;

/**
 * A sweep with what is derived from its spec.
 *
 * @param text the resolved spec as text
 * @param digest the name by which groups refer to the spec's trial numbers
 * @param spec the resolved spec
 * @param grid its trials by number
 * @param identity its names
 */
public record SweepDefinition(
    String text, String digest, SweepSpec spec, Grid grid, SweepIdentity identity) {

  /** The sweep of a resolved spec. */
  public static SweepDefinition of(String text, SweepSpec spec) {
    return of(text, spec, SweepIdentity.NUMERICS_REVISION);
  }

  /** The sweep of a resolved spec under the names of a revision. */
  public static SweepDefinition of(String text, SweepSpec spec, int revision) {
    return new SweepDefinition(
        text,
        Checksum.of(text).substring(0, 16),
        spec,
        new Grid(spec),
        new SweepIdentity(spec, revision));
  }

  /** What references depend on beside their problem. */
  public String referenceScope() {
    return identity.measurementId().hex();
  }

  /** What rows of depths depend on beside their trials: how and to which levels. */
  public String depthScope() {
    StringBuilder scope = new StringBuilder(identity.measurementId().hex());
    for (Entry entry : spec.entries()) {
      Role role = entry.key().role();
      if ((role == Role.LEVELS || role == Role.KEPT) && entry.decides(spec)) {
        scope.append(' ').append(entry.key().name()).append('=').append(entry.text());
      }
    }
    return scope.toString();
  }
}
