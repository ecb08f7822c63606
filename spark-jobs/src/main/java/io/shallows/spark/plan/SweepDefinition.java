package io.shallows.spark.plan;

import io.shallows.grid.Grid;
import io.shallows.grid.SweepIdentity;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.DepthSpec;
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
    return new SweepDefinition(
        text, Checksum.of(text).substring(0, 16), spec, new Grid(spec), new SweepIdentity(spec));
  }

  /** What references depend on beside their problem. */
  public String referenceScope() {
    return identity.measurementId().hex();
  }

  /** What rows of depths depend on beside their trials. */
  public String depthScope() {
    DepthSpec depth = spec.measurement().depth();
    return identity.measurementId().hex()
        + " eta="
        + depth.eta()
        + " paths="
        + spec.output().paths().word();
  }
}
