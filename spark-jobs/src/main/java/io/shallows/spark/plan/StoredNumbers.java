package io.shallows.spark.plan;

import io.shallows.grid.SweepIdentity;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SweepSpec;
import java.util.List;

/**
 * Whether the rows of a store are those that this program makes of a spec.
 *
 * <p>Two guards that do not know each other: the specs are compared key by key, which says what
 * differs, and the scope that commits of trials carry is compared with that of the spec, which
 * follows from the ids themselves. So no key can enter an id and be forgotten here.
 */
public final class StoredNumbers {

  private StoredNumbers() {}

  /** The numerics revision of a store's trials; that of this program where there are none. */
  public static int revision(Store store) {
    return store.trained().stream()
        .mapToInt(
            group ->
                SweepIdentity.revisionOf(group.scope())
                    .orElseThrow(
                        () ->
                            new StoreException(
                                store.folder()
                                    + ": its commits name trials as \""
                                    + group.scope()
                                    + "\", which this version does not know; use the version that"
                                    + " provenance.json names")))
        .filter(revision -> revision != SweepIdentity.NUMERICS_REVISION)
        .findFirst()
        .orElse(SweepIdentity.NUMERICS_REVISION);
  }

  /**
   * Refuses a store whose rows have other definitions.
   *
   * @throws StoreException.OtherSpec if its revision is not that of this program
   */
  public static void requirePresentRevision(Store store) {
    int revision = revision(store);
    if (revision != SweepIdentity.NUMERICS_REVISION) {
      throw new StoreException.OtherSpec(
          store.folder().uri()
              + " was made under numerics revision "
              + revision
              + "; this program makes rows of revision "
              + SweepIdentity.NUMERICS_REVISION
              + ", other numbers of the same spec\nrun the spec into another --output, or use the"
              + " version that the store's provenance.json names");
    }
  }

  /**
   * Refuses a store with other numbers than a sweep asks for, and one whose verdicts have chosen
   * its problems where the sweep asks for verdicts that do not allow for it.
   *
   * @param stored the spec of the store
   * @throws StoreException.OtherSpec naming the first difference
   */
  public static void require(Store store, SweepSpec stored, SweepDefinition asked) {
    requirePresentRevision(store);
    List<String> differences = SpecDifference.between(stored, asked.spec());
    if (!differences.isEmpty()) {
      int more = differences.size() - 1;
      throw otherSpec(store, differences.get(0) + (more > 0 ? " (and " + more + " more)" : ""));
    }
    if (stored.measurement().addsProblems()
        && !asked.spec().measurement().addsProblems()
        && hasVerdicts(store)) {
      throw new StoreException.OtherSpec(
          store.folder().uri()
              + " has problems that were added as verdicts were seen (measurement.verdicts:"
              + " sequential), which verdicts for a fixed number do not allow for\nadd --set"
              + " measurement.verdicts=sequential, or give another --output");
    }
    String scope = asked.identity().trialScope();
    store.trained().stream()
        .filter(group -> !group.scope().equals(scope))
        .findFirst()
        .ifPresent(
            group -> {
              throw otherSpec(store, "trials " + group.scope() + " in the store, " + scope);
            });
  }

  /** Whether verdicts were ever in the store: what nobody saw has not chosen a problem. */
  private static boolean hasVerdicts(Store store) {
    return !store.groups(Stage.FITS).isEmpty();
  }

  private static StoreException.OtherSpec otherSpec(Store store, String difference) {
    return new StoreException.OtherSpec(
        store.folder().uri()
            + " was made by another spec: "
            + difference
            + "\ngive another --output, or the spec of the store");
  }
}
