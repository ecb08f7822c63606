package io.shallows.training;

import io.shallows.loss.EmpiricalLoss;
import io.shallows.problem.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A data set cut into batches by one random permutation; every epoch takes the batches in a new
 * random order. The last batch may be smaller. (Drawing new batches every epoch would copy the data
 * each time.)
 */
final class MiniBatches {

  private final List<EmpiricalLoss> batches;
  private final UniformRandomProvider random;
  private int[] order = new int[0];
  private int next;

  MiniBatches(EmpiricalLoss loss, int size, long seed) {
    this.random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    Dataset data = loss.data();
    int[] rows = PermutationSampler.natural(data.samples());
    PermutationSampler.shuffle(random, rows);
    List<EmpiricalLoss> all = new ArrayList<>();
    for (int from = 0; from < rows.length; from += size) {
      int to = Math.min(rows.length, from + size);
      all.add(EmpiricalLoss.of(loss.network(), rows(data, rows, from, to), loss.outputLoss()));
    }
    this.batches = List.copyOf(all);
  }

  /** Batches per epoch. */
  int count() {
    return batches.size();
  }

  /** The next batch's loss and gradient. */
  double valueAndGradient(double[] theta, double[] gradient) {
    if (next == order.length) {
      order = PermutationSampler.natural(batches.size());
      PermutationSampler.shuffle(random, order);
      next = 0;
    }
    return batches.get(order[next++]).valueAndGradient(theta, gradient);
  }

  private static Dataset rows(Dataset data, int[] rows, int from, int to) {
    int inputs = data.inputs();
    int outputs = data.outputs();
    double[] x = new double[(to - from) * inputs];
    double[] y = new double[(to - from) * outputs];
    for (int i = from; i < to; i++) {
      for (int k = 0; k < inputs; k++) {
        x[(i - from) * inputs + k] = data.x(rows[i], k);
      }
      for (int k = 0; k < outputs; k++) {
        y[(i - from) * outputs + k] = data.y(rows[i], k);
      }
    }
    return new Dataset(to - from, inputs, outputs, x, y);
  }
}
