package io.shallows.problem;

import io.shallows.spec.Settings;

/** Gives the table that settings of {@link TableProblem} name; this module reads no files. */
@FunctionalInterface
public interface TableSource {

  /** The table; the same values at every call, whoever calls. */
  TableData table(Settings settings);

  /** For sweeps whose problems are not tables. */
  static TableSource none() {
    return settings -> {
      throw new IllegalStateException(
          "problem.kind: table needs a source of tables, and none was given");
    };
  }
}
