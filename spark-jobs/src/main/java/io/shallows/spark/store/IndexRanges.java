package io.shallows.spark.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A set of trial indices as sorted, disjoint, non-adjacent ranges; its text is like {@code
 * 0-15,32,40-47}.
 */
public record IndexRanges(List<Range> ranges) {

  /** The indices from {@code first} to {@code last}, both included. */
  public record Range(long first, long last) {
    public Range {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("range " + first + "-" + last + " is not a range");
      }
    }

    long size() {
      return last - first + 1;
    }
  }

  public IndexRanges {
    ranges = List.copyOf(ranges);
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).first() <= ranges.get(i - 1).last() + 1) {
        throw new IllegalArgumentException(ranges + " is not sorted, disjoint and merged");
      }
    }
  }

  /** One range, both ends included. */
  public static IndexRanges of(long first, long last) {
    return new IndexRanges(List.of(new Range(first, last)));
  }

  /** All indices of ranges that may overlap, in any order. */
  public static IndexRanges union(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && range.first() <= last.last() + 1) {
        merged.set(merged.size() - 1, new Range(last.first(), Math.max(last.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return new IndexRanges(merged);
  }

  /** The set written as {@code text}. */
  public static IndexRanges parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = part.indexOf('-');
      long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
      ranges.add(new Range(first, dash < 0 ? first : Long.parseLong(part.substring(dash + 1))));
    }
    return new IndexRanges(ranges);
  }

  /** The indices below {@code end} that are not in this set. */
  public IndexRanges complement(long end) {
    List<Range> others = new ArrayList<>();
    long first = 0;
    for (Range range : ranges) {
      if (range.first() > first) {
        others.add(new Range(first, Math.min(end, range.first()) - 1));
      }
      first = range.last() + 1;
    }
    if (first < end) {
      others.add(new Range(first, end - 1));
    }
    return new IndexRanges(others);
  }

  /** Number of indices. */
  public long size() {
    return ranges.stream().mapToLong(Range::size).sum();
  }

  /** Calls {@code action} with every index in increasing order. */
  public void forEach(LongConsumer action) {
    for (Range range : ranges) {
      for (long i = range.first(); i <= range.last(); i++) {
        action.accept(i);
      }
    }
  }

  /** All indices of the runs of {@code unit} indices of which this set has some. */
  public IndexRanges wholeRuns(long unit) {
    List<Range> whole = new ArrayList<>();
    for (Range range : ranges) {
      whole.add(new Range(range.first() / unit * unit, (range.last() / unit + 1) * unit - 1));
    }
    return union(whole);
  }

  /**
   * Two parts of about equal size that do not cut a run of {@code unit} indices, if the set is made
   * of whole runs and has at least two.
   */
  public List<IndexRanges> halves(long unit) {
    long wanted = size() / unit / 2 * unit;
    Builder lower = new Builder();
    Builder upper = new Builder();
    for (Range range : ranges) {
      long take = Math.max(0, Math.min(range.size(), wanted - lower.size()));
      if (take > 0) {
        lower.add(range.first(), range.first() + take - 1);
      }
      if (take < range.size()) {
        upper.add(range.first() + take, range.last());
      }
    }
    return List.of(lower.build(), upper.build());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Range range : ranges) {
      text.append(text.isEmpty() ? "" : ",").append(range.first());
      if (range.last() > range.first()) {
        text.append('-').append(range.last());
      }
    }
    return text.toString();
  }

  /** Collects indices given in increasing order. */
  public static final class Builder {
    private final List<Range> ranges = new ArrayList<>();
    private long first = -1;
    private long last = -2;
    private long size;

    /** Adds a range that begins after everything added so far. */
    public Builder add(long from, long to) {
      if (from == last + 1 && first >= 0) {
        last = to;
      } else {
        flush();
        first = from;
        last = to;
      }
      size += to - from + 1;
      return this;
    }

    /** Number of indices so far. */
    public long size() {
      return size;
    }

    /** The finished set. */
    public IndexRanges build() {
      flush();
      return new IndexRanges(ranges);
    }

    private void flush() {
      if (first >= 0) {
        ranges.add(new Range(first, last));
        first = -1;
        last = -2;
      }
    }
  }
}
