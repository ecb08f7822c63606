package io.shallows.depth.cell;

import io.shallows.depth.cell.CellProgram.FrontierEntry;
import io.shallows.linalg.DualActiveSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Floods from a cell again and turns the cut into a {@link CutProof}: bounds with room for exact
 * multipliers, and a proof for every way out that needs one of its own.
 */
final class CutProver {

  /** Shares of the climb that are given up, a fifth of it as room for multipliers: the first do. */
  private static final double[] SHARES = {1e-6, 1e-4, 1e-2};

  private final Landscape landscape;
  private final int width;
  private final FloodCut cut;
  private final double claimed;
  private final double slack;
  private final Set<NetworkCell> members = new LinkedHashSet<>();
  private final Map<FloodCut.Way, FloodCut.Exit> looked = new LinkedHashMap<>();

  private CutProver(Landscape landscape, int width, FloodCut cut, double claimed, double slack) {
    this.landscape = landscape;
    this.width = width;
    this.cut = cut;
    this.claimed = claimed;
    this.slack = slack;
    cut.cells().forEach(certificate -> members.add(certificate.cell()));
    for (FloodCut.Exit exit : cut.exits()) {
      looked.put(new FloodCut.Way(exit.from(), exit.unit(), exit.plane()), exit);
    }
  }

  /**
   * The proof of as much of a height as the budget suffices for.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CutProof prove(
      Landscape landscape,
      int width,
      NetworkCell start,
      double loss,
      double level,
      double height,
      long budget) {
    if (start.size() < width) {
      throw new IllegalArgumentException(
          "of "
              + width
              + " units "
              + (width - start.size())
              + " act on no sample or share a cell with another one: what such a unit may do is not"
              + " listed in a proof");
    }
    Flood flood = new Flood(landscape, width, start, loss, level, height, budget, Optional.empty());
    double lower = Math.min(flood.lower(level), height);
    double climb = lower - loss;
    if (!(climb > 1e-9 * loss)) {
      throw new IllegalArgumentException(
          "no climb above rounding is proven by " + flood.spent() + " convex programs");
    }
    IllegalArgumentException reason = null;
    for (double share : SHARES) {
      double slack = share / 5 * climb * landscape.samples();
      try {
        return new CutProver(landscape, width, flood.cut(level), lower - share * climb, slack)
            .proof();
      } catch (IllegalArgumentException open) {
        reason = open;
      }
    }
    throw reason;
  }

  private CutProof proof() {
    List<CutProof.Cell> cells = new ArrayList<>();
    for (CellCertificate certificate : cut.cells()) {
      cells.add(new Prover(certificate).cell());
    }
    return new CutProof(cut.level(), claimed, cells);
  }

  private static String text(UnitCell unit) {
    return unit.toString();
  }

  private static IllegalArgumentException open(String what) {
    return new IllegalArgumentException(
        what
            + " leaves no room for multipliers that exact arithmetic can check, mostly since two"
            + " units, or a unit and the skip, can cancel each other there");
  }

  private CellProgram solved(NetworkCell cell, List<CellProgram.UnitWall> active) {
    try {
      return new CellProgram(landscape, cell, active);
    } catch (CellProgram.UnsolvedException e) {
      throw open("a cell");
    }
  }

  /** One cell with its ways out. */
  private final class Prover {
    private final CellCertificate certificate;
    private final NetworkCell cell;
    private final SlackDual room;
    private final List<Integer> order;
    private final CellProgram program;

    Prover(CellCertificate certificate) {
      this.certificate = certificate;
      this.cell = certificate.cell();
      this.room = new SlackDual(landscape, cell);
      this.order = order(cell);
      List<CellProgram.UnitWall> active = new ArrayList<>();
      for (Wall wall : certificate.walls()) {
        active.add(new CellProgram.UnitWall(cell.units().get(wall.unit()), wall.plane()));
      }
      this.program = solved(cell, active);
    }

    CutProof.Cell cell() {
      SlackDual.Bound own =
          room.of(certificate, slack).orElseThrow(() -> open("the bound of a cell"));
      if (!(own.value() > cut.level())) {
        throw open("the level");
      }
      List<String> units = order.stream().map(k -> text(cell.units().get(k))).toList();
      boolean closed = own.value() >= claimed * (1 + 1e-12);
      List<double[]> turns = closed ? List.of() : room.turns();
      List<CutProof.Exit> exits = new ArrayList<>();
      for (int at = 0; !closed && at < width; at++) {
        for (int plane = FrontierEntry.REMOVAL; plane < landscape.planes(); plane++) {
          exit(own, turns, at, plane).ifPresent(exits::add);
        }
      }
      return new CutProof.Cell(units, dual(own, turns, room, -1), exits);
    }

    /** Empty where the cell's own vectors close the way, or it leads to another cell. */
    private Optional<CutProof.Exit> exit(
        SlackDual.Bound own, List<double[]> turns, int at, int plane) {
      int unit = order.get(at);
      boolean removal = plane == FrontierEntry.REMOVAL;
      UnitCell from = cell.units().get(unit);
      UnitCell into = removal ? from.opposite() : from.across(plane);
      if (members.contains(cell.with(landscape, unit, into))) {
        return Optional.empty();
      }
      FloodCut.Exit known = looked.get(new FloodCut.Way(cell, unit, plane));
      Optional<Integer> over = removal ? Optional.empty() : Optional.of(plane);
      if (known != null && !known.emptiness().isEmpty()) {
        List<Integer> inside =
            room.inside(unit, plane, known.emptiness())
                .orElseThrow(() -> open("a plane that is no facet"));
        return Optional.of(new CutProof.Exit(at, over, Optional.empty(), inside));
      }
      if (!removal && enough(room.turned(own, turns, unit, plane))) {
        return Optional.empty();
      }
      CellCertificate bound =
          known != null && known.program().isPresent()
              ? known.program().get()
              : removal
                  ? solved(cell.without(unit), program.active()).certificate()
                  : program.facet(unit, plane, new DualActiveSet(width * landscape.inputs()));
      SlackDual about = removal ? new SlackDual(landscape, bound.cell()) : room;
      SlackDual.Bound proven =
          about
              .of(bound, slack)
              .filter(found -> enough(found.value()))
              .orElseThrow(() -> open("a way out of a cell"));
      CutProof.Dual dual = dual(proven, List.of(), about, removal ? unit : -1);
      return Optional.of(new CutProof.Exit(at, over, Optional.of(dual), List.of()));
    }

    private boolean enough(double bound) {
      return bound >= claimed * (1 + 1e-12);
    }

    /** In the order of the texts; a unit that is gone has the first planes for walls. */
    private CutProof.Dual dual(
        SlackDual.Bound bound, List<double[]> turns, SlackDual about, int gone) {
      int d = landscape.inputs();
      List<double[]> vectors = new ArrayList<>(List.of(bound.u()));
      List<List<Integer>> walls = new ArrayList<>();
      for (int k : order) {
        int place = gone >= 0 && k > gone ? k - 1 : k;
        walls.add(k == gone ? IntStream.range(0, d).boxed().toList() : bound.walls().get(place));
        if (!turns.isEmpty()) {
          vectors.addAll(turns.subList(k * d, k * d + d));
        }
      }
      return new CutProof.Dual(vectors, walls, about.free().stream().map(CutProver::text).toList());
    }
  }

  private static List<Integer> order(NetworkCell cell) {
    return IntStream.range(0, cell.size())
        .boxed()
        .sorted(Comparator.comparing(k -> text(cell.units().get(k))))
        .toList();
  }
}
