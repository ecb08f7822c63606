package io.shallows.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One value of a network's graph: a vector of {@link #width} numbers per sample.
 *
 * <p>Code that does something for each kind calls {@link #match} or {@link #visit}: a new kind adds
 * a function to them, and every such place fails to compile until it knows the kind. Questions
 * about one kind have names here and in {@link Network}.
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

  /** Does what the action of this node's kind does. */
  default void visit(
      Consumer<Input> input,
      Consumer<One> one,
      Consumer<Dense> dense,
      Consumer<Relu> relu,
      Consumer<Sum> sum,
      Consumer<Fixed> fixed) {
    Runnable action =
        match(
            node -> () -> input.accept(node),
            node -> () -> one.accept(node),
            node -> () -> dense.accept(node),
            node -> () -> relu.accept(node),
            node -> () -> sum.accept(node),
            node -> () -> fixed.accept(node));
    action.run();
  }

  /** This node, if its weights are learned. */
  default Optional<Dense> dense() {
    return match(
        input -> Optional.empty(),
        one -> Optional.empty(),
        Optional::of,
        relu -> Optional.empty(),
        sum -> Optional.empty(),
        fixed -> Optional.empty());
  }

  /** This node, if its weights are a constant of the architecture. */
  default Optional<Fixed> fixed() {
    return match(
        input -> Optional.empty(),
        one -> Optional.empty(),
        dense -> Optional.empty(),
        relu -> Optional.empty(),
        sum -> Optional.empty(),
        Optional::of);
  }

  /** This node, if it rectifies another. */
  default Optional<Relu> relu() {
    return match(
        input -> Optional.empty(),
        one -> Optional.empty(),
        dense -> Optional.empty(),
        Optional::of,
        sum -> Optional.empty(),
        fixed -> Optional.empty());
  }

  /** The nodes that this one adds up; none unless it is a sum. */
  default List<Integer> terms() {
    return match(
        input -> List.of(),
        one -> List.of(),
        dense -> List.of(),
        relu -> List.of(),
        Sum::sources,
        fixed -> List.of());
  }

  /** Whether it is the same for all parameters and reads no node: the input or the constant 1. */
  default boolean isConstant() {
    return match(
        input -> true, one -> true, dense -> false, relu -> false, sum -> false, fixed -> false);
  }

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
