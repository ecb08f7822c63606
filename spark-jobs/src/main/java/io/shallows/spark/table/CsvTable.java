package io.shallows.spark.table;

import io.shallows.problem.CellText;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows of a CSV file. */
final class CsvTable implements TableRecords {
  /** The delimiters by their names. */
  static final Map<String, Character> DELIMITERS =
      Map.of("comma", ',', "semicolon", ';', "tab", '\t', "space", ' ', "pipe", '|');

  private static final List<String> LIKELY = List.of("semicolon", "tab", "pipe", "comma");

  private final Content file;
  private final CsvRecords records;
  private final char mark;
  private final Optional<CountsLine> counts;
  private final List<String> names;
  private final int namesLine;
  private final boolean header;
  private String[] row;
  private boolean pending;

  /** Reads the first line, and the one below if the first counts rows and inputs. */
  CsvTable(Content file, Settings settings) {
    this.file = file;
    this.mark = settings.get(TableProblem.DECIMAL).equals("comma") ? ',' : '.';
    this.header = settings.get(TableProblem.HEADER);
    String delimiter = settings.get(TableProblem.DELIMITER);
    this.records =
        new CsvRecords(
            file, file.text(), DELIMITERS.get(delimiter), settings.get(TableProblem.COMMENT));
    String[] first = records.next();
    if (first == null) {
      throw file.damaged("is empty", "give a file with rows");
    }
    this.counts = CountsLine.of(file, settings);
    if (counts.isPresent()) {
      first = records.next();
      requireHeader(counts.get());
    }
    if (first.length == 1) {
      throw oneColumn(first[0]);
    }
    this.namesLine = records.line();
    this.row = first;
    this.pending = !header;
    this.names =
        header
            ? List.of(first)
            : IntStream.rangeClosed(1, first.length).mapToObj(Integer::toString).toList();
  }

  private void requireHeader(CountsLine line) {
    if (line.hasNames() != header) {
      throw file.damaged(
          line.remark()
              + "; the "
              + line.rows()
              + " rows begin at line "
              + (line.hasNames() ? "3, below names" : "2, without names"),
          "use problem.header: " + line.hasNames());
    }
  }

  /** What to say of a first line without a delimiter: a title above the table, or another one. */
  private SpecException oneColumn(String first) {
    int line = records.line();
    String complaint = "has one column only at line " + line + ": " + shown(first);
    String mark = first.toLowerCase(Locale.ROOT);
    if (mark.startsWith("sep=")) {
      return file.damaged(complaint, "delete that line, which tells Excel the delimiter");
    }
    String[] next = first.startsWith("#") || first.startsWith("%") ? null : records.next();
    while (next != null && next.length == 1) {
      next = records.next();
    }
    return next == null
        ? file.damaged(complaint, cure(first))
        : file.damaged(
            complaint + ", above a table that begins at line " + records.line(),
            "delete what stands above its names");
  }

  private static String cure(String line) {
    if (line.startsWith("#") || line.startsWith("%")) {
      return "problem.comment: \"" + line.charAt(0) + "\" skips lines that start so";
    }
    return LIKELY.stream()
        .filter(name -> line.indexOf(DELIMITERS.get(name)) >= 0)
        .findFirst()
        .map(name -> "use problem.delimiter: " + name)
        .orElse(
            line.contains(" ")
                ? "use problem.delimiter: space"
                : "a table has inputs and a target; check problem.delimiter");
  }

  /** A cell as messages show it. */
  static String shown(String cell) {
    String clean = cell.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= 40 ? clean : clean.substring(0, 37) + "...";
  }

  /**
   * Refuses names that are numbers, for then the first row of the data would be lost.
   *
   * @param target number of the target's column, from 0
   */
  void requireNames(int target) {
    if (!header) {
      return;
    }
    List<String> numbers =
        IntStream.range(0, names.size())
            .filter(j -> j != target && !Double.isNaN(CellText.number(names.get(j), mark)))
            .mapToObj(names::get)
            .toList();
    if (!numbers.isEmpty() && 2 * numbers.size() >= names.size() - 1) {
      throw file.damaged(
          "has numbers at line "
              + namesLine
              + " where names should be ("
              + numbers.stream().limit(4).collect(Collectors.joining(", "))
              + (numbers.size() > 4 ? ", ..." : "")
              + ")",
          "problem.header: false if it has no names; if these are names, list the inputs under"
              + " problem.columns");
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public Set<Integer> indexes() {
    return Set.of();
  }

  @Override
  public List<String> remarks() {
    return counts.map(line -> List.of(line.remark())).orElse(List.of());
  }

  @Override
  public boolean next() {
    if (pending) {
      pending = false;
      return true;
    }
    row = records.next();
    if (row == null) {
      return false;
    }
    if (row.length != names.size()) {
      boolean rowNames = header && row.length == names.size() + 1;
      throw file.damaged(
          "has "
              + row.length
              + (row.length == 1 ? " cell" : " cells")
              + " at line "
              + records.line()
              + " where "
              + (counts.isPresent() ? "line " + namesLine : "the first line")
              + " has "
              + names.size(),
          rowNames
              ? "name the first column too (R: write.csv, or col.names = NA), or mend the line"
              : "mend the line, or check problem.delimiter and problem.comment");
    }
    return true;
  }

  @Override
  public int position() {
    return records.line();
  }

  @Override
  public double number(int column) {
    return CellText.number(row[column], mark);
  }

  @Override
  public Kind kind(int column) {
    String cell = row[column];
    if (CellText.isMissing(cell)) {
      return Kind.MISSING;
    }
    if (CellText.isFlag(cell)) {
      return Kind.FLAG;
    }
    return Double.isNaN(number(column)) ? Kind.TEXT : Kind.NUMBER;
  }

  @Override
  public String text(int column) {
    return row[column];
  }

  /** A number as a label has a decimal point, whatever the file has. */
  @Override
  public String label(int column) {
    boolean comma = mark == ',' && !Double.isNaN(number(column));
    return comma ? row[column].replace(',', '.') : row[column];
  }

  @Override
  public Optional<String> reason(int column) {
    return CellText.reason(row[column], mark);
  }
}
