package io.shallows.record;

import io.shallows.singularity.Quantity;
import io.shallows.singularity.SingularityMetric;
import io.shallows.singularity.SingularityMetrics;
import io.shallows.singularity.SingularityProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of the singularity metrics, derived from their registry: per quantity its value for
 * the network and for every hidden layer, at the end and at the start of training.
 */
public final class SingularityColumns {

  /** When a point was measured. */
  public enum Moment {
    /** The point where training ended. */
    END("", "at the end of training"),
    /** The point where training began, where ghosts of singularities show. */
    INITIAL("_initial", "at the start of training"),
    /** A point that a run passes. */
    PASSING("", "at this point of the run");

    private final String suffix;
    private final String words;

    Moment(String suffix, String words) {
      this.suffix = suffix;
      this.words = words;
    }

    String suffix() {
      return suffix;
    }

    String words() {
      return words;
    }
  }

  /** One quantity at one moment. */
  private record Entry(
      String metric,
      Quantity quantity,
      Moment moment,
      Column<?> network,
      Column<double[]> layers) {}

  private static final List<Entry> ENTRIES = entries();

  private SingularityColumns() {}

  /** The columns of some moments, in the order of the registry. */
  static List<Column<?>> all(Moment... moments) {
    List<Column<?>> columns = new ArrayList<>();
    for (Entry entry : ENTRIES) {
      if (List.of(moments).contains(entry.moment())) {
        columns.add(entry.network());
        columns.add(entry.layers());
      }
    }
    return columns;
  }

  /** The columns of networks at a moment, reals and counts. */
  static List<Column<?>> ofNetworks(Moment moment) {
    List<Column<?>> columns = new ArrayList<>();
    for (Entry entry : ENTRIES) {
      if (entry.moment() == moment) {
        columns.add(entry.network());
      }
    }
    return columns;
  }

  /** Sets all columns of {@code moment}; quantities that the profile does not have stay null. */
  public static void set(Record.Builder row, Moment moment, SingularityProfile profile) {
    for (Entry entry : ENTRIES) {
      if (entry.moment() == moment) {
        profile
            .network(entry.metric(), entry.quantity().name())
            .ifPresent(value -> setNetwork(row, entry, value));
        profile
            .layers(entry.metric(), entry.quantity().name())
            .ifPresent(values -> row.set(entry.layers(), values));
      }
    }
  }

  @SuppressWarnings("unchecked") // the column was made with the type of the quantity
  private static void setNetwork(Record.Builder row, Entry entry, double value) {
    if (entry.quantity().kind().isCount()) {
      row.set((Column<Long>) entry.network(), Math.round(value));
    } else {
      row.set((Column<Double>) entry.network(), (Double) value);
    }
  }

  private static String name(String metric, Quantity quantity, Moment moment) {
    return metric + "_" + quantity.name() + moment.suffix;
  }

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      for (SingularityMetric metric : SingularityMetrics.all()) {
        for (Quantity quantity : metric.quantities()) {
          String name = name(metric.name(), quantity, moment);
          String definition = quantity.definition() + ", " + moment.words;
          String whole = definition + "; " + quantity.network().words() + ".";
          Column<?> network =
              quantity.kind().isCount()
                  ? Column.integer(name, whole).orNull()
                  : Column.real(name, Column.ONE, whole).orNull();
          Column<double[]> layers =
              Column.reals(
                      metric.name() + "_" + quantity.name() + "_layers" + moment.suffix,
                      Column.ONE,
                      definition + ", of every hidden layer, first layer first.")
                  .orNull();
          entries.add(new Entry(metric.name(), quantity, moment, network, layers));
        }
      }
    }
    return List.copyOf(entries);
  }
}
