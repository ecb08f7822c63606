package io.shallows.record;

import io.shallows.minimum.MinimumKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of cells that hold the share of trials of each kind of minimum. */
public final class CellKindColumns {

  private static final Map<MinimumKind, Column<Double>> SHARES = shares();

  private CellKindColumns() {}

  /** All columns in the order of the kinds. */
  static List<Column<?>> all() {
    return List.copyOf(SHARES.values());
  }

  /** The share of a kind. */
  public static Column<Double> share(MinimumKind kind) {
    return SHARES.get(kind);
  }

  private static Map<MinimumKind, Column<Double>> shares() {
    Map<MinimumKind, Column<Double>> shares = new EnumMap<>(MinimumKind.class);
    for (MinimumKind kind : MinimumKind.values()) {
      shares.put(
          kind,
          Column.real(
                  kind.label().replace('-', '_').toLowerCase(Locale.ROOT) + "_share",
                  Column.ONE,
                  "Share of the cell's trials with a row whose minimum_kind is "
                      + kind.label()
                      + ".")
              .orNull());
    }
    return shares;
  }
}
