package io.shallows.spark.command;

import io.shallows.depth.measurement.TargetKind;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.store.Store;
import java.util.Comparator;
import java.util.Optional;

/** Chooses a network to show. */
final class NetworkChoice {

  /** A network with what it is chosen by; the least is taken. */
  private record Candidate(String trialId, double lower, double upper, double loss) {
    private static final Comparator<Candidate> ORDER =
        Comparator.comparingDouble((Candidate one) -> -one.lower())
            .thenComparingDouble(one -> -one.upper())
            .thenComparingDouble(Candidate::loss)
            .thenComparing(Candidate::trialId);
  }

  private NetworkChoice() {}

  /**
   * The minimum of a store with the greatest certified depth to its own level, among equal ones the
   * one with the highest way out, the lowest loss and the first id. Where no depth to the own level
   * is known, that of the other targets counts, and where none is, the loss alone.
   *
   * @param kind only end points of this kind
   */
  static Optional<String> deepest(Store store, Optional<String> kind) {
    return byDepth(store, kind, true)
        .or(() -> byDepth(store, kind, false))
        .or(() -> byLoss(store, kind));
  }

  private static Optional<String> byDepth(Store store, Optional<String> kind, boolean own) {
    Candidate[] best = new Candidate[1];
    store.read(
        DepthsTable.TABLE,
        row -> {
          boolean counts =
              row.get(DepthsTable.COVERED)
                  && row.find(DepthsTable.DEPTH_UPPER).isPresent()
                  && row.get(DepthsTable.TARGET).equals(TargetKind.OWN.label()) == own
                  && kind.map(row.get(DepthsTable.MINIMUM_KIND)::equals).orElse(true);
          if (counts) {
            keep(
                best,
                new Candidate(
                    row.get(LeadingColumns.TRIAL_ID),
                    row.find(DepthsTable.DEPTH_LOWER).orElse(0.0),
                    row.get(DepthsTable.DEPTH_UPPER),
                    row.get(DepthsTable.LOSS)));
          }
        });
    return Optional.ofNullable(best[0]).map(Candidate::trialId);
  }

  private static Optional<String> byLoss(Store store, Optional<String> kind) {
    Candidate[] best = new Candidate[1];
    store.read(
        TrialsTable.TABLE,
        (Record row) -> {
          if (kind.map(row.get(TrialsTable.MINIMUM_KIND)::equals).orElse(true)) {
            keep(
                best,
                new Candidate(
                    row.get(LeadingColumns.TRIAL_ID),
                    0,
                    0,
                    row.find(TrialsTable.LOSS).orElse(Double.POSITIVE_INFINITY)));
          }
        });
    return Optional.ofNullable(best[0]).map(Candidate::trialId);
  }

  private static void keep(Candidate[] best, Candidate one) {
    if (best[0] == null || Candidate.ORDER.compare(one, best[0]) < 0) {
      best[0] = one;
    }
  }
}
