package io.shallows.depth.cell;

import io.shallows.depth.cell.CellProgram.FrontierEntry;
import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A shortest path whose length is its largest weight, over network cells, with weights that are
 * bounded first and computed when their bound's turn comes.
 *
 * <p>Three kinds of tasks wait in one queue, by height: a cell, to be solved and left by its ways
 * out; the next bound of a cell's ways out, to become a program; a program's value, to become a
 * cell. Equal heights go by the loss, so that where nothing needs to be climbed the flood goes down
 * first. The height of a task is the largest bound on the way to it; what comes out of the queue
 * never falls, and no way to the level stays below it.
 *
 * <p>A flood to a level answers for all higher levels as well: what it does up to where it reaches
 * one is what a flood to that level does.
 *
 * <p>A cell with a free unit goes on into cells that the unit may enter: into all where they are
 * few ({@link Landscape#everyCell}); elsewhere into some, and the lower end stays where the first
 * such cell came out.
 */
final class Flood {

  /** Bytes of solved programs that are kept; one that is needed again later is solved again. */
  private static final long KEPT_BYTES = 64L << 20;

  private final Landscape landscape;
  private final int width;
  private final double base;
  private final double level;
  private final double ceiling;
  private final long budget;
  private final UnitInterior interior;
  private final Entrances entrances;
  private final Optional<List<UnitCell>> every;
  private final PriorityQueue<Task> queue = new PriorityQueue<>();
  private final Map<NetworkCell, Double> best = new LinkedHashMap<>();
  private final Map<NetworkCell, Step> came = new LinkedHashMap<>();
  private final Map<NetworkCell, Left> left = new LinkedHashMap<>();
  private final List<FloodCut.Exit> exits = new ArrayList<>();
  private final Map<Integer, DualActiveSet> workspaces = new LinkedHashMap<>();
  private final Map<NetworkCell, CellProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NetworkCell, CellProgram> eldest) {
          return size() > kept;
        }
      };
  private final long kept;
  private long spent;
  private long tickets;
  private double top;
  private double height;
  private double frozen = Double.POSITIVE_INFINITY;
  private final List<Fall> falls = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private Optional<NetworkCell> reached = Optional.empty();

  /**
   * A flood that has run.
   *
   * @param every all cells that a free unit may enter; empty where they are not to be followed, so
   *     that the lower end stays where the first cell with a free unit comes out
   */
  Flood(
      Landscape landscape,
      int width,
      NetworkCell start,
      double base,
      double level,
      double ceiling,
      long budget,
      Optional<List<UnitCell>> every) {
    this.landscape = landscape;
    this.width = width;
    this.base = base;
    this.level = level;
    this.ceiling = ceiling;
    this.budget = budget;
    this.interior = new UnitInterior(landscape);
    this.entrances = new Entrances(landscape);
    this.every = every;
    int p = Math.max(1, width * landscape.inputs());
    long doubles = (long) p * (landscape.samples() + 4L * p) + 4L * width * landscape.planes();
    this.kept = Math.max(64, KEPT_BYTES / (8 * doubles));
    this.top = base;
    this.height = base;
    offer(start, base, base, null, List.of());
    run();
  }

  /** How a cell was first reached at its least height. */
  @SuppressWarnings("ArrayRecordComponent") // made here alone, never compared
  record Step(NetworkCell from, FrontierEntry exit, double[] vectors, UnitCell into) {}

  /** A cell that was solved: at which height, with what certificate and active set. */
  private record Left(
      double height, CellCertificate certificate, List<CellProgram.UnitWall> active) {}

  /**
   * A cell whose best point is lower than that of any cell before it.
   *
   * @param top the height at which it came out
   * @param cells those that had come out by then, itself included
   * @param spent programs that were solved by then
   */
  record Fall(NetworkCell cell, double value, double top, long cells, long spent) {}

  /** That the least bound of cells fell to a level, and the height at which that happened. */
  private record Doubt(double bound, double height) {}

  /** Something to do at a height. */
  private static final class Task implements Comparable<Task> {
    private final double height;
    private final double loss;
    private final long ticket;
    private final Runnable work;

    Task(double height, double loss, long ticket, Runnable work) {
      this.height = height;
      this.loss = loss;
      this.ticket = ticket;
      this.work = work;
    }

    @Override
    public int compareTo(Task other) {
      int heights = Double.compare(height, other.height);
      int losses = heights != 0 ? heights : Double.compare(loss, other.loss);
      return losses != 0 ? losses : Long.compare(ticket, other.ticket);
    }
  }

  private void run() {
    while (reached.isEmpty()) {
      Task task = queue.poll();
      if (task == null) {
        height = Math.max(height, ceiling);
        return;
      }
      // ways out at the ceiling and above are not in the queue: nothing is known beyond it
      height = Math.max(height, Math.min(task.height, ceiling));
      if (task.height >= ceiling || spent >= budget) {
        return;
      }
      top = Math.max(top, task.height);
      try {
        task.work.run();
      } catch (CellProgram.UnsolvedException e) {
        return; // nothing is known beyond it, as where the budget is spent
      }
    }
  }

  private void later(double height, double loss, Runnable work) {
    queue.add(new Task(height, loss, tickets++, work));
  }

  private void offer(
      NetworkCell cell, double height, double loss, Step step, List<CellProgram.UnitWall> guess) {
    if (best.getOrDefault(cell, Double.POSITIVE_INFINITY) > height) {
      best.put(cell, height);
      came.put(cell, step);
      later(height, loss, () -> leave(cell, height, guess));
    }
  }

  private CellProgram program(NetworkCell cell, List<CellProgram.UnitWall> guess) {
    CellProgram program = programs.get(cell);
    if (program == null) {
      spent++;
      program = new CellProgram(landscape, cell, guess);
      programs.put(cell, program);
    }
    return program;
  }

  /** Solves a cell and puts its ways out into the queue. */
  private void leave(NetworkCell cell, double height, List<CellProgram.UnitWall> guess) {
    if (left.containsKey(cell)) {
      return;
    }
    CellProgram program = program(cell, guess);
    CellCertificate certificate = program.certificate();
    left.put(cell, new Left(height, certificate, program.active()));
    if (falls.isEmpty() || certificate.value() < falls.get(falls.size() - 1).value()) {
      falls.add(new Fall(cell, certificate.value(), top, left.size(), spent));
    }
    if (doubts.isEmpty() || certificate.bound() < doubts.get(doubts.size() - 1).bound()) {
      doubts.add(new Doubt(certificate.bound(), this.height));
    }
    if (certificate.value() <= level) {
      reached = Optional.of(cell);
      return;
    }
    if (cell.size() < width) {
      enter(cell, certificate);
    }
    List<FrontierEntry> ways = program.frontier(ceiling);
    if (!ways.isEmpty()) {
      waitFor(cell, ways, 0, height);
    }
  }

  /** A free unit goes into cells: no loss changes on the way. */
  private void enter(NetworkCell cell, CellCertificate certificate) {
    frozen = every.isPresent() ? frozen : Math.min(frozen, height);
    for (UnitCell unit : entrances.into(residual(cell, certificate.vectors()))) {
      NetworkCell next = cell.and(landscape, unit);
      Step step = new Step(cell, null, certificate.vectors(), unit);
      offer(next, top, program(next, active(certificate)).certificate().value(), step, List.of());
    }
    for (UnitCell unit : every.orElse(List.of())) {
      NetworkCell next = cell.and(landscape, unit);
      Step step = new Step(cell, null, certificate.vectors(), unit);
      offer(next, top, certificate.value(), step, active(certificate));
    }
  }

  private double[] residual(NetworkCell cell, double[] vectors) {
    int n = landscape.samples();
    double[] features = CellFactor.features(landscape, cell);
    double[] residual = new double[n];
    for (int s = 0; s < n; s++) {
      residual[s] = landscape.y(s);
      for (int j = 0; j < vectors.length; j++) {
        residual[s] -= features[j * n + s] * vectors[j];
      }
    }
    return residual;
  }

  private void waitFor(NetworkCell cell, List<FrontierEntry> ways, int next, double height) {
    FrontierEntry way = ways.get(next);
    double reachedHeight = Math.max(height, way.bound());
    later(
        reachedHeight,
        way.bound(),
        () -> {
          if (next + 1 < ways.size()) {
            waitFor(cell, ways, next + 1, reachedHeight);
          }
          look(cell, way, reachedHeight);
        });
  }

  /** A bound's turn: the way out becomes a program, unless it is none or leads nowhere new. */
  private void look(NetworkCell cell, FrontierEntry way, double height) {
    boolean removal = way.plane() == FrontierEntry.REMOVAL;
    UnitCell from = cell.units().get(way.unit());
    UnitCell into = removal ? from : from.across(way.plane());
    NetworkCell next = removal ? cell.without(way.unit()) : cell.with(landscape, way.unit(), into);
    if (best.getOrDefault(next, Double.POSITIVE_INFINITY) <= height) {
      return;
    }
    if (!removal) {
      List<Wall> emptiness = interior.emptiness(into);
      if (!emptiness.isEmpty()) {
        exits.add(new FloodCut.Exit(cell, way.unit(), way.plane(), Optional.empty(), emptiness));
        return;
      }
    }
    CellCertificate found =
        removal
            ? program(next, left.get(cell).active()).certificate()
            : facet(cell, way.unit(), way.plane());
    if (removal || found.facetUnit() >= 0) {
      exits.add(new FloodCut.Exit(cell, way.unit(), way.plane(), Optional.of(found), List.of()));
    }
    List<CellProgram.UnitWall> guess = new ArrayList<>();
    for (Wall wall : found.walls()) {
      UnitCell unit = found.cell().units().get(wall.unit());
      boolean moved = !removal && wall.unit() == way.unit();
      if (!moved || wall.plane() != way.plane()) {
        guess.add(new CellProgram.UnitWall(moved ? into : unit, wall.plane()));
      }
    }
    double value = Math.max(found.bound(), way.bound());
    Step step = new Step(cell, way, found.vectors(), into);
    double at = Math.max(height, value);
    if (at <= top) {
      offer(next, at, value, step, guess);
    } else {
      later(at, value, () -> offer(next, at, value, step, guess));
    }
  }

  private CellCertificate facet(NetworkCell cell, int unit, int plane) {
    CellProgram program = program(cell, left.get(cell).active());
    spent++;
    int dimension = cell.size() * landscape.inputs();
    return program.facet(unit, plane, workspaces.computeIfAbsent(dimension, DualActiveSet::new));
  }

  static List<CellProgram.UnitWall> active(CellCertificate certificate) {
    List<CellProgram.UnitWall> walls = new ArrayList<>();
    for (Wall wall : certificate.walls()) {
      walls.add(
          new CellProgram.UnitWall(certificate.cell().units().get(wall.unit()), wall.plane()));
    }
    return walls;
  }

  /** What no path to a level, not below that of the flood, stays below. */
  double lower(double to) {
    return Math.min(frozen, doubted(to));
  }

  /** The height at which a cell came out of which it is not proven that it is above a level. */
  private double doubted(double to) {
    return doubts.stream()
        .filter(doubt -> doubt.bound() <= to)
        .mapToDouble(Doubt::height)
        .findFirst()
        .orElse(height);
  }

  /**
   * Where the flood first reached a level, not below its own; none if it did not, or at no height
   * below {@code most}.
   */
  Optional<Fall> reached(double to, double most) {
    return falls.stream()
        .filter(fall -> fall.value() <= to)
        .findFirst()
        .filter(fall -> fall.top() < most);
  }

  /**
   * Whether the lower end to a level that was reached is the height of the way there: no cell with
   * a free unit came out before whose continuations were not all followed, and none that may reach
   * the level.
   */
  boolean isClosed(Fall fall, double to) {
    return lower(to) >= fall.top();
  }

  long cells() {
    return left.size();
  }

  long spent() {
    return spent;
  }

  /** The vectors of the best point of a cell that was left or reached. */
  double[] vectors(NetworkCell cell) {
    return left.get(cell).certificate().vectors();
  }

  /** The steps from the start to a cell, with the cells that they lead to. */
  List<Map.Entry<Step, NetworkCell>> steps(NetworkCell to) {
    List<Map.Entry<Step, NetworkCell>> steps = new ArrayList<>();
    NetworkCell cell = to;
    while (came.get(cell) != null) {
      Step step = came.get(cell);
      steps.add(0, Map.entry(step, cell));
      cell = step.from();
    }
    return steps;
  }

  /**
   * The way out of the start, without one of its units, with the least loss: where to go on from if
   * the budget did not suffice, since a free unit finds a way down at once.
   */
  Optional<CellCertificate> lowestRemoval(NetworkCell start) {
    Optional<CellCertificate> lowest = Optional.empty();
    for (int k = 0; k < start.size() && left.containsKey(start); k++) {
      CellCertificate removed = program(start.without(k), left.get(start).active()).certificate();
      if (lowest.isEmpty() || removed.value() < lowest.get().value()) {
        lowest = Optional.of(removed);
      }
    }
    return lowest;
  }

  /** What proves the lower end to a level: the cells that came out below it. */
  FloodCut cut(double to) {
    double lower = lower(to);
    if (lower <= base) {
      return new FloodCut(to, lower, List.of(), List.of());
    }
    Map<NetworkCell, CellCertificate> below = new LinkedHashMap<>();
    left.forEach(
        (cell, solved) -> {
          if (solved.height() < lower) {
            below.put(cell, solved.certificate());
          }
        });
    return new FloodCut(
        to,
        lower,
        List.copyOf(below.values()),
        exits.stream().filter(exit -> below.containsKey(exit.from())).toList());
  }
}
