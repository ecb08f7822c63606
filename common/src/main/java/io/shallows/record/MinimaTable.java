package io.shallows.record;

import static io.shallows.record.Column.reals;
import static io.shallows.record.Column.text;

/** One row per trial that ended at a finite point: the point itself. */
public final class MinimaTable {

  private static final Table.Definition COLUMNS =
      Table.define(
          "minima",
          "One trial that ended at a finite point: its parameters.",
          LeadingColumns.ofTrial());

  public static final Column<Double> LOSS = COLUMNS.add(TrialsTable.LOSS);
  public static final Column<String> MINIMUM_KIND = COLUMNS.add(TrialsTable.MINIMUM_KIND);
  public static final Column<String> STATUS =
      COLUMNS.add(text("status", TrialsTable.STATUS.definition()));
  public static final Column<Double> CERTIFICATE_RISE = COLUMNS.add(TrialsTable.CERTIFICATE_RISE);
  public static final Column<Double> CERTIFICATE_DIP = COLUMNS.add(TrialsTable.CERTIFICATE_DIP);
  public static final Column<double[]> PARAMETERS =
      COLUMNS.add(
          reals(
              "parameters",
              Column.ONE,
              "The flat parameter vector theta: dense layers in order of definition, each"
                  + " row-major [input][unit], so that the weight from input i to unit j is at"
                  + " offset + i * units + j."));

  /** The table. */
  public static final Table TABLE = COLUMNS.build();

  private MinimaTable() {}
}
