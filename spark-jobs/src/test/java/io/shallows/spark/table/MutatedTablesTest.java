package io.shallows.spark.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.shallows.problem.Dataset;
import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of random shape, writing, packing and damage: each is read as DuckDB reads it, or refused
 * in a few lines. DuckDB gives cells as text (CSV) or typed (Parquet); what they mean is written
 * down here again.
 */
class MutatedTablesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int CSV_TABLES = 1800;
  private static final int PARQUET_TABLES = 400;
  private static final int OTHER_TABLES = 300;
  private static final int MOST_SHOWN = 12;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,5})?");
  private static final Set<String> MISSING =
      Set.of(
          "", "NA", "N/A", "#N/A", "<NA>", "n/a", "na", "NaN", "nan", "NAN", "-nan", "-NaN", "NaT",
          "null", "NULL", "Null", "None", "?", ".");
  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "d",
    "e",
    "long name",
    "\u00e4\u00df",
    "1st",
    "x,y",
    "q\"q",
    "",
    "rownames",
    "id",
    "3",
    "a"
  };
  private static final String[] TEXTS = {
    "red",
    "green",
    "blue",
    "x y",
    "\u00fc",
    "NA",
    "",
    "true",
    "5d",
    "0x1p3",
    "2020-01-31",
    "12%",
    "-",
    "x\ny"
  };

  @TempDir private Path folder;
  private final List<String> failures = new ArrayList<>();
  private int accepted;
  private int refused;

  private SweepSpec resolve(String keys) {
    return TableFiles.resolve(
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\nproblem: {kind: table, normalization: none, bias: false, "
                    + keys
                    + "}\n",
                "spec.yaml"),
        HADOOP);
  }

  private static Dataset data(SweepSpec resolved) {
    return Problem.of(resolved, 0, resolved.grid().inputDimension().smallest())
        .dataset(settings -> TableFiles.table(settings, HADOOP))
        .orElseThrow();
  }

  /** The data, or null where they are refused as they should be. */
  private SweepSpec tried(String keys, String what) {
    try {
      SweepSpec resolved = resolve(keys);
      accepted++;
      return resolved;
    } catch (SpecException e) {
      refused++;
      assertTrue(e.getMessage().lines().count() <= 3, what + ": " + e.getMessage());
      assertTrue(
          e.getMessage().matches("(?s)(problem|grid)\\.[A-Za-z]+: .+; .+"),
          what + ": " + e.getMessage());
      assertFalse(e.getMessage().matches("(?s).*(Exception|@[0-9a-f]{5,}).*"), e.getMessage());
      return null;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  /** A cell as the rules of tables see it. */
  private record Cell(String text, BigDecimal number, boolean missing) {
    static Cell ofText(String raw, boolean comma) {
      String text =
          raw == null ? "" : raw.replaceAll("^[\\s\\u00a0\\ufeff]+|[\\s\\u00a0\\ufeff]+$", "");
      String point = comma ? text.replace('.', '!').replace(',', '.') : text;
      BigDecimal number = NUMBER.matcher(point).matches() ? new BigDecimal(point) : null;
      if (Set.of("true", "True", "TRUE").contains(text)) {
        number = BigDecimal.ONE;
      } else if (Set.of("false", "False", "FALSE").contains(text)) {
        number = BigDecimal.ZERO;
      }
      return new Cell(text, number, MISSING.contains(text));
    }
  }

  // CSV

  private static String number(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Integer.toString(random.nextInt(20) - 10);
      case 1 -> Double.toString(random.nextGaussian());
      case 2 -> random.nextInt(100) + "e-" + random.nextInt(4);
      case 3 -> "+" + random.nextInt(9) + ".";
      case 4 -> Long.toString((1L << 53) + random.nextInt(3));
      default -> Double.toString(Math.rint(100 * random.nextGaussian()) / 4);
    };
  }

  private record Written(String name, String keys, boolean comma, char delimiter) {}

  private Written csv(Random random) throws IOException {
    String[] words = {"comma", "semicolon", "tab", "pipe"};
    int which = random.nextInt(words.length);
    char delimiter = ",;\t|".charAt(which);
    boolean comma = delimiter != ',' && random.nextInt(4) == 0;
    int columns = 2 + random.nextInt(4);
    int rows = random.nextInt(12) == 0 ? 0 : 3 + random.nextInt(10);
    boolean odd = random.nextInt(3) == 0;
    int quoting = random.nextInt(3);
    String end = new String[] {"\n", "\n", "\r\n", "\r"}[random.nextInt(4)];
    boolean values = random.nextInt(3) == 0;
    int holes = random.nextInt(3) == 0 ? 8 : Integer.MAX_VALUE;
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\ufeff" : "");
    for (int j = 0; j < columns; j++) {
      String name = odd ? NAMES[random.nextInt(NAMES.length)] : NAMES[j];
      text.append(j > 0 ? delimiter : "").append(quoted(name, quoting, delimiter, random));
    }
    int labels = random.nextInt(4);
    for (int i = 0; i < rows; i++) {
      text.append(end).append(random.nextInt(40) == 0 ? end : "");
      for (int j = 0; j < columns; j++) {
        boolean target = j == columns - 1 && !values;
        String cell =
            target
                ? label(labels, random)
                : random.nextInt(holes) == 0
                    ? "NA"
                    : odd && random.nextInt(40) == 0
                        ? TEXTS[random.nextInt(TEXTS.length)]
                        : number(random);
        cell = comma && NUMBER.matcher(cell).matches() ? cell.replace('.', ',') : cell;
        text.append(j > 0 ? delimiter : "").append(quoted(cell, quoting, delimiter, random));
      }
    }
    text.append(random.nextBoolean() ? end : "");
    String damaged = random.nextInt(2) == 0 ? damaged(text, random) : text.toString();
    byte[] bytes =
        switch (random.nextInt(12)) {
          case 0 -> damaged.getBytes(ISO_8859_1);
          case 1 -> random.nextInt(3) == 0 ? damaged.getBytes(UTF_16LE) : damaged.getBytes(UTF_8);
          default -> damaged.getBytes(UTF_8);
        };
    String name = "t.csv";
    if (random.nextInt(5) == 0) {
      name = "t.csv.gz";
      bytes = packed(bytes, random);
    }
    String keys =
        "format: csv, delimiter: "
            + words[which]
            + (comma ? ", decimal: comma" : "")
            + (values ? ", targets: values" : "")
            + (random.nextBoolean() ? ", missing: drop" : "")
            + (random.nextInt(6) == 0 ? ", ignore: [1]" : "");
    Files.write(folder.resolve(name), bytes);
    return new Written(name, keys, comma, delimiter);
  }

  private static String label(int sort, Random random) {
    return switch (sort) {
      case 0 -> TEXTS[random.nextInt(3)];
      case 1 -> Integer.toString(random.nextInt(3));
      case 2 -> new String[] {"1", "1.0", "2", "2e0", "0", "-0"}[random.nextInt(6)];
      default -> TEXTS[random.nextInt(random.nextInt(5) == 0 ? TEXTS.length : 4)];
    };
  }

  private static String quoted(String cell, int quoting, char delimiter, Random random) {
    boolean must = cell.indexOf(delimiter) >= 0 || cell.matches("(?s).*[\"\n\r].*");
    boolean quotes = must || quoting == 2 || (quoting == 1 && random.nextInt(4) == 0);
    return quotes
        ? "\"" + cell.replace("\"", "\"\"") + "\""
        : cell + (random.nextInt(30) == 0 && !cell.isEmpty() ? " " : "");
  }

  private static String damaged(StringBuilder text, Random random) {
    for (int k = 1 + random.nextInt(2); k > 0 && text.length() > 2; k--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(7)) {
        case 0 -> text.insert(at, '"');
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.setLength(at);
        case 3 -> text.insert(at, ",;\t|".charAt(random.nextInt(4)));
        case 4 -> text.setCharAt(at, "x9-.\u00e9\0".charAt(random.nextInt(6)));
        case 5 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        default -> text.insert(at, random.nextBoolean() ? "\n" : "e");
      }
    }
    return text.toString();
  }

  private static byte[] packed(byte[] bytes, Random random) {
    int cut = random.nextInt(bytes.length + 1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(SmallTables.packed(Arrays.copyOf(bytes, cut)));
    all.writeBytes(SmallTables.packed(Arrays.copyOfRange(bytes, cut, bytes.length)));
    byte[] packed = all.toByteArray();
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(packed, packed.length - 1 - random.nextInt(packed.length - 1));
      case 1 -> {
        packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
        yield packed;
      }
      default -> packed;
    };
  }

  @Test
  void csvIsReadAsDuckDbReadsItOrRefused() throws Exception {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      for (int seed = 0; seed < CSV_TABLES; seed++) {
        try {
          csv(duck, seed);
        } catch (AssertionError e) {
          failures.add(e.getMessage());
        }
      }
    }
    assertEquals(List.of(), failures.stream().limit(MOST_SHOWN).toList());
    assertTrue(accepted > 200, accepted + " accepted");
    assertTrue(refused > 400, refused + " refused");
  }

  private void csv(Connection duck, int seed) throws IOException {
    Written table = csv(new Random(seed));
    Path file = folder.resolve(table.name());
    SweepSpec resolved = tried("uri: '" + file + "', " + table.keys(), "seed " + seed);
    if (resolved != null) {
      Settings settings = resolved.problem().settings();
      int columns =
          settings.get(TableProblem.COLUMNS).size() + settings.get(TableProblem.IGNORE).size() + 1;
      List<Cell[]> rows = new ArrayList<>();
      List<String> names = duckCsv(duck, file, table, columns, rows);
      compare(resolved, names, rows, "seed " + seed + ": " + table.keys());
    }
  }

  /** The names; the rows are added to a list. */
  private static List<String> duckCsv(
      Connection duck, Path file, Written table, int columns, List<Cell[]> rows)
      throws IOException {
    StringBuilder types = new StringBuilder();
    for (int j = 0; j < columns; j++) {
      types.append(j > 0 ? ", " : "").append("c").append(j).append(": 'VARCHAR'");
    }
    String query =
        "SELECT * FROM read_csv('"
            + file
            + "', header=false, auto_detect=false, delim='"
            + table.delimiter()
            + "', quote='\"', escape='\"', strict_mode=true, nullstr='\1', columns={"
            + types
            + "})";
    List<String> names = new ArrayList<>();
    try (Statement sql = duck.createStatement();
        ResultSet found = sql.executeQuery(query)) {
      while (found.next()) {
        Cell[] row = new Cell[columns];
        for (int j = 0; j < columns; j++) {
          row[j] = Cell.ofText(found.getString(j + 1), table.comma());
        }
        if (names.isEmpty()) {
          for (Cell name : row) {
            names.add(name.text());
          }
        } else {
          rows.add(row);
        }
      }
    } catch (SQLException e) {
      // DuckDB gives up where lines end in several ways.
      names.clear();
      rows.clear();
      for (String[] record : univocity(file, table)) {
        Cell[] row =
            Arrays.stream(record)
                .map(cell -> Cell.ofText(cell, table.comma()))
                .toArray(Cell[]::new);
        if (names.isEmpty()) {
          Arrays.stream(row).forEach(name -> names.add(name.text()));
        } else {
          rows.add(row);
        }
      }
    }
    return names;
  }

  private static List<String[]> univocity(Path file, Written table) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (InputStream in =
        table.name().endsWith(".gz")
            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
            : new ByteArrayInputStream(bytes)) {
      CsvParserSettings csv = new CsvParserSettings();
      csv.getFormat().setDelimiter(table.delimiter());
      csv.getFormat().setLineSeparator("\n");
      csv.getFormat().setComment('\0');
      csv.setIgnoreLeadingWhitespaces(false);
      String text = new String(in.readAllBytes(), UTF_8).replaceAll("\r\n?", "\n");
      return new CsvParser(csv).parseAll(new StringReader(text));
    }
  }

  private static void compare(
      SweepSpec resolved, List<String> names, List<Cell[]> rows, String what) {
    Settings settings = resolved.problem().settings();
    boolean values = settings.get(TableProblem.TARGETS).equals("values");
    List<String> inputs = settings.get(TableProblem.COLUMNS);
    int[] columns = inputs.stream().mapToInt(name -> index(names, name)).toArray();
    List<Integer> free = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      String name = j + 1 + "";
      List<String> ignored = settings.get(TableProblem.IGNORE);
      boolean once = names.indexOf(names.get(j)) == names.lastIndexOf(names.get(j));
      boolean left =
          (ignored.contains(names.get(j)) && once)
              || (ignored.contains(name) && !names.contains(name));
      int column = j;
      if (!left && Arrays.stream(columns).noneMatch(c -> c == column)) {
        free.add(j);
      }
    }
    assertEquals(1, free.size(), what + " leaves no doubt about the target");
    int target = free.get(0);
    boolean drop = settings.get(TableProblem.MISSING).equals("drop");
    Dataset data = data(resolved);
    Map<Object, Integer> classes = new HashMap<>();
    int i = 0;
    for (Cell[] row : rows) {
      boolean hole = row[target].missing();
      for (int column : columns) {
        hole |= row[column].missing();
      }
      if (hole) {
        assertTrue(drop, what + " has a missing cell");
        continue;
      }
      assertTrue(i < data.samples(), what + " lost a row");
      for (int k = 0; k < columns.length; k++) {
        BigDecimal number = row[columns[k]].number();
        assertTrue(number != null, what + ": " + row[columns[k]] + " is no number");
        assertEquals(number.doubleValue() + 0.0, data.x(i, k), what);
      }
      if (values) {
        assertEquals(row[target].number().doubleValue() + 0.0, data.y(i, 0), what);
      } else {
        Object key =
            row[target].number() == null
                ? row[target].text()
                : row[target].number().signum() == 0
                    ? BigDecimal.ZERO
                    : row[target].number().stripTrailingZeros();
        int k = 0;
        while (data.y(i, k) != 1) {
          k++;
        }
        assertEquals(classes.computeIfAbsent(key, any -> -1 - classes.size()), classes.get(key));
        Integer known = classes.get(key);
        if (known < 0) {
          assertFalse(classes.containsValue(k), what + ": " + key + " is in the class of another");
          classes.put(key, k);
        } else {
          assertEquals(known, k, what);
        }
      }
      i++;
    }
    assertEquals(i, data.samples(), what + " has as many rows");
  }

  private static int index(List<String> names, String name) {
    int index = names.indexOf(name);
    return index >= 0 && names.lastIndexOf(name) == index ? index : Integer.parseInt(name) - 1;
  }

  // Parquet

  private static final String[] TYPES = {
    "double %s",
    "float %s",
    "int32 %s",
    "int64 %s",
    "boolean %s",
    "int32 %s (INTEGER(32,false))",
    "int64 %s (INTEGER(64,false))",
    "int32 %s (INTEGER(8,true))",
    "int64 %s (DECIMAL(12,3))",
    "binary %s (UTF8)",
    "int32 %s (DATE)"
  };

  private static Object typed(int type, Random random) {
    boolean wide = random.nextInt(30) == 0;
    return switch (type) {
      case 0 -> random.nextInt(40) == 0 ? Double.NaN : random.nextGaussian();
      case 1 -> (float) random.nextGaussian();
      case 2 -> random.nextInt(100) - 50;
      case 3 -> wide ? (1L << 53) + random.nextInt(3) : random.nextInt(100) - 50L;
      case 4 -> random.nextBoolean();
      case 5 -> random.nextInt();
      case 6 -> wide ? random.nextLong() : (long) random.nextInt(1 << 20) << 43;
      case 7 -> random.nextInt(256) - 128;
      case 8 -> (long) random.nextInt(1 << 20) - (1 << 19);
      case 9 -> TEXTS[random.nextInt(random.nextInt(4) == 0 ? TEXTS.length : 3)];
      default -> random.nextInt(20_000);
    };
  }

  @Test
  void parquetIsReadAsDuckDbReadsItOrRefused() throws Exception {
    Path file = folder.resolve("t.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      for (int seed = 0; seed < PARQUET_TABLES; seed++) {
        try {
          parquet(duck, file, seed);
        } catch (AssertionError e) {
          failures.add(e.getMessage());
        }
      }
    }
    assertEquals(List.of(), failures.stream().limit(MOST_SHOWN).toList());
    assertTrue(accepted > 60, accepted + " accepted");
    assertTrue(refused > 60, refused + " refused");
  }

  private void parquet(Connection duck, Path file, int seed) throws IOException, SQLException {
    Random random = new Random(seed);
    int columns = 2 + random.nextInt(4);
    int[] types = new int[columns];
    StringBuilder schema = new StringBuilder("message m { ");
    for (int j = 0; j < columns; j++) {
      types[j] =
          j == columns - 1 && random.nextBoolean()
              ? 9
              : random.nextInt(random.nextInt(4) == 0 ? 11 : 9);
      schema.append("optional ").append(TYPES[types[j]].formatted(NAMES[j])).append("; ");
    }
    Object[][] rows = new Object[random.nextInt(12)][columns];
    int holes = random.nextInt(3) == 0 ? 10 : Integer.MAX_VALUE;
    for (Object[] row : rows) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextInt(holes) == 0 ? null : typed(types[j], random);
      }
    }
    TypedParquet.write(file, schema.append('}').toString(), null, rows);
    Path whole = folder.resolve("whole.parquet");
    Files.copy(file, whole, StandardCopyOption.REPLACE_EXISTING);
    if (random.nextInt(3) == 0) {
      Files.write(file, damaged(Files.readAllBytes(file), random));
    }
    boolean values = types[columns - 1] < 9 && random.nextBoolean();
    String keys =
        "format: parquet"
            + (values ? ", targets: values" : "")
            + (random.nextBoolean() ? ", missing: drop" : "");
    SweepSpec resolved = tried("uri: '" + file + "', " + keys, "seed " + seed);
    if (resolved != null) {
      List<String> names = new ArrayList<>();
      List<Cell[]> read;
      try {
        read = duckParquet(duck, file, names);
      } catch (SQLException e) {
        // What DuckDB cannot read must have been read as it was written.
        names.clear();
        read = duckParquet(duck, whole, names);
      }
      compare(resolved, names, read, "seed " + seed + ": " + schema);
    }
  }

  /** Cut, or changed in what comes before the footer. */
  private static byte[] damaged(byte[] bytes, Random random) {
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    byte[] changed = bytes.clone();
    int footer =
        java.nio.ByteBuffer.wrap(bytes)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .getInt(bytes.length - 8);
    changed[random.nextInt(bytes.length - 8 - footer)] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private static List<Cell[]> duckParquet(Connection duck, Path file, List<String> names)
      throws SQLException {
    List<Cell[]> rows = new ArrayList<>();
    try (Statement sql = duck.createStatement();
        ResultSet found = sql.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
      int columns = found.getMetaData().getColumnCount();
      for (int j = 1; j <= columns; j++) {
        names.add(found.getMetaData().getColumnName(j));
      }
      while (found.next()) {
        Cell[] row = new Cell[columns];
        for (int j = 0; j < columns; j++) {
          row[j] = cell(found.getObject(j + 1));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static Cell cell(Object value) {
    if (value == null) {
      return new Cell("", null, true);
    }
    if (value instanceof String text) {
      return Cell.ofText(text, false);
    }
    if (value instanceof Boolean flag) {
      return new Cell(value + "", flag ? BigDecimal.ONE : BigDecimal.ZERO, false);
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isNaN(number)
          ? new Cell("NaN", null, true)
          : new Cell(value + "", new BigDecimal(number), false);
    }
    return value instanceof Number
        ? new Cell(value + "", new BigDecimal(value.toString()), false)
        : new Cell(value + "", null, false);
  }

  // The others

  @Test
  void libSvmIdxAndCifarAreReadExactlyOrRefused() {
    for (int seed = 0; seed < OTHER_TABLES; seed++) {
      Random random = new Random(seed);
      if (seed % 3 == 0) {
        libSvm(random, seed);
      } else {
        binary(random, seed, seed % 3 == 1);
      }
    }
    assertTrue(accepted > 60, accepted + " accepted");
    assertTrue(refused > 80, refused + " refused");
  }

  private void libSvm(Random random, int seed) {
    StringBuilder text = new StringBuilder();
    List<double[]> rows = new ArrayList<>();
    boolean odd = random.nextBoolean();
    boolean wrong = false;
    for (int i = 0; i < 4 + random.nextInt(8); i++) {
      text.append(i % 2 == 0 ? "+1" : "-1");
      double[] row = new double[6];
      int last = odd && random.nextInt(9) == 0 ? -1 : 0;
      for (int k = 0; k < 3 && last < 5; k++) {
        int at = last + 1 + random.nextInt(2);
        boolean back = odd && random.nextInt(30) == 0;
        at = back ? Math.max(0, last) : at;
        String value =
            odd && random.nextInt(40) == 0 ? "nan" : Double.toString(random.nextGaussian());
        wrong |= at <= last || at == 0 || value.equals("nan");
        text.append(' ').append(at).append(':').append(value);
        if (at > 0 && at <= 6 && !value.equals("nan")) {
          row[at - 1] = Double.parseDouble(value);
        }
        last = Math.max(at, last);
      }
      rows.add(row);
      text.append(random.nextInt(5) == 0 ? " # c:d\n" : "\n");
    }
    Path file = SmallTables.write(folder.resolve("t.svm"), text.toString());
    SweepSpec resolved = tried("format: libsvm, uri: '" + file + "'", "seed " + seed);
    assertEquals(wrong, resolved == null, "seed " + seed + ": " + text);
    if (resolved != null) {
      Dataset data = data(resolved);
      for (int i = 0; i < data.samples(); i++) {
        assertEquals(1, data.y(i, i % 2 == 0 ? 1 : 0), text.toString());
        for (int j = 0; j < data.inputs(); j++) {
          assertEquals(rows.get(i)[j], data.x(i, j), "seed " + seed);
        }
      }
    }
  }

  private void binary(Random random, int seed, boolean idx) {
    int rows = 2 + random.nextInt(3);
    int[][] labels = new int[rows][];
    for (int i = 0; i < rows; i++) {
      labels[i] = new int[] {i % 2};
    }
    byte[] whole = idx ? SmallTables.idx(rows, 2, 3) : SmallTables.cifar(labels);
    byte[] bytes = whole;
    int damage = random.nextInt(4);
    if (damage == 1) {
      bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
    } else if (damage == 2) {
      bytes = Arrays.copyOf(whole, whole.length + 1 + random.nextInt(9));
    } else if (damage == 3) {
      bytes = whole.clone();
      bytes[idx ? random.nextInt(8) : 0] ^= (byte) (0x10 << random.nextInt(4));
    }
    Path x = SmallTables.write(folder.resolve("x.bin"), bytes);
    byte[] classes = new byte[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = (byte) (i % 2);
    }
    Path y =
        SmallTables.write(
            folder.resolve("y.bin"), SmallTables.idx(0x08, new int[] {rows}, classes));
    String keys =
        idx
            ? "format: idx, uri: '" + x + "', labelsUri: '" + y + "'"
            : "format: cifar-10, uri: '" + x + "'";
    SweepSpec resolved = tried(keys, "seed " + seed);
    boolean cutToRows = !idx && bytes.length % 3073 == 0 && bytes.length > 3073;
    assertEquals(
        damage == 0 || (damage < 3 && cutToRows), resolved != null, "seed " + seed + ", " + damage);
    if (resolved != null) {
      Dataset data = data(resolved);
      for (int i = 0; i < data.samples(); i++) {
        for (int j = 0; j < data.inputs(); j++) {
          int expected = idx ? 7 * (6 * i + j) % 251 : (i + j) & 0xff;
          assertEquals(expected, data.x(i, j));
        }
        assertEquals(1, data.y(i, i % 2));
      }
    }
  }
}
