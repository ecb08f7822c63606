package io.shallows.spark.store;

import io.shallows.record.Table;
import io.shallows.record.Tables;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that a store gives. Whatever else lies in its folders is somebody's and stays; a log
 * that names anything else is refused.
 */
final class StoreNames {

  /** Files that no commit lists yet; no reader's glob reaches them. */
  static final String PENDING = "_pending";

  /** Files that left the store without being deleted. */
  static final String QUARANTINE = "_quarantine";

  private static final Set<String> TABLES =
      Tables.ALL.stream().map(Table::name).collect(Collectors.toSet());

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.parquet");
  private static final int LONGEST_FILE = 200;

  /** Stage, digest of the work, run, attempt; earlier versions did not name the run. */
  private static final Pattern MADE =
      Pattern.compile(
          "[a-z]+-(all-)?[0-9a-f]{20}(-lost)?(-r(?<run>[0-9a-f]{12}))?(-[0-9]+)?\\.parquet");

  private static final Pattern RUN = Pattern.compile("-r([0-9a-f]{12})(-[0-9]+)?\\.parquet");
  private static final Pattern STAGED =
      Pattern.compile("([0-9a-f]{12})-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private StoreNames() {}

  /** The folders that hold tables. */
  static List<String> tables() {
    return Tables.ALL.stream().map(Table::name).toList();
  }

  /** Whether a name can be that of a table's file: one file name in the table's own folder. */
  static boolean isTableFile(String table, String name) {
    return TABLES.contains(table)
        && name.startsWith(table + "/")
        && name.length() <= table.length() + 1 + LONGEST_FILE
        && FILE.matcher(name.substring(table.length() + 1)).matches();
  }

  /** The name under which a run publishes what a shard made. */
  static String tableFile(Table table, String baseName, RunIdentity run, int attempt) {
    String again = attempt == 1 ? "" : "-" + attempt;
    return table.name() + "/" + baseName + "-r" + run.tag() + again + ".parquet";
  }

  /** Where a table's file is before a commit lists it. */
  static String pending(String name) {
    return PENDING + "/" + name.replace('/', '.');
  }

  /** Whether only this program gives such a name to a file of a table. */
  static boolean isMadeHere(String fileName) {
    return MADE.matcher(fileName).matches();
  }

  /** The tag of the run that made a file of a table, or a file that no commit lists yet. */
  static Optional<String> run(String fileName) {
    Matcher run = RUN.matcher(fileName);
    return run.find() && run.end() == fileName.length()
        ? Optional.of(run.group(1))
        : Optional.empty();
  }

  /** A name in the staging folder. */
  static String staged(String tag) {
    return Publication.STAGING + "/" + tag + "-" + UUID.randomUUID();
  }

  /** The tag of who staged a file; empty if the name is none of ours. */
  static Optional<String> stager(String fileName) {
    Matcher staged = STAGED.matcher(fileName);
    return staged.matches() ? Optional.of(staged.group(1)) : Optional.empty();
  }

  /**
   * Does nothing for a name below the store's folder.
   *
   * @throws StoreException if it could lead out of it
   */
  static void requireBelow(String name) {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\\') >= 0) {
        throw new StoreException(
            "'" + name + "' is no name of a store's file: it could lead out of the store");
      }
    }
  }
}
