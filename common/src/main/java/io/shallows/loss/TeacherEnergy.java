package io.shallows.loss;

import io.shallows.linalg.Kernels;

/**
 * Half of the second moment of a teacher's output on normal inputs, {@code sum b_j b_l f(v_j, v_l)
 * / 2}, and half of its variance: the loss of the zero function and that of the best constant. Up
 * to rounding.
 */
record TeacherEnergy(double total, double variance) {

  private static final double HALF_TURN = 1 / (2 * Math.PI);

  static TeacherEnergy of(GaussianTeacher teacher) {
    Kernels kernels = Kernels.best();
    int d = teacher.dimension();
    int k = teacher.teacherUnits();
    double[] units = teacher.units();
    double[] masses = teacher.masses();
    double[] lengths = new double[k];
    double[] inverse = new double[k];
    double mean = 0;
    for (int j = 0; j < k; j++) {
      lengths[j] = Math.sqrt(kernels.dot(d, units, j * d, units, j * d));
      inverse[j] = lengths[j] > 0 ? 1 / lengths[j] : 0;
      mean += masses[j] * lengths[j] / Math.sqrt(2 * Math.PI);
    }
    double total = 0;
    for (int j = 0; j < k; j++) {
      for (int l = 0; l < k; l++) {
        double dot = kernels.dot(d, units, j * d, units, l * d) * inverse[j] * inverse[l];
        double cosine = Math.max(-1, Math.min(1, dot));
        total += 0.5 * masses[j] * masses[l] * lengths[j] * lengths[l] * kernel(cosine);
      }
    }
    return new TeacherEnergy(total, total - 0.5 * mean * mean);
  }

  private static double kernel(double cosine) {
    double sine = Math.sqrt((1 - cosine) * (1 + cosine));
    return HALF_TURN * (sine + (Math.PI - ArcCosine.of(cosine)) * cosine);
  }
}
