package io.shallows.depth.finder;

import io.shallows.linalg.SymmetricEigen;
import io.shallows.loss.GaussianTeacherLoss;
import io.shallows.loss.GaussianTeacherLoss.Skip;
import io.shallows.loss.LossSurface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Committees of k units in k dimensions that stay as they are when units and coordinates are
 * permuted together within blocks, against the teacher e_1, ..., e_k.
 *
 * <p>With the blocks k - 1 and 1 these are {@code w_i = x1 e_i + x2 sum_{j != i, j < k} e_j + x3
 * e_k} for the first units and {@code w_k = x4 sum_{j < k} e_j + x5 e_k}; in general one parameter
 * for each pair of blocks, row by row, and one more for what is beside the diagonal in a block.
 *
 * <p>The teacher has the same symmetry, so at such a point the gradient is such a point too, and
 * these few parameters are a surface of their own: stationary points in it are stationary points,
 * and the gradient flow does not leave it. Its coordinates {@code y_a = sqrt(n_a) x_a}, n_a the
 * number of entries that x_a fills, are orthonormal in the k^2 parameters, so lengths, gradients
 * and eigenvalues are those of the network. Cost: those of {@link GaussianTeacherLoss}.
 */
final class SymmetricCommittee implements LossSurface {

  private final int[] sizes;
  private final int k;
  private final GaussianTeacherLoss loss;
  private final int[] which;
  private final double[] roots;
  private final double[] full;
  private final double[] direction;
  private final double[] product;

  /** Units and coordinates in blocks of these sizes; {@link #parts} wants one above 1, of 4. */
  SymmetricCommittee(int... sizes) {
    this.sizes = sizes.clone();
    k = Arrays.stream(sizes).sum();
    loss = GaussianTeacherLoss.orthonormal(k, k, k, true, Skip.NONE);
    which = new int[k * k];
    List<Integer> filled = new ArrayList<>();
    int row = 0;
    for (int size : sizes) {
      int column = 0;
      for (int width : sizes) {
        boolean same = row == column;
        for (int i = row; i < row + size; i++) {
          for (int c = column; c < column + width; c++) {
            which[loss.teacher().unitIndex(i, c)] = filled.size() + (same && i != c ? 1 : 0);
          }
        }
        filled.add(same ? size : size * width);
        if (same && size > 1) {
          filled.add(size * (size - 1));
        }
        column += width;
      }
      row += size;
    }
    roots = filled.stream().mapToDouble(Math::sqrt).toArray();
    full = new double[k * k];
    direction = new double[k * k];
    product = new double[k * k];
  }

  /** k. */
  int units() {
    return k;
  }

  /** The loss of all committees of k units. */
  GaussianTeacherLoss loss() {
    return loss;
  }

  /** y from x. */
  double[] coordinates(double[] x) {
    double[] y = new double[roots.length];
    for (int a = 0; a < y.length; a++) {
      y[a] = roots[a] * x[a];
    }
    return y;
  }

  /** x from y. */
  double[] parameters(double[] y) {
    double[] x = new double[roots.length];
    for (int a = 0; a < x.length; a++) {
      x[a] = y[a] / roots[a];
    }
    return x;
  }

  /** The network's k^2 parameters. */
  double[] network(double[] y) {
    double[] theta = new double[k * k];
    spread(y, theta);
    return theta;
  }

  private void spread(double[] y, double[] theta) {
    for (int at = 0; at < theta.length; at++) {
      theta[at] = y[which[at]] / roots[which[at]];
    }
  }

  /** Orthogonal projection of a vector of k^2 parameters. */
  void project(double[] theta, double[] y) {
    Arrays.fill(y, 0);
    for (int at = 0; at < theta.length; at++) {
      y[which[at]] += theta[at] / roots[which[at]];
    }
  }

  @Override
  public int dimension() {
    return roots.length;
  }

  @Override
  public double value(double[] y) {
    spread(y, full);
    return loss.value(full);
  }

  @Override
  public double valueAndGradient(double[] y, double[] gradient) {
    spread(y, full);
    double value = loss.valueAndGradient(full, product);
    project(product, gradient);
    return value;
  }

  @Override
  public void hessianVectorProduct(double[] y, double[] along, double[] out) {
    spread(y, full);
    spread(along, direction);
    loss.hessianVectorProduct(full, direction, product);
    project(product, out);
  }

  /**
   * The Hessian on the copies of one irreducible representation of the permutations.
   *
   * @param copies dimension of the representation: how often each eigenvalue occurs
   * @param eigenvalues ascending, one for each copy
   * @param residual largest entry by which products leave the span of the representative vectors: 0
   *     but for rounding, since a symmetric operator maps each copy into copies
   */
  record Part(String name, int copies, List<Double> eigenvalues, double residual) {

    int negative() {
      return copies * (int) eigenvalues.stream().filter(value -> value < 0).count();
    }

    double least() {
      return eigenvalues.get(0);
    }

    double largest() {
      return eigenvalues.get(eigenvalues.size() - 1);
    }
  }

  /**
   * All k^2 eigenvalues of the Hessian at a symmetric point, from a dozen or 19 products with it,
   * for a block of n >= 4 and r blocks of 1.
   *
   * <p>Under the permutations of n things the k^2 = (n + r)^2 parameters are: copies of the trivial
   * representation, which the surface consists of; 3 + 2 r of the standard one of dimension n - 1
   * (three in the n x n entries of the block, one in each row and column beside it); one of
   * dimension n (n - 3) / 2, symmetric matrices with zero diagonal and row sums; and one of
   * dimension (n - 1) (n - 2) / 2, antisymmetric ones with zero row sums. By Schur's lemma the
   * Hessian maps the copies of one vector of a representation to combinations of themselves: for r
   * = 1 matrices of order 5, 5, 1 and 1. Source: Serre, Linear Representations of Finite Groups,
   * sections 2.2 and 2.6; Arjevani, Field 2020, arXiv 2008.01805, for these networks.
   */
  List<Part> parts(double[] y) {
    double[] theta = network(y);
    int n = 1;
    int from = 0;
    int singles = 0;
    for (int size : sizes) {
      if (size > 1) {
        n = size;
        from = singles;
      }
      singles += size == 1 ? 1 : 0;
    }
    if (n < 4 || n + singles != k) {
      throw new IllegalStateException("blocks: " + Arrays.toString(sizes));
    }
    return List.of(
        part("trivial", 1, theta, trivial()),
        part("standard", n - 1, theta, standard(from, n)),
        part("symmetric", n * (n - 3) / 2, theta, List.of(symmetric(from))),
        part("antisymmetric", (n - 1) * (n - 2) / 2, theta, List.of(antisymmetric(from))));
  }

  /** All eigenvalues, ascending, as often as they occur. */
  static List<Double> all(List<Part> parts) {
    List<Double> values = new ArrayList<>();
    for (Part part : parts) {
      for (double value : part.eigenvalues) {
        values.addAll(Collections.nCopies(part.copies, value));
      }
    }
    Collections.sort(values);
    return values;
  }

  private Part part(String name, int copies, double[] theta, List<double[]> basis) {
    int n = basis.size();
    double[] matrix = new double[n * n];
    double residual = 0;
    for (int b = 0; b < n; b++) {
      double[] rest = new double[k * k];
      loss.hessianVectorProduct(theta, basis.get(b), rest);
      for (int a = 0; a < n; a++) {
        double[] v = basis.get(a);
        for (int at = 0; at < v.length; at++) {
          matrix[a * n + b] += v[at] * rest[at];
        }
      }
      for (int a = 0; a < n; a++) {
        double[] v = basis.get(a);
        for (int at = 0; at < v.length; at++) {
          rest[at] -= matrix[a * n + b] * v[at];
        }
      }
      for (double entry : rest) {
        residual = Math.max(residual, Math.abs(entry));
      }
    }
    List<Double> values = new ArrayList<>();
    for (double value : SymmetricEigen.values(n, matrix)) {
      values.add(value);
    }
    return new Part(name, copies, List.copyOf(values), residual);
  }

  private List<double[]> trivial() {
    List<double[]> basis = new ArrayList<>();
    for (int a = 0; a < roots.length; a++) {
      double[] y = new double[roots.length];
      y[a] = 1;
      basis.add(network(y));
    }
    return basis;
  }

  /** The places where u = (e_1 - e_2) / sqrt 2 of a block can stand, orthonormal. */
  private List<double[]> standard(int from, int n) {
    double[] u = new double[n];
    u[0] = Math.sqrt(0.5);
    u[1] = -u[0];
    // sums of the squares of u_i + u_j and of u_i - u_j over i != j
    double even = Math.sqrt(2.0 * (n - 2));
    double odd = Math.sqrt(2.0 * n);
    double[][] inside = new double[3][k * k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int at = at(from + i, from + j);
        inside[0][at] = i == j ? u[i] : 0;
        inside[1][at] = i == j ? 0 : (u[i] + u[j]) / even;
        inside[2][at] = i == j ? 0 : (u[i] - u[j]) / odd;
      }
    }
    List<double[]> basis = new ArrayList<>(Arrays.asList(inside));
    for (int other = 0; other < k; other++) {
      if (other < from || other >= from + n) {
        double[] row = new double[k * k];
        double[] column = new double[k * k];
        for (int i = 0; i < n; i++) {
          row[at(other, from + i)] = u[i];
          column[at(from + i, other)] = u[i];
        }
        basis.add(row);
        basis.add(column);
      }
    }
    return basis;
  }

  /** (e_1 - e_2)(e_3 - e_4)^T and its transpose, of length 1. */
  private double[] symmetric(int from) {
    double[] v = new double[k * k];
    double entry = Math.sqrt(0.125);
    for (int i = 0; i < 2; i++) {
      for (int c = 2; c < 4; c++) {
        double value = i + 2 == c ? entry : -entry;
        v[at(from + i, from + c)] = value;
        v[at(from + c, from + i)] = value;
      }
    }
    return v;
  }

  /** The cycle 1, 2, 3 less its inverse, of length 1. */
  private double[] antisymmetric(int from) {
    double[] v = new double[k * k];
    double entry = Math.sqrt(1.0 / 6);
    for (int i = 0; i < 3; i++) {
      v[at(from + i, from + (i + 1) % 3)] = entry;
      v[at(from + (i + 1) % 3, from + i)] = -entry;
    }
    return v;
  }

  private int at(int unit, int coordinate) {
    return loss.teacher().unitIndex(unit, coordinate);
  }
}
