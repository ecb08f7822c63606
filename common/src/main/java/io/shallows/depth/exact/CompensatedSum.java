package io.shallows.depth.exact;

/** A sum whose rounding errors are summed as well (Neumaier 1974, doi:10.1002/zamm.19740540106). */
final class CompensatedSum {

  private double sum;
  private double lost;

  void clear() {
    sum = 0;
    lost = 0;
  }

  void add(double term) {
    double next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }

  double value() {
    return sum + lost;
  }
}
