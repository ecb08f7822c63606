package io.shallows.depth.cell;

import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A data set with one output as a two-layer network sees it: the plane {@code x_i . v = 0} of every
 * sample in the space of a unit's vector v, and the targets.
 *
 * <p>Samples whose inputs lie on one line within {@value #SAME} share a plane; a sample whose
 * inputs are 0 has none. With a free skip, {@code f = sum_k s_k relu(v_k . x) + c . x}, the skip is
 * projected out: targets and features are taken orthogonally to the columns of x, which leaves the
 * least loss over c. With a penalty the loss is {@code |f - y|^2 / N + kappa sum_k |v_k|}.
 * Immutable.
 */
public final class Landscape {

  /** Planes whose unit normals differ by less are one plane. */
  public static final double SAME = 1e-12;

  /** A vector is on a plane if it is closer than this, relative to its length. */
  static final double ON_PLANE = 1e-11;

  private final int samples;
  private final int inputs;
  private final double[] x;
  private final double[] targets;
  private final double[] y;
  private final boolean freeSkip;
  private final double penalty;
  private final int planes;
  private final double[] normals;
  private final int[] planeOf;
  private final int[] sideOf;

  /** Planes above which a unit passes some sample on, and those below which it does, as bits. */
  private final long[] onAbove;

  private final long[] onBelow;
  private final double[] tieBreak;
  private final List<double[]> skip = new ArrayList<>();

  /** The column of x that brought each basis vector in. */
  private final List<Integer> skipColumns = new ArrayList<>();

  /** Column c of x is the sum of {@code skipParts[c][q]} times basis vector q. */
  private double[][] skipParts = new double[0][];

  private final double squares;

  /**
   * The landscape of a data set, without a penalty.
   *
   * @param freeSkip whether the network has a learned linear skip
   * @throws IllegalArgumentException if there is more than one output
   */
  public Landscape(Dataset data, boolean freeSkip) {
    this(data, freeSkip, 0);
  }

  /**
   * The landscape of a data set.
   *
   * @param freeSkip whether the network has a learned linear skip
   * @param penalty kappa, a loss per length of a unit's vector; 0 for none
   * @throws IllegalArgumentException if there is more than one output
   */
  public Landscape(Dataset data, boolean freeSkip, double penalty) {
    if (data.outputs() != 1) {
      throw new IllegalArgumentException("landscape: " + data.outputs() + " outputs are not 1");
    }
    if (!(penalty >= 0) || penalty == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("landscape: penalty " + penalty);
    }
    this.penalty = penalty;
    this.samples = data.samples();
    this.inputs = data.inputs();
    this.x = data.x();
    this.freeSkip = freeSkip;
    this.planeOf = new int[samples];
    this.sideOf = new int[samples];
    List<double[]> found = findPlanes();
    this.planes = found.size();
    this.onAbove = UnitCell.bits(planesWith(1));
    this.onBelow = UnitCell.bits(planesWith(-1));
    this.normals = new double[planes * inputs];
    for (int i = 0; i < planes; i++) {
      System.arraycopy(found.get(i), 0, normals, i * inputs, inputs);
    }
    this.tieBreak = new double[inputs];
    for (int c = 0; c < inputs; c++) {
      tieBreak[c] = Math.sqrt(2 + c) - 1.3 * (c + 1) / inputs;
    }
    if (freeSkip) {
      spanSkip();
    }
    this.targets = data.y();
    this.y = data.y();
    project(y, 0);
    double sum = 0;
    for (double value : y) {
      sum += value * value;
    }
    this.squares = sum;
  }

  private List<double[]> findPlanes() {
    List<double[]> found = new ArrayList<>();
    for (int s = 0; s < samples; s++) {
      double[] normal = Arrays.copyOfRange(x, s * inputs, (s + 1) * inputs);
      double largest = 0;
      for (double value : normal) {
        largest = Math.max(largest, Math.abs(value));
      }
      planeOf[s] = -1;
      if (largest == 0) {
        continue;
      }
      double square = 0;
      for (int c = 0; c < inputs; c++) {
        normal[c] /= largest;
        square += normal[c] * normal[c];
      }
      for (int c = 0; c < inputs; c++) {
        normal[c] /= Math.sqrt(square);
      }
      for (int i = 0; i < found.size() && planeOf[s] < 0; i++) {
        for (int side = -1; side <= 1 && planeOf[s] < 0; side += 2) {
          if (distance(found.get(i), normal, side) <= SAME) {
            planeOf[s] = i;
            sideOf[s] = side;
          }
        }
      }
      if (planeOf[s] < 0) {
        planeOf[s] = found.size();
        sideOf[s] = 1;
        found.add(normal);
      }
    }
    return found;
  }

  private boolean[] planesWith(int side) {
    boolean[] of = new boolean[planes];
    for (int s = 0; s < samples; s++) {
      if (planeOf[s] >= 0 && sideOf[s] == side) {
        of[planeOf[s]] = true;
      }
    }
    return of;
  }

  private static double distance(double[] a, double[] b, int side) {
    double square = 0;
    for (int c = 0; c < a.length; c++) {
      double difference = a[c] - side * b[c];
      square += difference * difference;
    }
    return Math.sqrt(square);
  }

  /** An orthonormal basis of the columns of x, by Gram-Schmidt run twice. */
  private void spanSkip() {
    skipParts = new double[inputs][inputs];
    for (int c = 0; c < inputs; c++) {
      double[] column = new double[samples];
      for (int s = 0; s < samples; s++) {
        column[s] = x[s * inputs + c];
      }
      double before = norm(column);
      for (int pass = 0; pass < 2; pass++) {
        for (int q = 0; q < skip.size(); q++) {
          double along = takeOut(skip.get(q), column, 0);
          skipParts[c][q] += along;
        }
      }
      double after = norm(column);
      if (after > 1e-10 * before) {
        skipParts[c][skip.size()] = after;
        for (int s = 0; s < samples; s++) {
          column[s] /= after;
        }
        skip.add(column);
        skipColumns.add(c);
      }
    }
  }

  private double takeOut(double[] direction, double[] column, int offset) {
    double along = 0;
    for (int s = 0; s < samples; s++) {
      along += direction[s] * column[offset + s];
    }
    for (int s = 0; s < samples; s++) {
      column[offset + s] -= along * direction[s];
    }
    return along;
  }

  private static double norm(double[] v) {
    double square = 0;
    for (double value : v) {
      square += value * value;
    }
    return Math.sqrt(square);
  }

  /** Takes out of N numbers from {@code offset} on what a free skip can give. */
  public void project(double[] column, int offset) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] direction : skip) {
        takeOut(direction, column, offset);
      }
    }
  }

  /** A skip c that minimises {@code |rest - x c|}; 0 along columns that depend on earlier ones. */
  public double[] skipFor(double[] rest) {
    double[] left = rest.clone();
    double[] parts = new double[skip.size()];
    for (int pass = 0; pass < 2; pass++) {
      for (int q = 0; q < parts.length; q++) {
        parts[q] += takeOut(skip.get(q), left, 0);
      }
    }
    double[] solution = new double[inputs];
    for (int q = parts.length - 1; q >= 0; q--) {
      int c = skipColumns.get(q);
      solution[c] = parts[q] / skipParts[c][q];
      for (int r = 0; r < q; r++) {
        parts[r] -= solution[c] * skipParts[c][r];
      }
    }
    return solution;
  }

  /** N. */
  public int samples() {
    return samples;
  }

  /** d, the length of an input row, an appended constant included. */
  public int inputs() {
    return inputs;
  }

  /** The number of different planes. */
  public int planes() {
    return planes;
  }

  /** Whether a linear skip is free. */
  public boolean freeSkip() {
    return freeSkip;
  }

  /** kappa; 0 without a penalty. */
  public double penalty() {
    return penalty;
  }

  /** N kappa: what a length adds to N times the loss. */
  double weight() {
    return samples * penalty;
  }

  /** Entry c of the unit normal of a plane. */
  public double normal(int plane, int c) {
    return normals[plane * inputs + c];
  }

  /** Entry c of a sample's inputs. */
  public double x(int sample, int c) {
    return x[sample * inputs + c];
  }

  /** A sample's target, without what a free skip can give. */
  public double y(int sample) {
    return y[sample];
  }

  /** A sample's target as it is. */
  public double target(int sample) {
    return targets[sample];
  }

  /** All {@link #y}. */
  double[] projectedTargets() {
    return y.clone();
  }

  /** The plane of a sample; -1 if its inputs are 0. */
  public int planeOf(int sample) {
    return planeOf[sample];
  }

  /** 1 if a sample's inputs are along its plane's normal, -1 against; 0 if they are 0. */
  public int sideOf(int sample) {
    return sideOf[sample];
  }

  /** The squares of all {@link #y}, summed: N times the loss with all units at 0. */
  public double squares() {
    return squares;
  }

  /** Whether the units of a cell pass a sample on. */
  boolean on(UnitCell cell, int sample) {
    int plane = planeOf[sample];
    return plane >= 0 && cell.side(plane) * sideOf[sample] > 0;
  }

  /**
   * Whether the units of a cell do nothing that nothing could do: none passes a sample on, or, with
   * a free skip, all pass all samples on.
   */
  boolean idle(UnitCell cell) {
    boolean none = cell.isAboveNone(onAbove) && cell.isAboveAll(onBelow);
    boolean all = cell.isAboveAll(onAbove) && cell.isAboveNone(onBelow);
    return none || (freeSkip && all);
  }

  /** {@code p . v} of a plane and the vector at an offset. */
  double along(int plane, double[] vectors, int offset) {
    double sum = 0;
    for (int c = 0; c < inputs; c++) {
      sum += normals[plane * inputs + c] * vectors[offset + c];
    }
    return sum;
  }

  /**
   * A cell in which the vector at an offset lies. A vector on several planes lies in several closed
   * cells; one with an interior is taken, that of a fixed direction from there.
   */
  UnitCell cellOf(double[] vectors, int offset, int sign) {
    double square = 0;
    for (int c = 0; c < inputs; c++) {
      square += vectors[offset + c] * vectors[offset + c];
    }
    double length = Math.sqrt(square);
    boolean[] above = new boolean[planes];
    for (int i = 0; i < planes; i++) {
      double along = along(i, vectors, offset);
      above[i] = (Math.abs(along) > ON_PLANE * length ? along : along(i, tieBreak, 0)) >= 0;
    }
    return UnitCell.of(above, sign);
  }

  /**
   * All cells of a unit with an interior and with one of both signs, where they are few: with at
   * most two inputs.
   */
  Optional<List<UnitCell>> everyCell() {
    if (inputs > 2 || planes == 0) {
      return Optional.empty();
    }
    TreeSet<UnitCell> cells = new TreeSet<>();
    double[] ray = new double[inputs];
    for (int i = 0; i < planes; i++) {
      for (int direction = -1; direction <= 1; direction += 2) {
        ray[0] = -direction * normals[i * inputs + inputs - 1];
        ray[inputs - 1] = direction * normals[i * inputs];
        for (int side = -1; side <= 1; side += 2) {
          boolean[] above = new boolean[planes];
          for (int j = 0; j < planes; j++) {
            above[j] = (j == i ? side : along(j, ray, 0)) > 0;
          }
          cells.add(UnitCell.of(above, 1));
          cells.add(UnitCell.of(above, -1));
        }
      }
    }
    return Optional.of(List.copyOf(cells));
  }
}
