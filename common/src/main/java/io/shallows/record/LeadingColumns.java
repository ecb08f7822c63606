package io.shallows.record;

import static io.shallows.record.Column.integer;
import static io.shallows.record.Column.real;
import static io.shallows.record.Column.text;

import io.shallows.network.NetworkFamilies;
import java.util.List;

/** The columns that say which trial, cell or reference a row is about; the same in all tables. */
public final class LeadingColumns {

  public static final Column<String> TRIAL_ID =
      text(
          "trial_id",
          "SHA-256, truncated to 128 bits, of everything that determines the numbers of the trial"
              + " and of nothing else; 32 hexadecimal digits.");
  public static final Column<String> PROBLEM_ID =
      text(
          "problem_id",
          "Identity of the data set or population loss: a hash of the problem's settings, the"
              + " input dimension, the problem's index and the root seed.");
  public static final Column<String> FAMILY =
      text("family", "Network family, one of " + String.join(", ", NetworkFamilies.names()) + ".");
  public static final Column<Long> WIDTH = integer("width", "Hidden width m, units per layer.");
  public static final Column<Long> NETWORK_DEPTH =
      integer(
          "network_depth",
          "Number L of hidden layers or residual blocks after the first hidden layer.");
  public static final Column<Long> INPUT_DIMENSION =
      integer("input_dimension", "Dimension n of the inputs, the appended constant not counted.");
  public static final Column<String> INITIALIZATION =
      text("initialization", "Distribution of the starting parameters.");
  public static final Column<Double> ETA =
      real(
              "eta",
              Column.ONE,
              "Exponent eta < 1 of the bound: depth is measured to the level of the best"
                  + " two-layer network of width ceil(m^eta). Null where the target is not a"
                  + " reference.")
          .orNull();
  public static final Column<Long> SEED =
      integer("seed", "Index of the trial within its cell, from 0.");
  public static final Column<Long> PARAMETER_COUNT =
      integer("parameter_count", "Number of trained parameters.");

  private LeadingColumns() {}

  static List<Column<?>> ofTrial() {
    return List.of(
        TRIAL_ID,
        PROBLEM_ID,
        FAMILY,
        WIDTH,
        NETWORK_DEPTH,
        INPUT_DIMENSION,
        INITIALIZATION,
        SEED,
        PARAMETER_COUNT);
  }

  /** Without the parameter count: a network that could not be built has none. */
  static List<Column<?>> ofFailure() {
    return ofTrial().subList(0, ofTrial().size() - 1);
  }

  static List<Column<?>> ofDepth() {
    return List.of(
        TRIAL_ID,
        PROBLEM_ID,
        FAMILY,
        WIDTH,
        NETWORK_DEPTH,
        INPUT_DIMENSION,
        INITIALIZATION,
        ETA,
        SEED,
        PARAMETER_COUNT);
  }

  static List<Column<?>> ofCell() {
    return List.of(
        PROBLEM_ID,
        FAMILY,
        WIDTH,
        NETWORK_DEPTH,
        INPUT_DIMENSION,
        INITIALIZATION,
        ETA,
        PARAMETER_COUNT);
  }
}
