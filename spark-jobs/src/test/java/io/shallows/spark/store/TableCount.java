package io.shallows.spark.store;

import io.shallows.record.TrialsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Trials as DuckDB finds them, which knows nothing of this program.
 *
 * @param rows rows
 * @param trials different trials
 */
public record TableCount(long rows, long trials) {

  /** What a glob finds at this moment; empty if a file went away between its listing and now. */
  public static Optional<TableCount> ofGlob(Path store) throws IOException, SQLException {
    Path folder = store.resolve(TrialsTable.TABLE.name());
    if (!Files.isDirectory(folder)) {
      return Optional.of(new TableCount(0, 0));
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.noneMatch(file -> file.toString().endsWith(".parquet"))) {
        return Optional.of(new TableCount(0, 0));
      }
    }
    return of("'" + folder + "/*.parquet'");
  }

  /**
   * What the files hold that the log lists at this moment; empty if one went away between its
   * listing and now, or there is no store yet.
   */
  public static Optional<TableCount> ofCommitted(Path store) throws IOException, SQLException {
    List<String> names = new ArrayList<>();
    try {
      Store opened = Store.open(store.toString(), new Configuration());
      for (StoredFile file : opened.files(TrialsTable.TABLE)) {
        names.add("'" + store.resolve(opened.folder().place(file)) + "'");
      }
    } catch (StoreException notYet) {
      return Optional.empty();
    }
    return names.isEmpty() ? Optional.of(new TableCount(0, 0)) : of(names.toString());
  }

  private static Optional<TableCount> of(String files) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), count(DISTINCT trial_id) FROM read_parquet(" + files + ")")) {
      row.next();
      return Optional.of(new TableCount(row.getLong(1), row.getLong(2)));
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage())
          .matches("(?s).*(No files found|No such file|Cannot open file).*")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
