package io.shallows.singularity;

import java.util.Objects;

/**
 * One number that a metric gives per hidden layer.
 *
 * @param name the words after the metric's name in its column, snake_case
 * @param definition what it is for one layer; dimensionless unless it says otherwise
 * @param network how the network's value follows from those of its layers
 * @param kind whether it is a whole number and what it reads
 */
public record Quantity(String name, String definition, Aggregate network, Kind kind) {

  /** Type and source of a quantity. */
  public enum Kind {
    /** A real number that follows from weights alone. */
    OF_WEIGHTS(false, false),
    /** A whole number that follows from weights alone. */
    COUNT_OF_WEIGHTS(true, false),
    /** A real number that follows from values on data, which a population problem does not have. */
    OF_VALUES(false, true),
    /** A whole number that follows from values on data. */
    COUNT_OF_VALUES(true, true);

    private final boolean count;
    private final boolean readsData;

    Kind(boolean count, boolean readsData) {
      this.count = count;
      this.readsData = readsData;
    }

    public boolean isCount() {
      return count;
    }

    public boolean readsData() {
      return readsData;
    }
  }

  /** How the values of layers become one. */
  public enum Aggregate {
    MEAN("mean over the hidden layers") {
      @Override
      double of(double[] values) {
        return SUM.of(values) / values.length;
      }
    },
    SUM("sum over the hidden layers") {
      @Override
      double of(double[] values) {
        double sum = 0;
        for (double value : values) {
          sum += value;
        }
        return sum;
      }
    },
    LEAST("least of the hidden layers") {
      @Override
      double of(double[] values) {
        double least = values[0];
        for (double value : values) {
          least = Math.min(least, value);
        }
        return least;
      }
    };

    private final String words;

    Aggregate(String words) {
      this.words = words;
    }

    /** The rule in words. */
    public String words() {
      return words;
    }

    abstract double of(double[] values);
  }

  public Quantity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(kind, "kind");
  }
}
