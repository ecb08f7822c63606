package io.shallows.spark.table;

import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which columns of a file are inputs, which is the target, and which are left out.
 *
 * <p>A column is called by its name, or by its number from 1 if no column has that name. Without a
 * word of the spec the target is the last column and all others are inputs, but an index of pandas
 * is neither.
 */
final class TableColumns {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern INDEX = Pattern.compile("__index_level_[0-9]+__");
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_. -]*[A-Za-z0-9_.]|\\w");
  private static final int SHOWN = 12;
  private static final int LONGEST_LIST = 600;

  private final Content file;
  private final List<String> names;
  private final Set<Integer> indexes;
  private final int target;
  private final int[] inputs;
  private final boolean chosen;

  /**
   * Chooses the columns of a file.
   *
   * @param names empty where a column has none
   * @param indexes numbers of columns, from 0, that were written as an index of rows
   */
  TableColumns(Content file, List<String> names, Set<Integer> indexes, Settings settings) {
    this.file = file;
    this.names = names;
    this.indexes = new TreeSet<>(indexes);
    IntStream.range(0, names.size())
        .filter(j -> INDEX.matcher(names.get(j)).matches())
        .forEach(this.indexes::add);
    Set<Integer> ignored = all("problem.ignore", settings.get(TableProblem.IGNORE));
    Set<Integer> columns = all("problem.columns", settings.get(TableProblem.COLUMNS));
    this.chosen = !columns.isEmpty();
    this.target = target(settings.get(TableProblem.TARGET), ignored, columns);
    refuse("problem.ignore", ignored.contains(target), target, "is the target");
    refuse("problem.columns", columns.contains(target), target, "is the target");
    for (int column : columns) {
      refuse("problem.ignore", ignored.contains(column), column, "is under problem.columns too");
    }
    this.inputs =
        IntStream.range(0, names.size())
            .filter(
                j ->
                    chosen
                        ? columns.contains(j)
                        : j != target && !ignored.contains(j) && !this.indexes.contains(j))
            .toArray();
    if (inputs.length == 0) {
      throw file.damaged(
          "has no column left for the inputs beside the target " + name(target),
          "leave fewer columns out, or give another target");
    }
    requireDistinct();
  }

  private void refuse(String key, boolean wrong, int column, String complaint) {
    if (wrong) {
      throw new SpecException(
          key
              + ": "
              + name(column)
              + " of "
              + file.name()
              + " "
              + complaint
              + "; take it out of one of them");
    }
  }

  private int target(String asked, Set<Integer> ignored, Set<Integer> columns) {
    if (!asked.isEmpty()) {
      return find("problem.target", asked);
    }
    int last = names.size() - 1;
    while (last >= 0
        && (ignored.contains(last) || indexes.contains(last) || columns.contains(last))) {
      last--;
    }
    if (last < 0) {
      throw file.damaged("has no column left for the target", "give problem.target");
    }
    if (names.get(last).isEmpty()) {
      throw file.damaged(
          "has no name over column "
              + (last + 1)
              + ", which would be the target (a delimiter at the end of lines?)",
          "ignore: [" + (last + 1) + "] leaves it out; problem.target says what the target is");
    }
    return last;
  }

  private Set<Integer> all(String key, List<String> asked) {
    Set<Integer> found = new TreeSet<>();
    for (String column : asked) {
      if (!found.add(find(key, column))) {
        throw new SpecException(
            key + ": " + column + " names a column a second time; leave it out");
      }
    }
    return found;
  }

  private int find(String key, String asked) {
    int index = names.indexOf(asked);
    if (index >= 0 && names.lastIndexOf(asked) > index) {
      throw new SpecException(
          key
              + ": "
              + asked
              + " stands over columns "
              + (index + 1)
              + " and "
              + (names.lastIndexOf(asked) + 1)
              + " of "
              + file.name()
              + "; give the number of the one that is meant");
    }
    if (index < 0 && NUMBER.matcher(asked).matches()) {
      index = Integer.parseInt(asked) - 1;
    }
    if (index < 0 || index >= names.size()) {
      throw new SpecException(
          key
              + ": "
              + asked
              + " is no column of "
              + file.name()
              + "; it has "
              + IntStream.range(0, names.size())
                  .limit(SHOWN)
                  .mapToObj(this::name)
                  .collect(Collectors.joining(", "))
              + (names.size() > SHOWN ? ", ..." : "")
              + Suggestion.nearest(asked, names).map(near -> "; " + near + "?").orElse(""));
    }
    return index;
  }

  private void requireDistinct() {
    List<Integer> used = new ArrayList<>(IntStream.of(inputs).boxed().toList());
    used.add(target);
    for (int j : used) {
      int first = names.indexOf(names.get(j));
      if (!names.get(j).isEmpty() && first < j && used.contains(first)) {
        throw file.damaged(
            "has the name " + names.get(j) + " over columns " + (first + 1) + " and " + (j + 1),
            "ignore: [" + (j + 1) + "] leaves one out; else rename it");
      }
    }
  }

  /** The number of the target's column, from 0. */
  int target() {
    return target;
  }

  /** The numbers of the inputs' columns, from 0, in the order of the file. */
  int[] inputs() {
    return inputs.clone();
  }

  /** Whether the spec names the inputs. */
  boolean areChosen() {
    return chosen;
  }

  /** What a spec can call a column: its name, or its number where the name does not do. */
  String name(int column) {
    return name(names, column);
  }

  static String name(List<String> names, int column) {
    String name = names.get(column);
    boolean usable =
        !name.isBlank()
            && names.indexOf(name) == names.lastIndexOf(name)
            && name.chars().noneMatch(Character::isISOControl);
    return usable ? name : Integer.toString(column + 1);
  }

  boolean isUnnamed(int column) {
    return names.get(column).isEmpty();
  }

  List<String> inputNames() {
    return IntStream.of(inputs).mapToObj(this::name).toList();
  }

  /** Columns that are neither input nor target. */
  List<String> leftOut() {
    Set<Integer> used = IntStream.of(inputs).boxed().collect(Collectors.toCollection(TreeSet::new));
    return IntStream.range(0, names.size())
        .filter(j -> j != target && !used.contains(j))
        .mapToObj(this::name)
        .toList();
  }

  /** Those of {@link #leftOut} that are an index of pandas. */
  List<String> indexNames() {
    List<String> leftOut = leftOut();
    return indexes.stream().map(this::name).filter(leftOut::contains).toList();
  }

  /** A list of columns as a spec writes it. */
  static String list(List<String> columns) {
    String all =
        columns.stream()
            .map(name -> PLAIN.matcher(name).matches() ? name : "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    return all.length() <= LONGEST_LIST
        ? "[" + all + "]"
        : "[" + all.substring(0, all.lastIndexOf(',', LONGEST_LIST)) + ", ...]";
  }
}
