package io.shallows.problem;

import io.shallows.spec.GridSpec;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.value.Bounds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The population problem of Safran and Shamir, arXiv 1712.08968: x ~ N(0, I_n) without a bias,
 * target sum_j relu(v_j . x) with orthonormal v_j, the first {@code teacherWidth} unit vectors, or
 * unit vectors of the plane at given angles. It has no data set: its loss has a closed form.
 */
public final class GaussianTeacherProblem implements ProblemKind {
  /** Number of orthonormal teacher units k, at most n. */
  public static final Key<Integer> TEACHER_WIDTH =
      Key.integer(
          "teacherWidth",
          1,
          100_000,
          6,
          "teacher units; 6 is the least for which bad minima are published");

  /** Directions of the teacher's units in the plane, which replace the orthonormal ones. */
  public static final Key<List<Double>> TEACHER_ANGLES =
      Key.numbers(
          "teacherAngles",
          Bounds.within(-2, 2),
          "angles over pi of teacher units of length 1 in the plane, in place of orthonormal ones");

  /** Whether the networks' heads are fixed to ones. */
  public static final Key<Boolean> COMMITTEE =
      Key.flag("committee", true, "fix the head to ones, as in the published experiment");

  private static final List<Key<?>> KEYS = List.of(TEACHER_WIDTH, TEACHER_ANGLES, COMMITTEE);

  @Override
  public String name() {
    return "gaussian-teacher";
  }

  @Override
  public String summary() {
    return "orthonormal teacher units on normal inputs, loss in closed form";
  }

  @Override
  public List<Key<?>> keys() {
    return KEYS;
  }

  @Override
  public boolean isPopulation() {
    return true;
  }

  @Override
  public Optional<Misfit> misfit(Settings settings, GridSpec grid) {
    if (grid.networkDepth().largest() > 0) {
      return Optional.of(
          new Misfit(
              "grid.networkDepth",
              grid.networkDepth().largest() + "",
              "is above 0, but the closed form is known for two-layer networks only",
              "use networkDepth: [0] or another problem.kind"));
    }
    int units = settings.get(TEACHER_WIDTH);
    int dimension = grid.inputDimension().smallest();
    if (!settings.get(TEACHER_ANGLES).isEmpty()) {
      int other = dimension == 2 ? grid.inputDimension().largest() : dimension;
      return other == 2
          ? Optional.empty()
          : Optional.of(
              new Misfit(
                  "grid.inputDimension",
                  other + "",
                  "is not 2, but problem.teacherAngles are those of a plane",
                  "use inputDimension: [2]"));
    }
    return dimension < units
        ? Optional.of(
            new Misfit(
                "grid.inputDimension",
                dimension + "",
                "is below problem.teacherWidth "
                    + units
                    + ", but orthonormal units need as many dimensions",
                "use inputDimension: [" + units + "]"))
        : Optional.empty();
  }

  /** As many dimensions as orthonormal teacher units, as in the published experiment. */
  @Override
  public OptionalInt naturalDimension(Settings settings) {
    return OptionalInt.of(settings.get(TEACHER_ANGLES).isEmpty() ? settings.get(TEACHER_WIDTH) : 2);
  }

  @Override
  public int inputs(Settings settings, int inputDimension) {
    return inputDimension;
  }

  /** The teacher is that of the settings: every problem of them is the same. */
  @Override
  public boolean isOneDataSet(Settings settings) {
    return true;
  }

  @Override
  public boolean committee(Settings settings) {
    return settings.get(COMMITTEE);
  }

  @Override
  public Optional<Dataset> dataset(Settings settings, int inputDimension, ProblemSource source) {
    return Optional.empty();
  }
}
