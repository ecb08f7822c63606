package io.shallows.network;

import java.util.List;

/** One value of a network's graph: a vector of {@link #width} numbers per sample. */
public sealed interface Node {

  /** Length of the vector. */
  int width();

  /** The input row of the data set. */
  record Input(int width) implements Node {}

  /** The constant 1. */
  record One() implements Node {
    @Override
    public int width() {
      return 1;
    }
  }

  /** {@code source * W}, W the parameters of {@code layer}. */
  record Dense(int source, DenseLayer layer) implements Node {
    @Override
    public int width() {
      return layer.outputs();
    }
  }

  /** {@code max(0, source)}, entry by entry. */
  record Relu(int source, int width) implements Node {}

  /** The sum of nodes of equal width, added in the order of the list. */
  record Sum(List<Integer> sources, int width) implements Node {
    public Sum {
      sources = List.copyOf(sources);
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("a sum needs at least one source");
      }
    }
  }

  /**
   * {@code source * matrix}, a constant of the architecture that is not trained.
   *
   * @param name the symbol of the definition, for example {@code Q0}; empty for a matrix that the
   *     definition writes out
   */
  record Fixed(int source, String name, FixedMatrix matrix) implements Node {
    @Override
    public int width() {
      return matrix.columns();
    }
  }
}
