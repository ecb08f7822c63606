package io.shallows.spark.execute;

import io.shallows.spark.plan.ShardWork;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Slots on a clock of their own, which goes on only while the driver waits, or is said to take some
 * time: shards begin in their order as slots are free and take what their groups say.
 */
public final class SimulatedSlots implements ShardPool {

  private final int slots;
  private final Function<ShardWork, ShardRunner.Result> work;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(
          Comparator.comparingDouble(Running::end).thenComparingLong(Running::order));
  private double now;
  private double busy;
  private long begun;
  private long awake = System.nanoTime();

  private static final class Wave implements Handed {
    private final BiConsumer<Integer, String> answered;
    private int left;

    Wave(int left, BiConsumer<Integer, String> answered) {
      this.left = left;
      this.answered = answered;
    }

    @Override
    public boolean isOver() {
      return left == 0;
    }

    @Override
    public Optional<Throwable> failure() {
      return Optional.empty();
    }

    @Override
    public void cancel() {
      left = 0;
    }
  }

  private record Waiting(Wave wave, int number, String shard) {}

  private record Running(
      Wave wave, int number, String answer, double begin, double end, long order) {}

  /**
   * @param work what a shard gives; the seconds of its group are what it takes
   */
  public SimulatedSlots(int slots, Function<ShardWork, ShardRunner.Result> work) {
    this.slots = slots;
    this.work = work;
  }

  /** Seconds since the beginning, on this clock. */
  public double now() {
    return now;
  }

  /** Seconds that slots have worked, all together. */
  public double busy() {
    return busy;
  }

  /** Seconds on the real clock since the driver waited last. */
  public double awakeSeconds() {
    return (System.nanoTime() - awake) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** The driver takes this long for something, on this clock; slots go on. */
  public void spend(double seconds) {
    advance(now + seconds);
    awake = System.nanoTime();
  }

  private void advance(double until) {
    while (!running.isEmpty() && running.element().end() <= until) {
      Running ended = running.remove();
      now = ended.end();
      if (!ended.wave().isOver()) {
        busy += ended.end() - ended.begin();
        ended.wave().answered.accept(ended.number(), ended.answer());
        ended.wave().left--;
      }
      fill();
    }
    now = until;
  }

  private void fill() {
    while (running.size() < slots && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      if (!next.wave().isOver()) {
        ShardRunner.Result result = work.apply(ShardWork.parse(next.shard()));
        String answer = new ShardAnswer.Finished(result).text();
        double end = now + result.group().seconds();
        running.add(new Running(next.wave(), next.number(), answer, now, end, begun++));
      }
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int processes() {
    return slots;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public int tries() {
    return 1;
  }

  @Override
  public Watch watch(IntConsumer changed, Consumer<String> messages) {
    return () -> {};
  }

  @Override
  public Handed submit(
      ShardTask task,
      List<String> shards,
      String description,
      BiConsumer<Integer, String> answered) {
    Wave wave = new Wave(shards.size(), answered);
    List<Waiting> all = new ArrayList<>();
    for (String shard : shards) {
      all.add(new Waiting(wave, all.size(), shard));
    }
    waiting.addAll(all);
    fill();
    awake = System.nanoTime();
    return wave;
  }

  @Override
  public <T> Optional<T> next(BlockingQueue<T> answers, Duration wait) {
    if (answers.isEmpty() && !running.isEmpty()) {
      advance(Math.min(running.element().end(), now + wait.toMillis() / 1e3));
    }
    awake = System.nanoTime();
    return Optional.ofNullable(answers.poll());
  }

  @Override
  public Optional<Suspect> suspect(Throwable failure) {
    return Optional.empty();
  }
}
