package io.shallows.spark.drive;

import io.shallows.grid.CellCoordinates;
import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.MinimaTable;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.record.TrialStatus;
import io.shallows.record.TrialsTable;
import io.shallows.spark.execute.Science;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.suprema.SupremaRows;
import io.shallows.suprema.SupremumPlace;
import io.shallows.training.Deadline;
import io.shallows.trial.DepthOutcome;
import io.shallows.trial.ProblemCoordinates;
import io.shallows.trial.SweepVocabulary;
import io.shallows.trial.TrialOutcome;
import io.shallows.trial.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows that are functions of the trial id alone, at no cost; and trials that misbehave where a test
 * asks for it: the width says how.
 */
final class FakeScience implements Science {

  private static final long serialVersionUID = 1L;

  static final int THROWS = 101;
  static final int LOOPS = 102;
  static final int NOT_A_NUMBER = 103;
  static final int OUT_OF_MEMORY = 104;
  static final int KILLS_ITS_PROCESS = 105;

  /** Throws while {@link #HEALED} is false. */
  static final int THROWS_FOR_A_WHILE = 106;

  /** Throws what a machine throws that cannot load native code, while {@link #HEALED} is false. */
  static final int NEEDS_A_LIBRARY = 107;

  /** Throws whatever the seed. */
  static final int ALWAYS_THROWS = 108;

  static final AtomicBoolean HEALED = new AtomicBoolean();

  /** The seed that misbehaves; all others of the width are well. */
  static final long BAD_SEED = 1;

  /**
   * System property: a file that gets one line per trained trial and per measured depth, with the
   * process that did it; each then takes a while.
   */
  static final String LOG = "fake.science.log";

  /** How long that is, in milliseconds. */
  static final int LOGGED_MILLIS = 25;

  /** Trials trained and depths measured in this process. */
  static final AtomicInteger TRAINED = new AtomicInteger();

  static final AtomicInteger MEASURED = new AtomicInteger();

  @Override
  public SweepSpec spec(String resolved) {
    return SweepVocabulary.reader().read(resolved, "spec.yaml");
  }

  /** What preparing the data of a spec throws, by the name of the spec. */
  static final String UNREADABLE = "unreadable";

  static final String UNLINKED = "unlinked";
  static final String FILLS_THE_HEAP = "fills-the-heap";

  @Override
  public void prepare(SweepSpec spec) {
    if (spec.name().equals(UNREADABLE)) {
      throw new SpecException("problem.uri: data.csv cannot be read; check its path and rights");
    }
    if (spec.name().equals(UNLINKED)) {
      throw new UnsatisfiedLinkError("libx.so: failed to map segment");
    }
    if (spec.name().equals(FILLS_THE_HEAP)) {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Override
  public TrialRunner runner(SweepSpec spec) {
    return new Runner(spec);
  }

  private record Runner(SweepSpec spec, SweepIdentity identity) implements TrialRunner {

    Runner(SweepSpec spec) {
      this(spec, new SweepIdentity(spec));
    }

    @Override
    public List<Integer> referenceWidths(Set<Integer> widths) {
      return widths.stream().map(width -> (width + 1) / 2).distinct().sorted().toList();
    }

    @Override
    public List<Record> references(
        ProblemCoordinates problem, List<Integer> widths, List<Record> known, Deadline deadline) {
      String id = identity.problemId(problem.problemIndex(), problem.inputDimension()).hex();
      List<Record> rows = new ArrayList<>();
      for (int width : widths) {
        boolean isKnown =
            known.stream().anyMatch(row -> row.get(LeadingColumns.WIDTH) == (long) width);
        if (!isKnown) {
          rows.add(
              Record.of(ReferencesTable.TABLE)
                  .set(LeadingColumns.PROBLEM_ID, id)
                  .set(LeadingColumns.WIDTH, width)
                  .set(LeadingColumns.INPUT_DIMENSION, problem.inputDimension())
                  .set(LeadingColumns.PARAMETER_COUNT, 4 * width)
                  .set(ReferencesTable.REFERENCE_LOSS, 0.5 / width)
                  .set(ReferencesTable.RESTARTS, 1)
                  .set(ReferencesTable.CONVERGED_RESTARTS, 1)
                  .set(ReferencesTable.BEST_RESTART, 0)
                  .set(ReferencesTable.PARAMETERS, new double[] {width})
                  .set(ReferencesTable.STATUS, TrialStatus.CONVERGED.label())
                  .set(ReferencesTable.SECONDS_SPENT, deadline.elapsedSeconds())
                  .build());
        }
      }
      return rows;
    }

    @Override
    public List<Record> suprema(SupremumPlace place) {
      String id = identity.problemId(place.problem(), place.inputDimension()).hex();
      return List.of(SupremaRows.without(place, id, 3, 7, "made up"));
    }

    @Override
    public TrialOutcome minimum(TrialCoordinates trial, Deadline deadline) {
      TRAINED.incrementAndGet();
      log("trained " + id(trial));
      double loss = Integer.parseInt(id(trial).substring(0, 6), 16) / (double) 0xffffff;
      if (trial.width() == ALWAYS_THROWS) {
        throw new IllegalStateException("poison");
      }
      if (trial.seed() == BAD_SEED) {
        loss = misbehave(trial, loss);
      }
      Record row =
          leading(Record.of(TrialsTable.TABLE), trial)
              .set(TrialsTable.DIRECTION_DIMENSION, trial.inputDimension())
              .set(TrialsTable.STATUS, TrialStatus.CONVERGED.label())
              .setFinite(TrialsTable.LOSS, loss)
              .set(TrialsTable.MINIMUM_KIND, "smooth-strict")
              .set(TrialsTable.SECONDS_SPENT, deadline.elapsedSeconds())
              .build();
      Optional<Record> minimum =
          Double.isNaN(loss)
              ? Optional.empty()
              : Optional.of(
                  leading(Record.of(MinimaTable.TABLE), trial)
                      .setShared(row)
                      .set(MinimaTable.LOSS, loss)
                      .set(MinimaTable.MINIMUM_KIND, "smooth-strict")
                      .set(MinimaTable.STATUS, TrialStatus.CONVERGED.label())
                      .set(MinimaTable.PARAMETERS, new double[] {loss, -0.0, 1 / 3.0})
                      .build());
      return new TrialOutcome(row, minimum, List.of());
    }

    private static void log(String line) {
      if (System.getProperty(LOG) == null) {
        return;
      }
      try {
        Thread.sleep(LOGGED_MILLIS);
        Files.writeString(
            Path.of(System.getProperty(LOG)),
            line + " " + ProcessHandle.current().pid() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static double misbehave(TrialCoordinates trial, double loss) {
      switch (trial.width()) {
        case THROWS -> throw new IllegalStateException("poison");
        case THROWS_FOR_A_WHILE -> {
          if (!HEALED.get()) {
            throw new IllegalStateException("not yet");
          }
        }
        case NEEDS_A_LIBRARY -> {
          if (!HEALED.get()) {
            throw new UnsatisfiedLinkError("no jniopenblas in java.library.path");
          }
        }
        case LOOPS -> {
          long turns = 0;
          while (turns >= 0) {
            turns = (turns + 1) % 1_000_000;
          }
        }
        case NOT_A_NUMBER -> {
          return Double.NaN;
        }
        case OUT_OF_MEMORY -> {
          List<double[]> hoard = new ArrayList<>();
          while (hoard.size() < Integer.MAX_VALUE) {
            hoard.add(new double[Integer.MAX_VALUE - 8]);
          }
        }
        case KILLS_ITS_PROCESS -> Runtime.getRuntime().halt(137);
        default -> {}
      }
      return loss;
    }

    @Override
    public Optional<Record> best(List<Record> minimaOfCell) {
      return minimaOfCell.stream().min(Comparator.comparing(row -> row.get(MinimaTable.LOSS)));
    }

    @Override
    public DepthOutcome depths(
        TrialCoordinates trial,
        Record minimum,
        Optional<Record> best,
        List<Record> ofCell,
        List<Record> references,
        Deadline deadline) {
      MEASURED.incrementAndGet();
      log("measured " + id(trial));
      List<Record> rows = new ArrayList<>();
      for (double eta : spec.measurement().depth().eta()) {
        rows.add(depth(trial, minimum, "reference", Optional.of(eta), references.size() * 0.01));
      }
      double lowest = best.orElseThrow().get(MinimaTable.LOSS);
      rows.add(depth(trial, minimum, "cell-best", Optional.empty(), lowest));
      return new DepthOutcome(rows, List.of());
    }

    @Override
    public DepthOutcome tree(
        TrialCoordinates trial, List<Record> ofCell, List<DepthOutcome> measured) {
      return new DepthOutcome(List.of(), List.of());
    }

    private Record depth(
        TrialCoordinates trial, Record minimum, String target, Optional<Double> eta, double level) {
      double loss = minimum.get(MinimaTable.LOSS);
      return leading(Record.of(DepthsTable.TABLE), trial)
          .set(LeadingColumns.ETA, eta.orElse(null))
          .set(DepthsTable.MEASUREMENT_ID, identity.measurementId().hex())
          .set(DepthsTable.TARGET, target)
          .set(DepthsTable.MINIMUM_KIND, "smooth-strict")
          .set(DepthsTable.LOSS, loss)
          .set(DepthsTable.REFERENCE_LOSS, level)
          .set(DepthsTable.COVERED, loss > level)
          .set(DepthsTable.DEPTH_UPPER, loss / trial.width())
          .set(DepthsTable.BOUND_EXPLICIT, 1.0)
          .set(DepthsTable.BOUND_APPLIES, true)
          .set(DepthsTable.GRADIENT_EVALUATIONS, 0L)
          .set(DepthsTable.IMPROVEMENT_EVALUATIONS, new double[0])
          .set(DepthsTable.IMPROVEMENT_BARRIERS, new double[0])
          .set(DepthsTable.SECONDS_SPENT, 0.0)
          .build();
    }

    @Override
    public double predictedOperations(CellCoordinates cell) {
      return 1e7 * cell.width();
    }

    @Override
    public double predictedDepthOperations(CellCoordinates cell) {
      return predictedOperations(cell);
    }

    @Override
    public double predictedReferenceOperations(
        ProblemCoordinates problem, List<Integer> widths, List<Integer> known) {
      return 1e7 * widths.stream().filter(width -> !known.contains(width)).count();
    }

    @Override
    public double predictedSupremumOperations(SupremumPlace place) {
      return 1e7 * place.width();
    }

    private String id(TrialCoordinates trial) {
      return identity.trialId(trial).hex();
    }

    private Record.Builder leading(Record.Builder row, TrialCoordinates trial) {
      return row.set(LeadingColumns.TRIAL_ID, id(trial))
          .set(
              LeadingColumns.PROBLEM_ID,
              identity.problemId(trial.problemIndex(), trial.inputDimension()).hex())
          .set(LeadingColumns.FAMILY, trial.family())
          .set(LeadingColumns.WIDTH, trial.width())
          .set(LeadingColumns.NETWORK_DEPTH, trial.networkDepth())
          .set(LeadingColumns.INPUT_DIMENSION, trial.inputDimension())
          .set(LeadingColumns.INITIALIZATION, trial.initialization())
          .set(LeadingColumns.SEED, trial.seed())
          .set(LeadingColumns.PARAMETER_COUNT, 4 * trial.width());
    }
  }
}
