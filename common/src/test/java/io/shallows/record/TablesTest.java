package io.shallows.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTest {

  @Test
  void aNameHasOneTypeAndUnitInAllTables() {
    Map<String, Column<?>> first = new HashMap<>();
    for (Table table : Tables.ALL) {
      for (Column<?> column : table.columns()) {
        Column<?> seen = first.putIfAbsent(column.name(), column);
        boolean count = column.name().equals("minima") || column.name().equals("covered");
        if (seen != null && !count) {
          assertEquals(seen.type(), column.type(), table + "." + column.name());
          assertEquals(seen.unit(), column.unit(), table + "." + column.name());
        }
      }
    }
  }

  @Test
  void theContractsColumnsExist() {
    assertHas(
        TrialsTable.TABLE,
        "trial_id problem_id family width network_depth input_dimension initialization seed"
            + " parameter_count loss loss_normalized gradient_norm stationarity minimum_kind"
            + " hessian_min iterations gradient_evaluations seconds status degenerate_share"
            + " negative_share");
    assertHas(
        DepthsTable.TABLE,
        "trial_id eta target reference_loss covered depth_lower depth_upper depth_merge"
            + " depth_refit depth_constructive depth_method certificate bound_explicit"
            + " normalized_depth");
    assertHas(CellsTable.TABLE, "trials covered depth_q50 depth_q90 depth_q95 depth_max");
    assertHas(CellsTable.TABLE, "zero_share censored_share");
    assertHas(
        FitsTable.TABLE,
        "slope slope_low slope_high quantile theory_slope verdict p_value law holdout_error");
  }

  @Test
  void theDictionaryDefinesEveryColumn() {
    String text = DataDictionary.text(Tables.ALL);
    String markdown = DataDictionary.markdown(Tables.ALL);
    for (Table table : Tables.ALL) {
      for (Column<?> column : table.columns()) {
        assertTrue(text.contains("  " + column.name() + " ("), column.name());
        assertTrue(markdown.contains("| `" + column.name() + "` |"), column.name());
      }
    }
  }

  @Test
  void aColumnDefinedTwiceIsRefused() {
    Table.Definition twice = Table.define("t", "A test.", List.of(LeadingColumns.WIDTH));
    twice.add(Column.real("width", "1", "Again."));
    assertThrows(IllegalArgumentException.class, twice::build);
    assertThrows(IllegalArgumentException.class, () -> Column.text("camelCase", "No."));
  }

  private static void assertHas(Table table, String names) {
    for (String name : names.split(" ", -1)) {
      assertTrue(table.column(name).isPresent(), table + " lacks " + name);
    }
  }
}
