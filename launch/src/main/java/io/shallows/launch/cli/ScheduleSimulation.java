package io.shallows.launch.cli;

import java.util.List;
import java.util.PriorityQueue;

/**
 * How long shards take on some cores if each core takes the next shard when it is free.
 *
 * @param makespan seconds from the first start to the last end
 * @param utilisation busy share of all cores until then
 * @param tail seconds in which some core has nothing left to do, at the end of each queue
 */
record ScheduleSimulation(double makespan, double utilisation, double tail) {

  /** Simulates shards in their order; cost is that of a heap of cores. */
  static ScheduleSimulation of(List<Double> shardSeconds, int cores) {
    PriorityQueue<Double> free = new PriorityQueue<>();
    int used = Math.min(cores, Math.max(1, shardSeconds.size()));
    for (int i = 0; i < used; i++) {
      free.add(0.0);
    }
    double total = 0;
    double last = 0;
    for (double seconds : shardSeconds) {
      double end = free.remove() + seconds;
      free.add(end);
      last = Math.max(last, end);
      total += seconds;
    }
    double firstIdle = used < cores ? 0 : free.element();
    return new ScheduleSimulation(last, last == 0 ? 1 : total / (last * cores), last - firstIdle);
  }

  /** This, and when all of it has ended another. */
  ScheduleSimulation then(ScheduleSimulation next) {
    double both = makespan + next.makespan;
    double busy = makespan * utilisation + next.makespan * next.utilisation;
    return new ScheduleSimulation(both, both == 0 ? 1 : busy / both, tail + next.tail);
  }
}
