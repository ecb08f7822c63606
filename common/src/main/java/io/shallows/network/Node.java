package io.shallows.network;

import java.util.List;
import java.util.function.Function;

/**
 * One value of a network's graph: a vector of {@link #width} numbers per sample.
 *
 * <p>Code that does something for each kind calls {@link #match}: a new kind adds a function to it,
 * and every such place fails to compile until it knows the kind. Readers that ask {@code
 * instanceof} have to be looked for.
 */
public sealed interface Node {

  /** Length of the vector. */
  int width();

  /** The nodes that this one reads, in the order in which it reads them. */
  List<Integer> sources();

  /** What the function of this node's kind makes of it. */
  <T> T match(
      Function<Input, T> input,
      Function<One, T> one,
      Function<Dense, T> dense,
      Function<Relu, T> relu,
      Function<Sum, T> sum,
      Function<Fixed, T> fixed);

  /** The input row of the data set. */
  record Input(int width) implements Node {
    @Override
    public List<Integer> sources() {
      return List.of();
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return input.apply(this);
    }
  }

  /** The constant 1. */
  record One() implements Node {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public List<Integer> sources() {
      return List.of();
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return one.apply(this);
    }
  }

  /** {@code source * W}, W the parameters of {@code layer}. */
  record Dense(int source, DenseLayer layer) implements Node {
    @Override
    public int width() {
      return layer.outputs();
    }

    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return dense.apply(this);
    }
  }

  /** {@code max(0, source)}, entry by entry. */
  record Relu(int source, int width) implements Node {
    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return relu.apply(this);
    }
  }

  /** The sum of nodes of equal width, added in the order of the list. */
  record Sum(List<Integer> sources, int width) implements Node {
    public Sum {
      sources = List.copyOf(sources);
      if (sources.isEmpty()) {
        throw new IllegalArgumentException("a sum needs at least one source");
      }
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return sum.apply(this);
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

    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public <T> T match(
        Function<Input, T> input,
        Function<One, T> one,
        Function<Dense, T> dense,
        Function<Relu, T> relu,
        Function<Sum, T> sum,
        Function<Fixed, T> fixed) {
      return fixed.apply(this);
    }
  }
}
