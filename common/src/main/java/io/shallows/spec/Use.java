package io.shallows.spec;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * The role of a key with the conditions under which its value counts.
 *
 * @param role what the value is for
 * @param onlyWhereSet whether a value that is the default counts for nothing, so that ids from
 *     before the key was there stay
 * @param condition asked first; empty if the value always counts
 * @param last asked where the first does not hold; such keys stand behind all others in ids
 */
record Use(
    Role role, boolean onlyWhereSet, Optional<Condition> condition, Optional<Condition> last) {

  /**
   * When a value counts.
   *
   * @param words for documentation, such as {@code if the optimizer reads it}
   */
  record Condition(String words, Predicate<SweepSpec> holds) {}

  static Use always(Role role) {
    return new Use(role, false, Optional.empty(), Optional.empty());
  }

  Use as(Role other) {
    return new Use(other, onlyWhereSet, condition, last);
  }

  Use whereSet() {
    return new Use(role, true, condition, last);
  }

  Use onlyIf(Condition first) {
    return new Use(role, onlyWhereSet, Optional.of(first), last);
  }

  Use lastIf(Condition second) {
    return new Use(role, onlyWhereSet, condition, Optional.of(second));
  }

  boolean decides(SweepSpec spec, boolean isDefault) {
    return !(onlyWhereSet && isDefault) && condition.map(c -> c.holds().test(spec)).orElse(true);
  }

  boolean decidesLast(SweepSpec spec, boolean isDefault) {
    return !decides(spec, isDefault)
        && !(onlyWhereSet && isDefault)
        && last.map(c -> c.holds().test(spec)).orElse(false);
  }

  /** The conditions in words; empty if there are none. */
  String words() {
    String where = onlyWhereSet ? "where it is not the default" : "";
    String when =
        condition.map(Condition::words).orElse("")
            + last.map(second -> " or " + second.words()).orElse("");
    return where.isEmpty() || when.isEmpty() ? where + when : where + " and " + when;
  }
}
