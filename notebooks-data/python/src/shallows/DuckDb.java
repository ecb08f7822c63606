import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB by its Java driver, for a Python without the duckdb package (shallows_data.py starts it). Each line of
 * standard input is a file's path, a tab and a query; the query's rows are written to that file as a JSON array. The
 * answer is one line: ok, or what is wrong.
 */
public final class DuckDb {
  public static void main(String[] arguments) throws IOException, SQLException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        String file = line.substring(0, tab).replace("'", "''");
        try (Statement statement = connection.createStatement()) {
          statement.execute(
              "COPY (" + line.substring(tab + 1) + ") TO '" + file + "' (FORMAT json, ARRAY true)");
          System.out.println("ok");
        } catch (SQLException e) {
          System.out.println(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
      }
    }
  }
}
