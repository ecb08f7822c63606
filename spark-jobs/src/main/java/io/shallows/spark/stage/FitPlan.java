package io.shallows.spark.stage;

import io.shallows.spark.aggregate.CellAddress;
import io.shallows.spark.aggregate.DepthRun;
import io.shallows.spark.aggregate.TrialRun;
import io.shallows.statistics.MeasuredDepth;
import io.shallows.statistics.SingularityStudy;
import io.shallows.statistics.SkipComparisons;
import io.shallows.statistics.StudiedTrial;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import scala.Tuple2;

/**
 * Which cells are compared and which metrics are correlated. Families are compared at the nearest
 * number of parameters, so this needs to know one number of every family and width, and a driver
 * makes it of them before the rows are brought together.
 */
final class FitPlan implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = "\t";

  /** Units by the address of a cell, as texts. */
  private final TreeMap<String, ArrayList<String>> units = new TreeMap<>();

  /**
   * What the plan needs of a run: its address without problem, and its first row's place, its
   * number of parameters and the columns that have values. Empty where nothing is compared.
   */
  static Iterator<Tuple2<String, String>> entries(CellAddress address, byte[] rows) {
    String cell = address.ofAllProblems().toText();
    if (address.kind() == CellAddress.Kind.DEPTHS) {
      return DepthRun.read(address, rows).stream()
          .filter(SkipComparisons::isUsed)
          .reduce(SkipComparisons::first)
          .map(first -> new Tuple2<>(cell, entry(first)))
          .stream()
          .iterator();
    }
    if (address.kind() == CellAddress.Kind.TRIALS) {
      List<StudiedTrial> trials =
          TrialRun.read(address, rows).stream().map(TrialRun.Known::trial).toList();
      BitSet columns = SingularityStudy.columns(trials);
      return trials.stream()
          .reduce(SingularityStudy::first)
          .map(first -> new Tuple2<>(cell, entry(first, columns)))
          .stream()
          .iterator();
    }
    return Collections.emptyIterator();
  }

  private static String entry(MeasuredDepth first) {
    return entry(
        first.problem(),
        first.initialization(),
        first.seed(),
        first.parameterCount(),
        new BitSet());
  }

  private static String entry(StudiedTrial first, BitSet columns) {
    return entry(
        first.problem(), first.initialization(), first.seed(), first.parameterCount(), columns);
  }

  private static String entry(
      String problem, String initialization, long seed, long parameters, BitSet columns) {
    return String.join(
        SEPARATOR,
        problem,
        initialization,
        Long.toString(seed),
        Long.toString(parameters),
        new BigInteger(1, reversed(columns.toByteArray())).toString(16));
  }

  private static byte[] reversed(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return big;
  }

  /** Two entries of one cell as one; in any order and grouping. */
  static String joined(String one, String other) {
    String[] a = one.split(SEPARATOR, -1);
    String[] b = other.split(SEPARATOR, -1);
    int order = a[0].compareTo(b[0]);
    order = order != 0 ? order : a[1].compareTo(b[1]);
    order = order != 0 ? order : Long.compare(Long.parseLong(a[2]), Long.parseLong(b[2]));
    String[] first = order <= 0 ? a : b;
    String columns = new BigInteger(a[4], 16).or(new BigInteger(b[4], 16)).toString(16);
    return String.join(SEPARATOR, first[0], first[1], first[2], first[3], columns);
  }

  /** The plan of a sweep, of one entry for every cell. */
  static FitPlan of(List<Tuple2<String, String>> entries) {
    FitPlan plan = new FitPlan();
    SortedMap<String, TreeMap<String, SortedMap<Integer, Long>>> depths = new TreeMap<>();
    SortedMap<String, TreeMap<String, SortedMap<Integer, Long>>> trials = new TreeMap<>();
    SortedMap<String, BitSet> columns = new TreeMap<>();
    for (Tuple2<String, String> entry : entries) {
      CellAddress cell = CellAddress.read(entry._1());
      String[] parts = entry._2().split(SEPARATOR, -1);
      boolean depth = cell.kind() == CellAddress.Kind.DEPTHS;
      (depth ? depths : trials)
          .computeIfAbsent(cell.setting(), setting -> new TreeMap<>())
          .computeIfAbsent(cell.family(), family -> new TreeMap<>())
          .put(cell.width(), Long.valueOf(parts[3]));
      if (!depth) {
        columns
            .computeIfAbsent(family(cell), family -> new BitSet())
            .or(BitSet.valueOf(reversed(new BigInteger(parts[4], 16).toByteArray())));
      }
    }
    depths.forEach(
        (setting, parameters) ->
            SkipComparisons.pairings(parameters).forEach(pairing -> plan.add(setting, pairing)));
    trials.forEach(
        (setting, parameters) ->
            SingularityStudy.contrasts(parameters)
                .forEach(contrast -> plan.add(setting, contrast)));
    columns.forEach(
        (family, present) ->
            SingularityStudy.metricsAtOnce(present)
                .forEach(metrics -> plan.add(family, FitUnits.correlations(family, metrics))));
    return plan;
  }

  private static String family(CellAddress cell) {
    return cell.setting() + SEPARATOR + cell.family();
  }

  private void add(String setting, SkipComparisons.Pairing pairing) {
    String unit = FitUnits.comparison(setting, pairing);
    add(cell(CellAddress.Kind.DEPTHS, setting, pairing.family(), pairing.width()), unit);
    add(cell(CellAddress.Kind.DEPTHS, setting, SkipComparisons.PLAIN, pairing.plainWidth()), unit);
  }

  private void add(String setting, SingularityStudy.Contrast contrast) {
    String unit = FitUnits.contrast(setting, contrast);
    add(cell(CellAddress.Kind.TRIALS, setting, contrast.family(), contrast.width()), unit);
    add(cell(CellAddress.Kind.TRIALS, setting, contrast.control(), contrast.controlWidth()), unit);
  }

  private static String cell(CellAddress.Kind kind, String setting, String family, int width) {
    return new CellAddress(kind, setting, family, width, "").toText();
  }

  private void add(String cell, String unit) {
    units.computeIfAbsent(cell, text -> new ArrayList<>()).add(unit);
  }

  /** The comparisons and contrasts that a run enters. */
  List<String> comparisons(CellAddress address) {
    CellAddress.Kind kind =
        address.kind() == CellAddress.Kind.CELL_BEST ? CellAddress.Kind.TRIALS : address.kind();
    String cell = cell(kind, address.setting(), address.family(), address.width());
    return units.getOrDefault(cell, new ArrayList<>());
  }

  /** The correlations that a run of trials enters. */
  List<String> correlations(CellAddress address) {
    return units.getOrDefault(family(address), new ArrayList<>());
  }
}
