package io.shallows.spark.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a stage: which kind of work a group of rows is. What a stage does is told in package
 * {@code stage}; the store knows only names, so that it keeps rows of stages that it does not know.
 *
 * @param label as messages and names of files have it; commits have it in capitals
 */
public record Stage(String label) implements Comparable<Stage> {

  /** A part of file names, without the hyphen that ends it there. */
  private static final Pattern LABEL = Pattern.compile("[a-z]{1,32}");

  /** References of problems, one group each. */
  public static final Stage REFERENCES = new Stage("references");

  /** Trials trained. */
  public static final Stage MINIMA = new Stage("minima");

  /** Depths of the minima of whole cells. */
  public static final Stage DEPTHS = new Stage("depths");

  /** The deepest of all local minima of problems, one group each. */
  public static final Stage SUPREMA = new Stage("suprema");

  /** Summaries of cells. */
  public static final Stage CELLS = new Stage("cells");

  /** Fits of a whole sweep, one group. */
  public static final Stage FITS = new Stage("fits");

  private static final List<Stage> KNOWN =
      List.of(REFERENCES, MINIMA, DEPTHS, SUPREMA, CELLS, FITS);

  public Stage {
    Objects.requireNonNull(label, "label");
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException("stage: '" + label + "' is not 1 to 32 small letters");
    }
  }

  /** The stages that write the rows of this version, in their order. */
  public static List<Stage> known() {
    return KNOWN;
  }

  /** Whether its groups cover problems, by keys of their own, and not trials by numbers. */
  public boolean isOfProblems() {
    return equals(REFERENCES) || equals(SUPREMA);
  }

  @JsonCreator
  static Stage of(String name) {
    Stage stage = new Stage(name.toLowerCase(Locale.ROOT));
    if (!stage.name().equals(name)) {
      throw new IllegalArgumentException("stage: '" + name + "' is not in capitals");
    }
    return stage;
  }

  /** The name in commits. */
  @JsonValue
  public String name() {
    return label.toUpperCase(Locale.ROOT);
  }

  /** Known stages in their order, then others by their names. */
  @Override
  public int compareTo(Stage other) {
    int here = KNOWN.indexOf(this);
    int there = KNOWN.indexOf(other);
    if (here < 0 && there < 0) {
      return label.compareTo(other.label);
    }
    return here < 0 || there < 0
        ? Boolean.compare(here < 0, there < 0)
        : Integer.compare(here, there);
  }

  @Override
  public String toString() {
    return name();
  }
}
