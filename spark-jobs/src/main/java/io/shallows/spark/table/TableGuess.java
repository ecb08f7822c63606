package io.shallows.spark.table;

import io.shallows.problem.TableProblem;
import io.shallows.spec.Key;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Settings that fit a table, guessed from its content. Delimiter, decimal mark, comments and header
 * are those with which the most cells are numbers; the target is a column called target, class,
 * label or y, else the last one that can be; text, dates, row numbers, constants and columns with
 * more than half of their cells missing are left out.
 */
final class TableGuess {
  /** Fewer numbers than these may begin a table by chance. */
  private static final int LEAST_NUMBERED = 3;

  /** Columns that are named when none is left. */
  private static final int MOST_SPOILERS = 3;

  private static final List<String> DELIMITERS =
      List.of("comma", "semicolon", "tab", "pipe", "space");
  private static final List<String> TARGETS = List.of("target", "class", "label", "y");
  private static final Pattern LIB_SVM =
      Pattern.compile("[-+0-9.eE]+(\\s+[0-9]+:[-+0-9.eE]+)+\\s*(#.*)?");
  private static final int LOOKED_AT = 200;

  /** Up to this many different whole numbers are classes. */
  private static final int CLASSES_OF_NUMBERS = 10;

  /** Up to this many different texts are classes. */
  private static final int CLASSES_OF_TEXT = 20;

  private static final int ROWS_PER_CLASS = 8;

  private TableGuess() {}

  /**
   * Settings for a table.
   *
   * @param content unpacked
   * @param start with the place of the file
   * @throws SpecException if it cannot be one
   */
  static Settings of(Content content, Settings start) {
    if (FileSignature.isParquet(content.bytes())) {
      Settings parquet = with(start, TableProblem.FORMAT, "parquet");
      try (ParquetTable records = new ParquetTable(content)) {
        return columns(content, records, parquet);
      }
    }
    String text = content.text();
    String first =
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    if (LIB_SVM.matcher(first).matches()) {
      return with(start, TableProblem.FORMAT, "libsvm");
    }
    Settings csv = with(start, TableProblem.FORMAT, "csv");
    if (first.startsWith("#")) {
      csv = with(csv, TableProblem.COMMENT, "#");
    }
    csv = delimiter(content, text, csv);
    Settings bare = with(csv, TableProblem.HEADER, false);
    boolean header =
        CountsLine.of(content, bare)
            .map(CountsLine::hasNames)
            .orElseGet(() -> !isData(new CsvTable(content, bare)));
    if (!header && CountsLine.of(content, bare).isEmpty()) {
      requireNoNumbering(content, new CsvTable(content, bare));
    }
    csv = decimal(content, with(csv, TableProblem.HEADER, header));
    return columns(content, new CsvTable(content, csv), csv);
  }

  private static <T> Settings with(Settings settings, Key<T> key, T value) {
    Settings.Builder builder = Settings.builder(settings.keys());
    settings.keys().forEach(each -> copy(settings, each, builder));
    return builder.set(key, value).build();
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  /** The delimiter that gives all of the first records the same number of cells, the most. */
  private static Settings delimiter(Content content, String text, Settings csv) {
    int most = 1;
    String best = "comma";
    for (String name : DELIMITERS) {
      int cells = cells(content, text, name, csv.get(TableProblem.COMMENT));
      if (cells > most) {
        most = cells;
        best = name;
      }
    }
    return with(csv, TableProblem.DELIMITER, best);
  }

  /** Cells per record, without a line that counts them; 0 where records differ or are none. */
  private static int cells(Content content, String text, String delimiter, String comment) {
    CsvRecords records = new CsvRecords(content, text, CsvTable.DELIMITERS.get(delimiter), comment);
    int cells = 0;
    try {
      String[] first = records.next();
      String[] record = records.next();
      cells = CountsLine.isLikely(first, record) ? record.length : first == null ? 0 : first.length;
      for (int i = 1; i < LOOKED_AT && record != null; i++) {
        if (record.length != cells) {
          return 0;
        }
        record = records.next();
      }
    } catch (SpecException e) {
      return 0; // not even a text of records with this delimiter
    }
    return cells;
  }

  /** Whether at least half of the inputs of the first line are numbers, as in {@code CsvTable}. */
  private static boolean isData(CsvTable table) {
    table.next();
    int columns = table.names().size();
    long numbers =
        IntStream.range(0, columns - 1).filter(j -> !Double.isNaN(table.number(j))).count();
    return numbers > 0 && 2 * numbers >= columns - 1;
  }

  /**
   * Refuses a first line that numbers the columns from 0 or 1, three at least: pandas writes such
   * names, and as a row they would be one that nobody measured.
   */
  private static void requireNoNumbering(Content content, CsvTable table) {
    int columns = table.names().size();
    if (columns < LEAST_NUMBERED || !table.next()) {
      return;
    }
    double first = table.number(0);
    boolean numbers =
        (first == 0 || first == 1)
            && IntStream.range(0, columns).allMatch(j -> table.number(j) == first + j);
    if (numbers) {
      throw content.damaged(
          "numbers its columns at line "
              + table.position()
              + " ("
              + table.text(0)
              + ", "
              + table.text(1)
              + ", "
              + table.text(2)
              + (columns > LEAST_NUMBERED ? ", ..." : "")
              + "): names, as pandas writes them, or a row",
          "give the columns names there, or remove the line; if it is a row, write a spec by hand"
              + " with problem.header: false");
    }
  }

  private static Settings decimal(Content content, Settings csv) {
    if (csv.get(TableProblem.DELIMITER).equals("comma")) {
      return csv;
    }
    Settings comma = with(csv, TableProblem.DECIMAL, "comma");
    return numbers(new CsvTable(content, comma)) > numbers(new CsvTable(content, csv))
        ? comma
        : csv;
  }

  private static long numbers(CsvTable table) {
    long numbers = 0;
    for (int row = 0; row < LOOKED_AT && table.next(); row++) {
      numbers +=
          IntStream.range(0, table.names().size())
              .filter(j -> !Double.isNaN(table.number(j)))
              .count();
    }
    return numbers;
  }

  private static Settings columns(Content content, TableRecords records, Settings settings) {
    List<ColumnProfile> profiles = ColumnProfile.all(records);
    int rows = profiles.get(0).rows();
    if (rows == 0) {
      throw content.damaged("has no rows below its names", "give a file with rows");
    }
    List<String> names = records.names();
    int target = target(names, profiles, records);
    if (target < 0) {
      throw content.damaged(
          "has no column that could be a target: none has numbers that differ or a few labels",
          "write a spec by hand (shallows init), or give another table");
    }
    List<Integer> inputs =
        IntStream.range(0, names.size())
            .filter(j -> j != target && isInput(names, profiles, records, j))
            .boxed()
            .toList();
    if (inputs.isEmpty()) {
      throw content.damaged(
          "has no column of numbers beside "
              + (names.get(target).isEmpty() ? "column " + (target + 1) : names.get(target))
              + " that could be an input",
          spoilers(
                  names, profiles, settings.get(TableProblem.FORMAT).equals("csv") ? "line" : "row")
              .orElse("networks need numbers: code the texts as numbers first"));
    }
    ColumnProfile targetProfile = profiles.get(target);
    boolean classes = isClasses(targetProfile);
    List<String> ignored = new ArrayList<>();
    boolean holes = targetProfile.missing() > 0;
    for (int j = 0; j < names.size(); j++) {
      if (inputs.contains(j)) {
        holes |= profiles.get(j).missing() > 0;
      } else if (j != target && !records.indexes().contains(j)) {
        ignored.add(TableColumns.name(names, j));
      }
    }
    Settings guessed = with(settings, TableProblem.TARGETS, classes ? "classes" : "values");
    guessed = with(guessed, TableProblem.TARGET, TableColumns.name(names, target));
    guessed = with(guessed, TableProblem.IGNORE, List.copyOf(ignored));
    guessed =
        with(
            guessed,
            TableProblem.COLUMNS,
            inputs.stream().map(j -> TableColumns.name(names, j)).toList());
    if (holes) {
      guessed = with(guessed, TableProblem.MISSING, "drop");
    }
    return classes ? guessed : with(guessed, TableProblem.TARGET_NORMALIZATION, "standard");
  }

  /** The cells for which columns that are nearly of numbers are none. */
  private static Optional<String> spoilers(
      List<String> names, List<ColumnProfile> profiles, String unit) {
    List<String> spoiled = new ArrayList<>();
    for (int j = 0; j < names.size() && spoiled.size() < MOST_SPOILERS; j++) {
      String name = TableColumns.name(names, j);
      profiles
          .get(j)
          .spoiler()
          .ifPresent(
              cell ->
                  spoiled.add(
                      name
                          + " has "
                          + cell.cell()
                          + " at "
                          + unit
                          + " "
                          + cell.position()
                          + ", which "
                          + cell.why()));
    }
    return spoiled.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", spoiled) + "; mend such cells, or leave their rows out");
  }

  private static int target(
      List<String> names, List<ColumnProfile> profiles, TableRecords records) {
    for (String usual : TARGETS) {
      Optional<Integer> named =
          IntStream.range(0, names.size())
              .filter(j -> names.get(j).equalsIgnoreCase(usual) && canBeTarget(profiles.get(j)))
              .boxed()
              .findFirst();
      if (named.isPresent()) {
        return named.get();
      }
    }
    for (int j = names.size() - 1; j >= 0; j--) {
      if (!records.indexes().contains(j)
          && !RowNumbers.isName(names.get(j))
          && canBeTarget(profiles.get(j))) {
        return j;
      }
    }
    return -1;
  }

  private static boolean canBeTarget(ColumnProfile profile) {
    return profile.distinct() > 1
        && 2 * profile.missing() <= profile.rows()
        && (profile.isNumbers() || isClasses(profile));
  }

  private static boolean isClasses(ColumnProfile profile) {
    if (profile.isNumbers()) {
      return profile.isWhole()
          && profile.distinct() <= CLASSES_OF_NUMBERS
          && profile.distinct() * ROWS_PER_CLASS <= profile.rows();
    }
    return profile.isLabels()
        && profile.distinct() <= CLASSES_OF_TEXT
        && profile.distinct() * 2 <= profile.rows();
  }

  private static boolean isInput(
      List<String> names, List<ColumnProfile> profiles, TableRecords records, int column) {
    ColumnProfile profile = profiles.get(column);
    boolean numbersRows =
        profile.rises()
            && ((column == 0 && profile.counts()) || RowNumbers.isName(names.get(column)));
    return (profile.isNumbers() || profile.isFlags())
        && !records.indexes().contains(column)
        && !names.get(column).isEmpty()
        && profile.distinct() > 1
        && 2 * profile.missing() <= profile.rows()
        && !numbersRows
        && !RowNumbers.isWritten(names.get(column));
  }
}
