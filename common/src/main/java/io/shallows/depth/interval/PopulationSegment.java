package io.shallows.depth.interval;

import io.shallows.loss.GaussianTeacher;
import io.shallows.loss.GaussianTeacherLoss.Skip;

/**
 * Enclosures of the closed-form population loss and of its derivatives along one straight segment
 * {@code theta(t) = (1 - t) a + t b}, t in [0, 1].
 *
 * <p>Every pair of units enters through {@code p = |u|^2, q = |v|^2, r = u.v}, which are quadratic
 * in t. With {@code c = r / sqrt(pq)}, {@code s = sqrt(pq) sqrt(1 - c^2)}, the angle {@code theta =
 * arccos c}, {@code E = p'/p + q'/q} and {@code g = r E / 2 - r'}:
 *
 * <pre>
 * 2 pi f   = s + (pi - theta) r            (rising in c)
 * 2 pi f'  = (pi - theta) r' + s E / 2
 * 2 pi f'' = (pi - theta) r'' + theta' g + s (E' / 2 + E^2 / 4),   theta' = g / s
 * </pre>
 *
 * <p>and {@code |theta'| <= |u'| / |u| + |v'| / |v|}, {@code |f'| <= (|u'| |v| + |u| |v'|) / 2}
 * hold where s may be 0. All operations are those of {@link Interval}, from the given parameters on
 * (differences b - a included), so that the enclosures account for all rounding. Where a unit may
 * vanish the second derivative is unbounded and so is its enclosure. Cost of one jet: about 60
 * interval operations per pair of units, m (m + 2 k) / 2 pairs.
 */
final class PopulationSegment {

  private static final Interval TWO_PI = Interval.PI.times(2);
  private static final Interval TURN = TWO_PI.inverse();

  private final GaussianTeacher teacher;
  private final int d;
  private final int m;
  private final int k;
  private final Interval[][] from;
  private final Interval[][] move;
  private final Interval[] speed;
  private final Quadratic[] square;
  private final Quadratic[] products;
  private final Interval[] mass;
  private final Interval[] massMove;
  private final Interval[] skip;
  private final Interval[] skipMove;
  private final Interval energy;

  PopulationSegment(GaussianTeacher teacher, double[] a, double[] b) {
    this.teacher = teacher;
    d = teacher.dimension();
    m = teacher.width();
    k = teacher.teacherUnits();
    from = new Interval[m + k][d];
    move = new Interval[m + k][d];
    mass = new Interval[m + k];
    massMove = new Interval[m + k];
    for (int i = 0; i < m; i++) {
      for (int c = 0; c < d; c++) {
        from[i][c] = Interval.of(a[teacher.unitIndex(i, c)]);
        move[i][c] = change(a, b, teacher.unitIndex(i, c));
      }
      mass[i] = Interval.of(teacher.mass(a, i));
      massMove[i] = teacher.committee() ? Interval.ZERO : change(a, b, teacher.massIndex(i));
    }
    for (int j = 0; j < k; j++) {
      for (int c = 0; c < d; c++) {
        from[m + j][c] = Interval.of(teacher.teacherUnit(j, c));
        move[m + j][c] = Interval.ZERO;
      }
      mass[m + j] = Interval.of(-teacher.teacherMass(j));
      massMove[m + j] = Interval.ZERO;
    }
    boolean learned = teacher.skip() == Skip.LEARNED;
    skip = new Interval[learned ? d : 0];
    skipMove = new Interval[skip.length];
    for (int c = 0; c < skip.length; c++) {
      skip[c] = Interval.of(a[teacher.skipIndex(c)]);
      skipMove[c] = change(a, b, teacher.skipIndex(c));
    }
    square = new Quadratic[m + k];
    speed = new Interval[m + k];
    for (int i = 0; i < m + k; i++) {
      square[i] = product(i, i);
      speed[i] = square[i].second.root();
    }
    products = new Quadratic[m * (m + k)];
    for (int i = 0; i < m; i++) {
      for (int j = i + 1; j < m + k; j++) {
        products[i * (m + k) + j] = product(i, j);
      }
    }
    energy = energy();
  }

  private static Interval change(double[] a, double[] b, int at) {
    return a[at] == b[at] ? Interval.ZERO : Interval.of(b[at]).minus(Interval.of(a[at]));
  }

  /** {@code zeroth + first t + second t^2}. */
  private record Quadratic(Interval zeroth, Interval first, Interval second) {
    Jet at(Interval t) {
      Interval turn = second.times(t);
      return new Jet(
          zeroth.plus(first.plus(turn).times(t)), first.plus(turn.times(2)), second.times(2));
    }
  }

  private Quadratic product(int i, int j) {
    Interval zeroth = Interval.ZERO;
    Interval first = Interval.ZERO;
    Interval second = Interval.ZERO;
    for (int c = 0; c < d; c++) {
      if (i == j) {
        zeroth = zeroth.plus(from[i][c].squared());
        first = first.plus(from[i][c].times(move[i][c]).times(2));
        second = second.plus(move[i][c].squared());
      } else {
        zeroth = zeroth.plus(from[i][c].times(from[j][c]));
        first = first.plus(from[i][c].times(move[j][c])).plus(move[i][c].times(from[j][c]));
        second = second.plus(move[i][c].times(move[j][c]));
      }
    }
    return new Quadratic(zeroth, first, second);
  }

  /** The teacher's own part {@code sum b_j b_l f(v_j, v_l) / 2}. */
  private Interval energy() {
    Interval sum = Interval.ZERO;
    for (int j = m; j < m + k; j++) {
      for (int l = m; l < m + k; l++) {
        Interval r = j == l ? square[j].zeroth : product(j, l).zeroth;
        Interval f =
            j == l ? r.times(0.5) : kernel(square[j].zeroth.times(square[l].zeroth).root(), r);
        sum = sum.plus(mass[j].times(mass[l]).times(f).times(0.5));
      }
    }
    return sum;
  }

  /** f from {@code |u||v|} and {@code u.v}, by its values at the ends of the cosine. */
  private static Interval kernel(Interval size, Interval r) {
    Interval cosine = r.times(size.inverse()).intersected(new Interval(-1, 1));
    Interval low = unitKernel(cosine.low());
    Interval high = unitKernel(cosine.high());
    return size.times(new Interval(Math.max(0, low.low()), high.high()));
  }

  private static Interval unitKernel(double cosine) {
    Interval c = Interval.of(cosine);
    Interval one = Interval.of(1);
    Interval sine = one.minus(c).times(one.plus(c)).root();
    return sine.plus(Interval.PI.minus(c.arcCosine()).times(c)).times(TURN);
  }

  /** Enclosures over all t of an interval, which may be a point. */
  Jet over(Interval t) {
    Jet[] norms = new Jet[m + k];
    Jet[] masses = new Jet[m + k];
    for (int i = 0; i < m + k; i++) {
      norms[i] = square[i].at(t);
      // a square of a length
      Interval value = norms[i].value();
      norms[i] =
          new Jet(
              new Interval(Math.max(0, value.low()), value.high()),
              norms[i].slope(),
              norms[i].curvature());
      masses[i] = new Jet(mass[i].plus(massMove[i].times(t)), massMove[i], Interval.ZERO);
    }
    Jet sum = Jet.constant(energy);
    for (int i = 0; i < m; i++) {
      sum = sum.plus(weighted(i, i, masses, norms[i].times(0.25)));
      for (int j = i + 1; j < m + k; j++) {
        Jet f = pair(i, j, norms[i], norms[j], products[i * (m + k) + j].at(t));
        sum = sum.plus(weighted(i, j, masses, f));
      }
    }
    return teacher.skip() == Skip.NONE ? sum : sum.plus(skipPart(t, masses));
  }

  private Jet weighted(int i, int j, Jet[] masses, Jet f) {
    if (teacher.committee()) {
      return j < m ? f : f.times(mass[j].low());
    }
    return masses[i].times(masses[j]).times(f);
  }

  private Jet pair(int i, int j, Jet p, Jet q, Jet r) {
    Interval size = p.value().times(q.value()).root();
    Interval byP = p.value().inverse();
    Interval byQ = q.value().inverse();
    Interval cosine =
        r.value().times(byP.root()).times(byQ.root()).intersected(new Interval(-1, 1));
    Interval one = Interval.of(1);
    Interval s = size.times(one.minus(cosine).times(one.plus(cosine)).root());
    Interval rest = Interval.PI.minus(cosine.arcCosine());
    Interval alongP = p.slope().times(byP);
    Interval alongQ = q.slope().times(byQ);
    Interval e = alongP.plus(alongQ);
    Interval g = r.value().times(e).times(0.5).minus(r.slope());
    // slope, and its bound where the direction of a unit may be undetermined
    Interval slope = rest.times(r.slope()).plus(s.times(e).times(0.5)).times(TURN);
    double lipschitz =
        speed[i].times(q.value().root()).plus(speed[j].times(p.value().root())).times(0.5).high();
    slope = slope.intersected(new Interval(-lipschitz, lipschitz));
    double fastest = speed[i].times(byP.root()).plus(speed[j].times(byQ.root())).high();
    Interval turning = g.times(s.inverse()).intersected(new Interval(-fastest, fastest));
    Interval change =
        p.curvature()
            .times(byP)
            .minus(alongP.squared())
            .plus(q.curvature().times(byQ).minus(alongQ.squared()))
            .times(0.5)
            .plus(e.squared().times(0.25));
    Interval curvature =
        rest.times(r.curvature()).plus(turning.times(g)).plus(s.times(change)).times(TURN);
    return new Jet(kernel(size, r.value()), slope, curvature);
  }

  /** {@code |C|^2 / 2 + C.s / 2}, or {@code -|s|^2 / 8} at the best C. */
  private Jet skipPart(Interval t, Jet[] masses) {
    Jet sum = Jet.ZERO;
    for (int c = 0; c < d; c++) {
      Jet gap = Jet.ZERO;
      for (int i = 0; i < m + k; i++) {
        Jet component = new Jet(from[i][c].plus(move[i][c].times(t)), move[i][c], Interval.ZERO);
        gap = gap.plus(masses[i].times(component));
      }
      if (teacher.skip() == Skip.OPTIMAL) {
        sum = sum.plus(gap.times(gap).times(-0.125));
      } else {
        Jet own = new Jet(skip[c].plus(skipMove[c].times(t)), skipMove[c], Interval.ZERO);
        sum = sum.plus(own.times(own).times(0.5)).plus(own.times(gap).times(0.5));
      }
    }
    return sum;
  }
}
