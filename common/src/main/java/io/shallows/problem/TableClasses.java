package io.shallows.problem;

import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The classes of a table's labels. Numbers that are equal are one class however they are written;
 * other labels that differ only in writing are refused, since nobody knows what is meant.
 */
final class TableClasses {
  /** More classes than this are values by mistake. */
  static final int MOST = 10_000;

  /** Up to this many classes may have few rows each. */
  private static final int FEW = 20;

  /** Above {@link #FEW} classes, fewer rows per class than this are values or names by mistake. */
  private static final int ROWS_PER_CLASS = 4;

  private static final int NAMED = 8;

  private TableClasses() {}

  /** The names of the kept classes: those asked for in their order, or all. */
  static List<String> names(Settings settings, TableData table) {
    Map<String, Set<String>> found = found(table);
    List<String> asked = settings.get(TableProblem.CLASSES);
    Map<String, String> askedByKey = new LinkedHashMap<>();
    for (String label : asked) {
      if (!found.containsKey(CellText.key(label))) {
        throw new SpecException(
            "problem.classes: "
                + label
                + " is not a label of "
                + table.name()
                + "; it has "
                + some(
                    found.values().stream().map(TableClasses::name).sorted(order(found)).toList()));
      }
      String same = askedByKey.put(CellText.key(label), label);
      if (same != null) {
        throw new SpecException(
            "problem.classes: " + same + " and " + label + " are one class; name it once");
      }
    }
    found.forEach(
        (key, written) -> {
          if (asked.isEmpty() || askedByKey.containsKey(key)) {
            requireOneWriting(table, written);
          }
        });
    requireNoLikeness(table, found, askedByKey.keySet());
    if (asked.isEmpty()) {
      requireFew(table, found);
    }
    List<String> names =
        asked.isEmpty()
            ? found.values().stream().map(TableClasses::name).sorted(order(found)).toList()
            : asked;
    if (names.size() < 2) {
      throw new SpecException(
          "problem.classes: one class only, " + names + ", is nothing to learn; keep two or more");
    }
    return names;
  }

  /** The ways in which each class is written, by its key, in the order of the file. */
  private static Map<String, Set<String>> found(TableData table) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (int row = 0; row < table.rows(); row++) {
      String label = table.label(row);
      if (!seen.add(label)) {
        continue;
      }
      if (label.isEmpty() || label.chars().anyMatch(Character::isISOControl)) {
        throw new SpecException(
            "problem.target: "
                + table.name()
                + " has at "
                + table.place(row)
                + " a label "
                + (label.isEmpty() ? "without letters" : "with a line break or control character")
                + "; mend it, or give another target");
      }
      found.computeIfAbsent(CellText.key(label), key -> new LinkedHashSet<>()).add(label);
      if (found.size() > MOST) {
        throw new SpecException(
            "problem.target: "
                + table.name()
                + " has more than "
                + MOST
                + " different labels; use targets: values, or another target");
      }
    }
    return found;
  }

  private static void requireOneWriting(TableData table, Set<String> written) {
    if (written.size() > 1 && !written.stream().allMatch(CellText::isPlainNumber)) {
      List<String> ways = List.copyOf(written);
      throw new SpecException(
          "problem.target: "
              + table.name()
              + " has the label "
              + ways.get(0)
              + " at "
              + firstPlace(table, ways.get(0))
              + " and "
              + ways.get(1)
              + " at "
              + firstPlace(table, ways.get(1))
              + ", which may be one class or two; write them alike, or so that they differ");
    }
  }

  /**
   * Refuses classes that the same word may mean, one of which is kept: they differ in capitals,
   * white space or the composition of letters only, unless all of them are asked for.
   */
  private static void requireNoLikeness(
      TableData table, Map<String, Set<String>> found, Set<String> asked) {
    Map<String, String> alike = new TreeMap<>();
    found.forEach(
        (key, written) -> {
          String other = alike.putIfAbsent(CellText.folded(key), key);
          if (other == null
              || (asked.contains(key) && asked.contains(other))
              || (!asked.isEmpty() && !asked.contains(key) && !asked.contains(other))) {
            return;
          }
          String label = written.iterator().next();
          String before = found.get(other).iterator().next();
          throw new SpecException(
              "problem.target: "
                  + table.name()
                  + " has the label "
                  + before
                  + " at "
                  + firstPlace(table, before)
                  + " and "
                  + label
                  + " at "
                  + firstPlace(table, label)
                  + ", which differ in capitals, white space or accents only; write them alike, or"
                  + " list both under problem.classes");
        });
  }

  private static void requireFew(TableData table, Map<String, Set<String>> found) {
    int classes = found.size();
    if (classes > FEW && (long) classes * ROWS_PER_CLASS > table.rows()) {
      boolean numbers = found.values().stream().allMatch(TableClasses::isNumbers);
      throw new SpecException(
          "problem.target: "
              + table.name()
              + " has "
              + classes
              + " different labels in "
              + table.rows()
              + " rows, such as "
              + some(found.values().stream().map(TableClasses::name).toList())
              + "; "
              + (numbers ? "use targets: values" : "give another target")
              + ", or list the classes under problem.classes");
    }
  }

  /** As it is written, or the usual writing of a number that is written in several ways. */
  private static String name(Set<String> written) {
    String first = written.iterator().next();
    return written.size() == 1 ? first : CellText.plain(first);
  }

  private static boolean isNumbers(Set<String> written) {
    return written.stream().allMatch(TableClasses::isNumber);
  }

  private static boolean isNumber(String label) {
    return !Double.isNaN(CellText.number(label));
  }

  /** Numbers by value, other labels by their letters. */
  private static Comparator<String> order(Map<String, Set<String>> found) {
    Comparator<String> letters = Comparator.naturalOrder();
    return found.values().stream().allMatch(TableClasses::isNumbers)
        ? Comparator.<String>comparingDouble(CellText::number).thenComparing(letters)
        : letters;
  }

  private static String firstPlace(TableData table, String label) {
    int row = 0;
    while (!table.label(row).equals(label)) {
      row++;
    }
    return table.place(row);
  }

  private static String some(Collection<String> labels) {
    return labels.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (labels.size() > NAMED ? ", ..." : "");
  }

  /** Rows of each class, in the order of the names. */
  static List<Integer> counts(List<String> names, TableData table) {
    ClassNames classes = new ClassNames(names);
    int[] counts = new int[names.size()];
    for (int row = 0; row < table.rows(); row++) {
      int k = classes.indexOf(table.label(row));
      if (k >= 0) {
        counts[k]++;
      }
    }
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return list;
  }
}
