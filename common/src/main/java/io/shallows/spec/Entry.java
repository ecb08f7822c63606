package io.shallows.spec;

/**
 * One key of a spec with its value.
 *
 * @param key the key
 * @param value its value
 * @param text the value as one line of YAML; equal values have equal texts
 */
public record Entry(Key<?> key, Object value, String text) {

  /** Whether the value decides what the key's role says, the rest of the spec being as it is. */
  public boolean decides(SweepSpec spec) {
    return key.use().decides(spec, isDefault()) || decidesLast(spec);
  }

  /**
   * Whether it decides only by the key's second condition, whose keys stand behind all others in
   * ids.
   */
  public boolean decidesLast(SweepSpec spec) {
    return key.use().decidesLast(spec, isDefault());
  }

  private boolean isDefault() {
    return key.fallback().isPresent() && key.fallback().get().equals(value);
  }
}
