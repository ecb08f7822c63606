package io.shallows.linalg;

/** The columns of a matrix product that fill no vector: scalar sums, eight rows side by side. */
final class RemainingColumns {

  private RemainingColumns() {}

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
    for (int j = 0; j < n; j++) {
      int i = 0;
      for (; i + 8 <= m; i += 8) {
        eightSums(
            k,
            a,
            aOffset + i * aRow,
            aRow,
            aColumn,
            b,
            bOffset + j,
            bRow,
            c,
            cOffset + i * cRow + j,
            cRow,
            accumulate);
      }
      for (; i < m; i++) {
        double sum = accumulate ? c[cOffset + i * cRow + j] : 0;
        for (int p = 0; p < k; p++) {
          sum = Fma.of(a[aOffset + i * aRow + p * aColumn], b[bOffset + p * bRow + j], sum);
        }
        c[cOffset + i * cRow + j] = sum;
      }
    }
  }

  private static void eightSums(
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
    double s0 = accumulate ? c[cOffset] : 0;
    double s1 = accumulate ? c[cOffset + cRow] : 0;
    double s2 = accumulate ? c[cOffset + 2 * cRow] : 0;
    double s3 = accumulate ? c[cOffset + 3 * cRow] : 0;
    double s4 = accumulate ? c[cOffset + 4 * cRow] : 0;
    double s5 = accumulate ? c[cOffset + 5 * cRow] : 0;
    double s6 = accumulate ? c[cOffset + 6 * cRow] : 0;
    double s7 = accumulate ? c[cOffset + 7 * cRow] : 0;
    for (int p = 0, i = aOffset, j = bOffset; p < k; p++, i += aColumn, j += bRow) {
      double x = b[j];
      s0 = Fma.of(a[i], x, s0);
      s1 = Fma.of(a[i + aRow], x, s1);
      s2 = Fma.of(a[i + 2 * aRow], x, s2);
      s3 = Fma.of(a[i + 3 * aRow], x, s3);
      s4 = Fma.of(a[i + 4 * aRow], x, s4);
      s5 = Fma.of(a[i + 5 * aRow], x, s5);
      s6 = Fma.of(a[i + 6 * aRow], x, s6);
      s7 = Fma.of(a[i + 7 * aRow], x, s7);
    }
    c[cOffset] = s0;
    c[cOffset + cRow] = s1;
    c[cOffset + 2 * cRow] = s2;
    c[cOffset + 3 * cRow] = s3;
    c[cOffset + 4 * cRow] = s4;
    c[cOffset + 5 * cRow] = s5;
    c[cOffset + 6 * cRow] = s6;
    c[cOffset + 7 * cRow] = s7;
  }
}
