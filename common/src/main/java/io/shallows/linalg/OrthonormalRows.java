package io.shallows.linalg;

/**
 * A growing orthonormal set of vectors, and the projection onto its orthogonal complement.
 *
 * <p>Modified Gram-Schmidt run twice, which keeps the set orthogonal to a few units in the last
 * place (Giraud, Langou, Rozloznik 2005). A vector that depends on the set within {@link
 * #DEPENDENT} of its own length is refused.
 */
public final class OrthonormalRows {

  /** What is left of a vector, relative to its length, at or below which it counts as dependent. */
  public static final double DEPENDENT = 1e-9;

  private final Kernels kernels = Kernels.best();
  private final int dimension;
  private double[] rows;
  private int count;

  /** An empty set of vectors of this dimension. */
  public OrthonormalRows(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension: " + dimension + " is below 1");
    }
    this.dimension = dimension;
    this.rows = new double[4 * dimension];
  }

  /** The dimension of the vectors. */
  public int dimension() {
    return dimension;
  }

  /** The number of vectors. */
  public int count() {
    return count;
  }

  /** Empties the set. */
  public void clear() {
    count = 0;
  }

  /**
   * Adds the part of {@code vector} that is orthogonal to the set, scaled to length 1.
   *
   * @return false if there is no such part, or the vector is 0; then the set stays as it is
   */
  public boolean add(double[] vector) {
    double length = Math.sqrt(kernels.dot(dimension, vector, 0, vector, 0));
    if (!(length > 0) || count == dimension) {
      return false;
    }
    if ((count + 1) * dimension > rows.length) {
      rows = java.util.Arrays.copyOf(rows, Math.min(2 * rows.length, dimension * dimension));
    }
    int row = count * dimension;
    System.arraycopy(vector, 0, rows, row, dimension);
    kernels.scale(dimension, 1 / length, rows, row);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < count; i++) {
        double along = kernels.dot(dimension, rows, i * dimension, rows, row);
        kernels.axpy(dimension, -along, rows, i * dimension, rows, row);
      }
      double left = Math.sqrt(kernels.dot(dimension, rows, row, rows, row));
      if (!(left > DEPENDENT)) {
        return false;
      }
      kernels.scale(dimension, 1 / left, rows, row);
    }
    count++;
    return true;
  }

  /** Takes the part in the span of the set out of {@code vector}. */
  public void project(double[] vector) {
    for (int i = 0; i < count; i++) {
      double along = kernels.dot(dimension, rows, i * dimension, vector, 0);
      kernels.axpy(dimension, -along, rows, i * dimension, vector, 0);
    }
  }

  /** Vector {@code i} into {@code vector}. */
  public void copyRow(int i, double[] vector) {
    if (i < 0 || i >= count) {
      throw new IndexOutOfBoundsException(i);
    }
    System.arraycopy(rows, i * dimension, vector, 0, dimension);
  }

  /** Adds {@code factor * (vector i)} to {@code target}. */
  public void addRow(int i, double factor, double[] target) {
    if (i < 0 || i >= count) {
      throw new IndexOutOfBoundsException(i);
    }
    kernels.axpy(dimension, factor, rows, i * dimension, target, 0);
  }

  /**
   * Replaces a symmetric matrix A by {@code P A P + weight Q^T Q}, Q the set and P the projector
   * onto its complement: A on the complement, {@code weight} on the span.
   *
   * @param matrix row-major, dimension x dimension, both triangles; overwritten
   */
  public void restrict(double[] matrix, double weight) {
    int n = dimension;
    double[] image = new double[n];
    for (int i = 0; i < count; i++) {
      // one vector q at a time: A - q b^T - b q^T + (q.b + weight) q q^T with b = A q
      kernels.gemv(n, n, matrix, 0, n, rows, i * n, image, 0, false);
      double along = kernels.dot(n, image, 0, rows, i * n);
      for (int r = 0; r < n; r++) {
        double q = rows[i * n + r];
        kernels.axpy(n, -q, image, 0, matrix, r * n);
        kernels.axpy(n, (along + weight) * q - image[r], rows, i * n, matrix, r * n);
      }
    }
  }
}
