package io.shallows.spec.value;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The distinct integers that one coordinate takes, addressed by position and never materialised for
 * ranges.
 */
public sealed interface IntAxis {
  /** The longest list and the largest count of a geometric axis. */
  int MAX_LISTED = 100_000;

  /** Number of values, at least 1. */
  long size();

  /** The value at a position from 0 to {@link #size()} - 1. */
  int get(long position);

  /** The position of a value, or -1 if the axis does not take it. */
  long indexOf(int value);

  int smallest();

  int largest();

  static IntAxis of(int... values) {
    return new Listed(Arrays.stream(values).boxed().toList());
  }

  /** The one value that the data of a problem have, before they were looked at. */
  static IntAxis ofData() {
    return new OfData();
  }

  /** Whether the value is only known from data. */
  default boolean isOfData() {
    return this instanceof OfData;
  }

  /** A place for one value that data will fill; until then it reads as 1. */
  record OfData() implements IntAxis {
    /** What a spec says for it. */
    public static final String WORD = "data";

    @Override
    public long size() {
      return 1;
    }

    @Override
    public int get(long position) {
      if (position != 0) {
        throw new IndexOutOfBoundsException("position " + position + " of 1");
      }
      return 1;
    }

    @Override
    public long indexOf(int value) {
      return value == 1 ? 0 : -1;
    }

    @Override
    public int smallest() {
      return 1;
    }

    @Override
    public int largest() {
      return 1;
    }

    @Override
    public String toString() {
      return WORD;
    }
  }

  /** Values as written, in their order. */
  record Listed(List<Integer> values) implements IntAxis {
    public Listed {
      values = List.copyOf(values);
      if (values.isEmpty() || values.size() > MAX_LISTED) {
        throw new IllegalArgumentException(
            "an axis has 1 to " + MAX_LISTED + " values, not " + values.size());
      }
      if (values.stream().distinct().count() != values.size()) {
        throw new IllegalArgumentException("the values of an axis are distinct: " + values);
      }
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public int get(long position) {
      return values.get(Math.toIntExact(position));
    }

    @Override
    public long indexOf(int value) {
      return values.indexOf(value);
    }

    @Override
    public int smallest() {
      return values.stream().mapToInt(Integer::intValue).min().getAsInt();
    }

    @Override
    public int largest() {
      return values.stream().mapToInt(Integer::intValue).max().getAsInt();
    }

    @Override
    public String toString() {
      return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** from, from + step, ... up to and, if it is met, including to. */
  record Range(int from, int to, int step) implements IntAxis {
    public Range {
      if (step < 1) {
        throw new IllegalArgumentException("step " + step + " is below 1");
      }
      if (to < from) {
        throw new IllegalArgumentException("to " + to + " is below from " + from);
      }
    }

    @Override
    public long size() {
      return ((long) to - from) / step + 1;
    }

    @Override
    public int get(long position) {
      if (position < 0 || position >= size()) {
        throw new IndexOutOfBoundsException("position " + position + " of " + size());
      }
      return Math.toIntExact(from + position * step);
    }

    @Override
    public long indexOf(int value) {
      long offset = (long) value - from;
      return value >= from && value <= to && offset % step == 0 ? offset / step : -1;
    }

    @Override
    public int smallest() {
      return from;
    }

    @Override
    public int largest() {
      return get(size() - 1);
    }

    @Override
    public String toString() {
      return "{range: {from: " + from + ", to: " + to + ", step: " + step + "}}";
    }
  }

  /** count integers nearest to from * (to / from)^(i / (count - 1)); the ends are met exactly. */
  record Geometric(int from, int to, int count) implements IntAxis {
    public Geometric {
      if (from < 1) {
        throw new IllegalArgumentException("from " + from + " is below 1");
      }
      if (to <= from) {
        throw new IllegalArgumentException("to " + to + " is not above from " + from);
      }
      if (count < 2 || count > MAX_LISTED) {
        throw new IllegalArgumentException("count " + count + " is not in 2 to " + MAX_LISTED);
      }
      for (int i = 1; i < count; i++) {
        if (value(from, to, count, i) == value(from, to, count, i - 1)) {
          throw new IllegalArgumentException(
              "count " + count + " is too many: it gives " + value(from, to, count, i) + " twice");
        }
      }
    }

    private static int value(int from, int to, int count, long i) {
      if (i == 0 || i == count - 1) {
        return i == 0 ? from : to;
      }
      double exponent = (double) i / (count - 1);
      return Math.toIntExact(Math.round(from * StrictMath.pow((double) to / from, exponent)));
    }

    @Override
    public long size() {
      return count;
    }

    @Override
    public int get(long position) {
      if (position < 0 || position >= count) {
        throw new IndexOutOfBoundsException("position " + position + " of " + count);
      }
      return value(from, to, count, position);
    }

    @Override
    public long indexOf(int value) {
      int low = 0;
      int high = count - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int found = get(middle);
        if (found == value) {
          return middle;
        }
        if (found < value) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }

    @Override
    public int smallest() {
      return from;
    }

    @Override
    public int largest() {
      return to;
    }

    @Override
    public String toString() {
      return "{geometric: {from: " + from + ", to: " + to + ", count: " + count + "}}";
    }
  }
}
