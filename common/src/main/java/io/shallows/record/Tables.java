package io.shallows.record;

import java.util.List;
import java.util.Optional;

/** The tables of a store, in the order in which the stages fill them. */
public final class Tables {

  /** All tables. */
  public static final List<Table> ALL =
      List.of(
          ReferencesTable.TABLE,
          TrialsTable.TABLE,
          MinimaTable.TABLE,
          TrajectoriesTable.TABLE,
          DepthsTable.TABLE,
          PathsTable.TABLE,
          NestedTable.TABLE,
          FailuresTable.TABLE,
          SupremaTable.TABLE,
          CellsTable.TABLE,
          FitsTable.TABLE,
          WidthsTable.TABLE,
          ComparisonsTable.TABLE,
          PairsTable.TABLE,
          SkipsTable.TABLE,
          AnnihilationsTable.TABLE,
          SingularitiesTable.TABLE,
          ContrastsTable.TABLE,
          CorrelationsTable.TABLE);

  private Tables() {}

  /** The table called {@code name}, if there is one. */
  public static Optional<Table> named(String name) {
    return ALL.stream().filter(table -> table.name().equals(name)).findFirst();
  }
}
