package io.shallows.trial;

import io.shallows.depth.DepthProblem;
import io.shallows.depth.NestedDepth;
import io.shallows.depth.measurement.DepthMeasurement;
import io.shallows.depth.measurement.DepthSettings;
import io.shallows.depth.reference.Reference;
import io.shallows.grid.TrialCoordinates;
import io.shallows.network.Embedding;
import io.shallows.network.Initializations;
import io.shallows.network.NetworkFamilies;
import io.shallows.network.NetworkFamily;
import io.shallows.random.RandomStreams;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.NestedTable;
import io.shallows.record.Record;
import io.shallows.spec.SweepSpec;
import io.shallows.training.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Nested pairs: a plain minimum's depths as a point of networks with skips, within its own. */
final class NestedStage {

  /** The scale at which free layers begin: that of training. */
  private static final String FREE_LAYERS = "he";

  private final SweepSpec spec;
  private final DepthSettings settings;

  NestedStage(SweepSpec spec, DepthSettings settings) {
    this.spec = spec;
    this.settings = settings;
  }

  /**
   * One minimum in one family, before it is rows.
   *
   * @param measured per target of the minimum
   * @param seconds wall-clock time of the measurement
   */
  record Pair(
      String family,
      int networkDepth,
      NestedDepth depth,
      List<DepthMeasurement> measured,
      double seconds) {}

  /** The families of the spec in which the network of a cell is embedded. */
  static List<NetworkFamily> families(SweepSpec spec, TrialProblem problem, TrialCoordinates at) {
    return at.family().equals(Embedding.OF)
        ? spec.measurement().depth().nested().stream()
            .map(NetworkFamilies::named)
            .filter(family -> problem.embedding(at.cell(), family).isPresent())
            .toList()
        : List.of();
  }

  /** The pairs of a minimum; none unless it is plain and covered by some target. */
  List<Pair> measure(
      TrialProblem problem,
      TrialCoordinates at,
      MinimumDepths plain,
      List<Reference> references,
      Deadline deadline) {
    List<Pair> pairs = new ArrayList<>();
    if (plain.measurements().stream().noneMatch(DepthMeasurement::covered)) {
      return pairs;
    }
    for (NetworkFamily family : families(spec, problem, at)) {
      double began = deadline.elapsedSeconds();
      Embedding embedding = problem.embedding(at.cell(), family).orElseThrow();
      DepthProblem depth = problem.landscape(embedding, family).depth(settings, references);
      String id = plain.minimum().get(LeadingColumns.TRIAL_ID);
      double[] base =
          Initializations.named(FREE_LAYERS)
              .draw(
                  embedding.network(),
                  new RandomStreams(spec.grid().seed().root())
                      .uniform(id, "nested " + family.name()));
      NestedDepth nested = new NestedDepth(embedding, base, depth);
      List<DepthMeasurement> measured =
          nested.measure(
              plain.minimum().get(MinimaTable.PARAMETERS),
              plain.targets(),
              plain.measurements(),
              plain.coverage());
      pairs.add(
          new Pair(
              family.name(),
              embedding.network().shape().networkDepth(),
              nested,
              measured,
              deadline.elapsedSeconds() - began));
    }
    return pairs;
  }

  /**
   * The row of one pair and question.
   *
   * @param row the plain one's row of depths
   * @param plain what it was made of
   * @param nested what {@link #measure} gave for its target
   */
  static Record row(
      Pair pair, Record row, DepthMeasurement plain, DepthMeasurement nested, double seconds) {
    DepthMeasurement settled = pair.depth().settled(nested, plain);
    OptionalDouble upper = settled.upper();
    Optional<Double> plainUpper = row.find(DepthsTable.DEPTH_UPPER);
    boolean annihilated = upper.isPresent() && upper.getAsDouble() == 0;
    Record.Builder built =
        Record.of(NestedTable.TABLE)
            .setShared(row)
            .set(NestedTable.NESTED_FAMILY, pair.family())
            .set(NestedTable.NESTED_DEPTH, pair.networkDepth())
            .set(
                NestedTable.ANNIHILATED,
                annihilated && plainUpper.filter(known -> known == 0).isEmpty())
            .set(NestedTable.NESTED_FLOOR, (Double) settled.floor())
            .set(NestedTable.GRADIENT_EVALUATIONS, (Long) settled.effort().evaluations())
            .set(NestedTable.SECONDS_SPENT, (Double) seconds);
    DepthRows.set(built, NestedTable.NESTED_LOWER, settled.lower());
    DepthRows.set(built, NestedTable.NESTED_UPPER, upper);
    settled.method().ifPresent(method -> built.set(NestedTable.NESTED_METHOD, method));
    settled.zero().ifPresent(zero -> built.set(NestedTable.NESTED_ZERO_REASON, zero.reason()));
    if (plainUpper.isPresent() && upper.isPresent() && plainUpper.get() > plain.floor()) {
      built.setFinite(NestedTable.RATIO, upper.getAsDouble() / plainUpper.get());
    }
    return built.build();
  }
}
