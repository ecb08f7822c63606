package io.shallows.linalg;

/**
 * The matrix product in register blocks: C is cut into panels of one to three vectors of columns,
 * each panel into blocks of rows whose sums are registers.
 *
 * <p>Where the right factor is too large for the first-level cache, {@link VectorPackedProduct}
 * copies it panel by panel first. Which blocks and which way are chosen by the shape alone, and no
 * choice changes a bit: every sum takes its terms one by one in ascending order.
 */
final class VectorProduct {
  private static final int LANES = VectorWidth.LANES;

  /** Rows of a register block: eight need the 32 registers that come with 512 bits. */
  static final int BLOCK_ROWS = LANES >= 8 ? 8 : 4;

  private VectorProduct() {}

  static void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    int vectors = n / LANES;
    if (VectorPackedProduct.pays(m, n, k)) {
      VectorPackedProduct.multiply(
          m, vectors, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    } else {
      int width;
      for (int from = 0; from < vectors; from += width) {
        width = panelWidth(vectors - from);
        int j = from * LANES;
        panel(
            width,
            m,
            k,
            a,
            aOffset,
            aRow,
            aColumn,
            b,
            bOffset + j,
            bRow,
            c,
            cOffset + j,
            cRow,
            accumulate);
      }
    }
    int j = vectors * LANES;
    if (j < n) {
      RemainingColumns.multiply(
          m,
          n - j,
          k,
          a,
          aOffset,
          aRow,
          aColumn,
          b,
          bOffset + j,
          bRow,
          c,
          cOffset + j,
          cRow,
          accumulate);
    }
  }

  /**
   * Vectors in the next of the panels that share a number of vectors: three, but four are shared
   * two by two, because the four sums of a block one vector wide wait for one another.
   */
  static int panelWidth(int vectors) {
    return vectors == 4 ? 2 : Math.min(vectors, 3);
  }

  /** One panel of columns, one to three vectors wide; it stays in the cache while the rows pass. */
  static void panel(
      int vectors,
      int m,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    int i = 0;
    if (LANES < 8 && vectors == 2) {
      for (int end = rowsInSixes(m); i < end; i += 6) {
        VectorFewRowBlocks.sixByTwo(
            k,
            a,
            aOffset + i * aRow,
            aRow,
            aColumn,
            b,
            bOffset,
            bRow,
            c,
            cOffset + i * cRow,
            cRow,
            accumulate);
      }
    }
    if (BLOCK_ROWS == 8) {
      for (; i + 8 <= m; i += 8) {
        eightRows(
            vectors,
            k,
            a,
            aOffset + i * aRow,
            aRow,
            aColumn,
            b,
            bOffset,
            bRow,
            c,
            cOffset + i * cRow,
            cRow,
            accumulate);
      }
    }
    for (; i + 4 <= m; i += 4) {
      fourRows(
          vectors,
          k,
          a,
          aOffset + i * aRow,
          aRow,
          aColumn,
          b,
          bOffset,
          bRow,
          c,
          cOffset + i * cRow,
          cRow,
          accumulate);
    }
    for (; i < m; i++) {
      oneRow(
          vectors,
          k,
          a,
          aOffset + i * aRow,
          aRow,
          aColumn,
          b,
          bOffset,
          bRow,
          c,
          cOffset + i * cRow,
          cRow,
          accumulate);
    }
  }

  /**
   * Rows that go into blocks of six where sixteen registers hold two vectors of columns: as many as
   * leave the fewest rows outside blocks of six and four.
   */
  private static int rowsInSixes(int m) {
    int rest = m % 6;
    return Math.max(0, rest == 2 || rest == 3 ? m - rest - 6 : m - rest);
  }

  /** The block of {@link #BLOCK_ROWS} rows. */
  static void block(
      int vectors,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    if (BLOCK_ROWS == 8) {
      eightRows(
          vectors, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    } else {
      fourRows(
          vectors, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    }
  }

  private static void eightRows(
      int vectors,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    switch (vectors) {
      case 3 ->
          VectorEightRowBlocks.eightByThree(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      case 2 ->
          VectorEightRowBlocks.eightByTwo(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      default ->
          VectorEightRowBlocks.eightByOne(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    }
  }

  private static void fourRows(
      int vectors,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    switch (vectors) {
      case 3 ->
          VectorFewRowBlocks.fourByThree(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      case 2 ->
          VectorFewRowBlocks.fourByTwo(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      default ->
          VectorFewRowBlocks.fourByOne(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    }
  }

  private static void oneRow(
      int vectors,
      int k,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      double[] c,
      int cOffset,
      int cRow,
      boolean accumulate) {
    switch (vectors) {
      case 3 ->
          VectorFewRowBlocks.oneByThree(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      case 2 ->
          VectorFewRowBlocks.oneByTwo(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
      default ->
          VectorFewRowBlocks.oneByOne(
              k, a, aOffset, aRow, aColumn, b, bOffset, bRow, c, cOffset, cRow, accumulate);
    }
  }
}
