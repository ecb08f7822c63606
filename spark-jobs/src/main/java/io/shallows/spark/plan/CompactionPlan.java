package io.shallows.spark.plan;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.IndexRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which groups of a stage are put together, so that a finished sweep has few files of sensible
 * size.
 */
public final class CompactionPlan {

  /** Bytes of a group after which it takes no more: a file that one task reads in a moment. */
  public static final long TARGET_BYTES = 64L << 20;

  /** Fewer groups than this are not worth a rewrite. */
  static final int LEAST_GROUPS = 8;

  private CompactionPlan() {}

  /**
   * The groups to put together. Only groups of one scope and grid can be, and neighbours in the
   * grid are; what stays alone is not in the plan.
   */
  public static List<List<Group>> of(List<Group> groups) {
    TreeMap<String, List<Group>> alike = new TreeMap<>();
    for (Group group : groups) {
      alike
          .computeIfAbsent(group.grid() + " " + group.scope(), key -> new ArrayList<>())
          .add(group);
    }
    List<List<Group>> plan = new ArrayList<>();
    alike.values().forEach(same -> pack(same, plan));
    return plan;
  }

  private static void pack(List<Group> groups, List<List<Group>> plan) {
    List<Group> inOrder = new ArrayList<>(groups);
    inOrder.sort(Comparator.comparingLong(CompactionPlan::first).thenComparing(Group::id));
    List<Group> bin = new ArrayList<>();
    long bytes = 0;
    for (Group group : inOrder) {
      if (bytes + group.bytes() > TARGET_BYTES) {
        flush(bin, plan);
        bin = new ArrayList<>();
        bytes = 0;
      }
      bin.add(group);
      bytes += group.bytes();
    }
    flush(bin, plan);
  }

  private static void flush(List<Group> bin, List<List<Group>> plan) {
    if (bin.size() >= LEAST_GROUPS) {
      plan.add(bin);
    }
  }

  private static long first(Group group) {
    return IndexRanges.parse(group.covers()).ranges().get(0).first();
  }
}
