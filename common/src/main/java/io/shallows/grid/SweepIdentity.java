package io.shallows.grid;

import io.shallows.spec.Entry;
import io.shallows.spec.Role;
import io.shallows.spec.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names what a sweep computes.
 *
 * <p>Every id is a hash of the numerics revision, of the coordinates and of the spec's keys that
 * have the id's {@link Role}: {@code DATA} for problems, {@code TRAINING} for trials, which hold
 * their problem's id, {@code MEASURING} and {@code LEVELS} for measurements of depth. A key whose
 * condition does not hold changes no number and enters no id. Keys stand in the order of
 * documentation, those that count by their second condition only behind all others.
 */
public final class SweepIdentity {
  /**
   * The revision of the rows that this program makes.
   *
   * <p>It is raised once per release, by the first change after a release through which some column
   * of some row of {@code references}, {@code trials}, {@code minima}, {@code depths}, {@code
   * paths} or {@code trajectories} gets another value under the same spec and coordinates: another
   * definition, another order of floating-point operations, another search. A new column, and a
   * change of what follows from rows ({@code cells}, {@code fits} and what is made with them), do
   * not raise it: summaries have versions of their own. All ids and with them all random numbers
   * are others under another revision, so rows of different code never share an id, and a store is
   * continued only by programs of its own revision. A test compares rows of small reference trials
   * with the digest that is kept for the revision.
   */
  public static final int NUMERICS_REVISION = 3;

  /** The first revision in which a path to one level counts for the others. */
  private static final int POOLED_REVISION = 2;

  /** The revision of stores whose commits do not name one. */
  private static final int UNNAMED_REVISION = 1;

  private static final Pattern SCOPE = Pattern.compile("numerics=(\\d+) trials=[0-9a-f]{32}");

  private final int revision;
  private final String data;
  private final String training;
  private final String columns;
  private final MeasurementId measurementId;

  /** The names of rows that this program makes. */
  public SweepIdentity(SweepSpec spec) {
    this(spec, NUMERICS_REVISION);
  }

  /** The names of rows in a store of another revision. */
  public SweepIdentity(SweepSpec spec, int revision) {
    this.revision = revision;
    this.data = texts(spec, Role.DATA).text();
    this.training = values(spec, Role.TRAINING).text();
    this.columns = values(spec, Role.COLUMNS).text();
    Fingerprint measurement =
        new Fingerprint().with("numerics", revision).with(values(spec, Role.MEASURING).text());
    if (revision >= POOLED_REVISION) {
      measurement.with(values(spec, Role.LEVELS).text());
    }
    this.measurementId = new MeasurementId(measurement.hex());
  }

  /** Keys with the texts by which specs write their values. */
  private static Fingerprint texts(SweepSpec spec, Role role) {
    Fingerprint fingerprint = new Fingerprint();
    entries(spec, role).forEach(entry -> fingerprint.with(entry.key().inIds(), entry.text()));
    return fingerprint;
  }

  /** Keys with their values as Java writes them, the elements of lists joined by commas. */
  private static Fingerprint values(SweepSpec spec, Role role) {
    Fingerprint fingerprint = new Fingerprint();
    for (Entry entry : entries(spec, role)) {
      Object value = entry.value();
      fingerprint.with(
          entry.key().inIds(),
          value instanceof List<?> list
              ? String.join(",", list.stream().map(String::valueOf).toList())
              : value);
    }
    return fingerprint;
  }

  /** The keys of a role that decide anything, in the order of ids. */
  private static List<Entry> entries(SweepSpec spec, Role role) {
    List<Entry> first = new ArrayList<>();
    List<Entry> last = new ArrayList<>();
    for (Entry entry : spec.entries()) {
      if (entry.key().role() == role && entry.decides(spec)) {
        (entry.decidesLast(spec) ? last : first).add(entry);
      }
    }
    first.addAll(last);
    return first;
  }

  /** The revision of the rows that these names are of. */
  public int revision() {
    return revision;
  }

  /** The id of the problem with this index and input dimension. */
  public ProblemId problemId(int problemIndex, int inputDimension) {
    return new ProblemId(
        new Fingerprint()
            .with("numerics", revision)
            .with(data)
            .with("problem.index", problemIndex)
            .with("inputDimension", inputDimension)
            .hex());
  }

  /** The id of the trial at these coordinates. */
  public TrialId trialId(TrialCoordinates trial) {
    return new TrialId(
        new Fingerprint()
            .with("problem", problemId(trial.problemIndex(), trial.inputDimension()).hex())
            .with("family", trial.family())
            .with("width", trial.width())
            .with("networkDepth", trial.networkDepth())
            .with("initialization", trial.initialization())
            .with("seed", trial.seed())
            .with("training", training)
            .hex());
  }

  /**
   * The id of the way this sweep measures depth: finders, certificate tolerance, budgets and
   * connectivity. The levels are part of it, since a path found to one of them counts for the
   * others.
   */
  public MeasurementId measurementId() {
    return measurementId;
  }

  /**
   * What the rows of trials depend on beside their coordinates, as commits write it: the revision
   * and a hash of every key that a store holds fixed. Empty for stores of the first revision.
   */
  public String trialScope() {
    return revision == UNNAMED_REVISION
        ? ""
        : "numerics="
            + revision
            + " trials="
            + new Fingerprint().with(data).with(training).with(columns).hex();
  }

  /** The revision that a {@link #trialScope()} names; empty if it is not one. */
  public static OptionalInt revisionOf(String trialScope) {
    if (trialScope.isEmpty()) {
      return OptionalInt.of(UNNAMED_REVISION);
    }
    Matcher scope = SCOPE.matcher(trialScope);
    return scope.matches() ? OptionalInt.of(Integer.parseInt(scope.group(1))) : OptionalInt.empty();
  }
}
