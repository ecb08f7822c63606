package io.shallows.spark.command;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Table;
import io.shallows.record.Tables;
import io.shallows.spark.cli.Mistake;
import io.shallows.spark.cli.TerminalWidth;
import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.ParquetSchema;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spark.store.StoredFile;
import io.shallows.spec.SweepSpec;
import io.shallows.statistics.round.ProblemRounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Questions in SQL about committed rows, each table of a store by its name. Nothing can be written:
 * a question becomes the definition of a view, which only a query can be.
 */
final class StoreQuery implements AutoCloseable {

  private static final String ANSWER = "shallows_answer";

  /** What {@link #knowProblems} makes known; no table of a store has this name. */
  static final String PROBLEMS = "problems";

  /** Of the definition that a question becomes. */
  private static final int LINES_BEFORE = 1;

  /** Spark's own readers find no pattern in a name where this is false. */
  private static final String GLOB_PATHS = "__globPaths__";

  /** Spark's conditions of files that are damaged or gone. */
  private static final String UNREAD = "FAILED_READ_FILE";

  /** Functions of SQL that call any method of any class: an answer is of rows alone. */
  private static final List<String> CALLING_JAVA = List.of("java_method", "reflect", "try_reflect");

  private final SparkSession session;

  private StoreQuery(SparkSession session) {
    this.session = session;
  }

  /** Starts Spark. */
  static StoreQuery start(SparkConf conf) {
    SparkConf own = conf.clone();
    // What crosses Spark's boundaries here are its own classes, and no row of a store.
    own.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    own.set("spark.kryo.registrationRequired", "false");
    // Its remarks on long plans are about how it works, not about the question.
    own.set("spark.log.level", "ERROR");
    own.setIfMissing("spark.sql.shuffle.partitions", "8"); // tables of a store are small
    own.set("spark.sql.catalogImplementation", "in-memory");
    own.set("spark.sql.runSQLOnFiles", "false"); // answers are from committed rows
    SparkSession session = SparkSession.builder().config(own).getOrCreate();
    FunctionRegistry functions = session.sessionState().functionRegistry();
    CollectionConverters.asJava(functions.listFunction()).stream()
        .filter(function -> CALLING_JAVA.contains(function.funcName()))
        .forEach(functions::dropFunction);
    return new StoreQuery(session);
  }

  /** Makes the tables of a store known by their names after a prefix. */
  void know(Store store, String prefix) {
    for (Table table : Tables.ALL) {
      List<String> files = new ArrayList<>();
      for (StoredFile file : store.files(table)) {
        files.add(place(store, file));
      }
      try {
        Dataset<Row> rows =
            files.isEmpty()
                ? session.createDataFrame(List.of(), ParquetSchema.columns(table))
                : session
                    .read()
                    .schema(ParquetSchema.columns(table))
                    .option(GLOB_PATHS, "false")
                    .parquet(files.toArray(String[]::new));
        rows.createOrReplaceTempView(prefix + table.name());
      } catch (Exception e) { // scala throws checked ones undeclared
        throw unreadable(store.folder() + ": files of table " + table.name(), e);
      }
    }
  }

  /**
   * Makes the problems of a store known as table {@value #PROBLEMS}: {@code problem_id}, {@code
   * number}, {@code input_dimension}, and {@code whole}, whether the number belongs to all networks
   * that number 0 belongs to. They follow from its spec; rows have the ids alone.
   */
  void knowProblems(SweepDefinition sweep) {
    SweepSpec spec = sweep.spec();
    ProblemRounds rounds = ProblemRounds.of(spec);
    List<Row> rows = new ArrayList<>();
    for (int number = 0; number < spec.problem().count(); number++) {
      for (long d = 0; d < spec.grid().inputDimension().size(); d++) {
        int inputs = spec.grid().inputDimension().get(d);
        String id = sweep.identity().problemId(number, inputs).hex();
        rows.add(RowFactory.create(id, (long) number, (long) inputs, rounds.isWhole(number)));
      }
    }
    StructType columns =
        new StructType()
            .add(LeadingColumns.PROBLEM_ID.name(), DataTypes.StringType)
            .add("number", DataTypes.LongType)
            .add(LeadingColumns.INPUT_DIMENSION.name(), DataTypes.LongType)
            .add("whole", DataTypes.BooleanType);
    session.createDataFrame(rows, columns).createOrReplaceTempView(PROBLEMS);
  }

  /**
   * The answer to a question.
   *
   * @throws Mistake if it is no query of these tables
   */
  Dataset<Row> ask(String sql) {
    try {
      define(ANSWER, sql);
      return session.table(ANSWER);
    } catch (Exception e) { // scala throws checked ones undeclared
      throw mistake(e, sql);
    }
  }

  /** All rows of the answer to a question. */
  List<Row> rows(String sql) {
    Dataset<Row> answer = ask(sql);
    try {
      return answer.collectAsList();
    } catch (Exception e) { // scala throws checked ones undeclared
      throw mistake(e, sql);
    }
  }

  /** Gives the answer to a question a name, in the place of a table that has it. */
  void define(String name, String sql) {
    session.sql("CREATE OR REPLACE TEMPORARY VIEW " + name + " AS\n" + sql);
  }

  /**
   * What went wrong with a question, as its author can mend it: the reason, and the place below
   * which a caret stands where there is one; other failures as they are.
   */
  static RuntimeException mistake(Exception failure, String sql) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable told && told.getCondition() != null) {
        String condition = told.getCondition();
        if (condition.startsWith(UNREAD)) {
          return unreadable("a committed file", failure);
        }
        // Of what cannot be parsed the first line is empty.
        String text =
            String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(condition);
        String words = text.replace("[" + condition + "] ", "").replaceAll(" SQLSTATE: .*", "");
        return new Mistake(told(words, SqlPlace.of(cause, sql, LINES_BEFORE)));
      }
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /** The reason, and the place or what there is to ask for. */
  private static String told(String reason, Optional<SqlPlace> place) {
    // Spark counts lines of its own before the question.
    String words = "SQL: " + reason.replaceAll("[.;]? *(\\(line|line) \\d+,? pos \\d+\\)?", "");
    String names = "names are those of tables and columns: shallows dictionary";
    if (place.isPresent()) {
      return words.replaceAll("[. ]+$", "")
          + " ("
          + place.get().words()
          + "); "
          + names
          + "\n"
          + place.get().drawn(TerminalWidth.ofProcess());
    }
    return words
        + "\n"
        + names
        + "; a question is one SELECT\ntables: "
        + Tables.ALL.stream().map(Table::name).collect(Collectors.joining(", "))
        + ", "
        + PROBLEMS;
  }

  private static StoreException unreadable(String what, Exception failure) {
    return new StoreException.Corrupted(
        what + " cannot be read; `shallows verify` tells more", failure);
  }

  private static String place(Store store, StoredFile file) {
    try {
      return store.folder().path(store.folder().place(file)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    session.stop();
  }
}
