package io.shallows.launch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shallows.record.Column;
import io.shallows.record.DepthsTable;
import io.shallows.record.LeadingColumns;
import io.shallows.record.PathsTable;
import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The networks that a page has a mark for: end point, depths, ways out.
 *
 * <p>All of a small store; of a large one those with the highest ways out and, of every family and
 * shape alike, those with the least ids. An id is a hash, so these are a sample that has nothing to
 * do with what was found, and the same one every time.
 *
 * <p>Use: {@link #rank} all depths, {@link #addTrial} all trials, {@link #choose}, then {@link
 * #addDepth} and {@link #addVertex}.
 */
final class Networks {

  /** More marks than this cannot be told apart. */
  static final int MOST = 2000;

  /** Networks that are kept for their height, of each level. */
  private static final int HIGHEST = 8;

  private static final List<Column<?>> TRIAL =
      List.of(
          LeadingColumns.TRIAL_ID,
          LeadingColumns.PROBLEM_ID,
          LeadingColumns.FAMILY,
          LeadingColumns.NETWORK_DEPTH,
          LeadingColumns.INPUT_DIMENSION,
          LeadingColumns.WIDTH,
          LeadingColumns.INITIALIZATION,
          LeadingColumns.SEED,
          LeadingColumns.PARAMETER_COUNT,
          TrialsTable.STATUS,
          TrialsTable.MINIMUM_KIND,
          TrialsTable.LOSS,
          TrialsTable.LOSS_NORMALIZED,
          TrialsTable.STATIONARITY,
          TrialsTable.STATIONARITY_TOLERANCE,
          TrialsTable.ACTIVE_KINKS,
          TrialsTable.HESSIAN_MIN,
          TrialsTable.HESSIAN_MIN_CERTIFIED,
          TrialsTable.CERTIFICATE_RISE,
          spectrum("degenerate_share"),
          spectrum("negative_share"),
          spectrum("hessian_radius"),
          spectrum("spectrum_exact"));

  private static final List<Column<?>> DEPTH =
      List.of(
          DepthsTable.TARGET,
          DepthsTable.DROP,
          LeadingColumns.ETA,
          DepthsTable.REFERENCE_WIDTH,
          DepthsTable.TARGET_TRIAL_ID,
          DepthsTable.REFERENCE_LOSS,
          DepthsTable.DEPTH_LOWER,
          DepthsTable.DEPTH_UPPER,
          DepthsTable.DEPTH_FLOOR,
          DepthsTable.DEPTH_METHOD,
          DepthsTable.ZERO_REASON,
          DepthsTable.CERTIFICATE,
          DepthsTable.BOUND_EXPLICIT,
          DepthsTable.BOUND_KIND);

  /** A family and shape. */
  private record Shape(long networkDepth, long inputDimension, String family, long width)
      implements Comparable<Shape> {
    static Shape of(Record row) {
      return new Shape(
          row.get(LeadingColumns.NETWORK_DEPTH),
          row.get(LeadingColumns.INPUT_DIMENSION),
          row.get(LeadingColumns.FAMILY),
          row.get(LeadingColumns.WIDTH));
    }

    @Override
    public int compareTo(Shape other) {
      return Comparator.comparing(Shape::networkDepth)
          .thenComparing(Shape::inputDimension)
          .thenComparing(Shape::family)
          .thenComparing(Shape::width)
          .compare(this, other);
    }
  }

  private record Height(double depth, String trialId) implements Comparable<Height> {
    @Override
    public int compareTo(Height other) {
      int order = Double.compare(other.depth, depth);
      return order == 0 ? trialId.compareTo(other.trialId) : order;
    }
  }

  /** A path of a network to a level. */
  private record Way(String trialId, ClimbTally.Level level) {}

  private final int most;
  private final Optional<String> measurementId;
  private final Map<ClimbTally.Level, TreeSet<Height>> highest = new TreeMap<>();
  private final Map<String, Record> wanted = new TreeMap<>();
  private final Map<Shape, TreeMap<String, Record>> sample = new TreeMap<>();
  private final Map<String, Record> chosen = new LinkedHashMap<>();
  private final Map<String, List<Record>> depths = new TreeMap<>();
  private final Map<Way, PathProfile> ways = new LinkedHashMap<>();
  private long trials;
  private PathProfile last;

  /**
   * @param measurementId of the rows of depths and paths that are shown; all where it is empty
   */
  Networks(Optional<String> measurementId) {
    this(measurementId, MOST);
  }

  Networks(Optional<String> measurementId, int most) {
    this.measurementId = measurementId;
    this.most = most;
  }

  /** Looks at a row of depths, to know the highest ways. */
  void rank(Record depth) {
    if (isShown(depth)) {
      TreeSet<Height> ofLevel =
          highest.computeIfAbsent(ClimbTally.Level.of(depth), level -> new TreeSet<>());
      ofLevel.add(
          new Height(depth.get(DepthsTable.DEPTH_UPPER), depth.get(LeadingColumns.TRIAL_ID)));
      if (ofLevel.size() > HIGHEST) {
        ofLevel.pollLast();
      }
    }
  }

  private boolean isShown(Record depth) {
    return measurementId.map(depth.get(DepthsTable.MEASUREMENT_ID)::equals).orElse(true)
        && depth.get(DepthsTable.COVERED)
        && depth.find(DepthsTable.DEPTH_UPPER).isPresent();
  }

  /** Takes a row of trials, after all depths were looked at. */
  void addTrial(Record trial) {
    trials++;
    if (trials == 1) {
      highest.values().forEach(all -> all.forEach(one -> wanted.put(one.trialId(), null)));
    }
    String id = trial.get(LeadingColumns.TRIAL_ID);
    if (wanted.containsKey(id)) {
      wanted.put(id, trial);
    }
    TreeMap<String, Record> ofShape =
        sample.computeIfAbsent(Shape.of(trial), shape -> new TreeMap<>());
    ofShape.put(id, trial);
    while (ofShape.size() > Math.max(1, most / sample.size())) {
      ofShape.pollLastEntry();
    }
  }

  /** Decides which networks stay: the highest, then of all shapes in turn. */
  void choose() {
    highest
        .values()
        .forEach(
            all ->
                all.forEach(
                    one ->
                        Optional.ofNullable(wanted.get(one.trialId()))
                            .ifPresent(trial -> keep(one.trialId(), trial))));
    boolean more = true;
    while (more && chosen.size() < most) {
      more = false;
      for (TreeMap<String, Record> ofShape : sample.values()) {
        Map.Entry<String, Record> first = ofShape.pollFirstEntry();
        if (first != null) {
          more = true;
          keep(first.getKey(), first.getValue());
        }
      }
    }
    sample.clear();
  }

  private void keep(String id, Record trial) {
    if (chosen.size() < most) {
      chosen.putIfAbsent(id, trial);
    }
  }

  /** The ids of those that stay. */
  Set<String> ids() {
    return chosen.keySet();
  }

  /** Takes a row of depths. */
  void addDepth(Record depth) {
    String id = depth.get(LeadingColumns.TRIAL_ID);
    if (isShown(depth) && chosen.containsKey(id)) {
      depths.computeIfAbsent(id, absent -> new ArrayList<>()).add(depth);
    }
  }

  /** Takes a row of paths; the vertices of a path follow each other. */
  void addVertex(Record vertex) {
    String id = vertex.get(LeadingColumns.TRIAL_ID);
    if (vertex.get(PathsTable.PATH) != 0
        || !chosen.containsKey(id)
        || !measurementId.map(vertex.get(PathsTable.MEASUREMENT_ID)::equals).orElse(true)) {
      return;
    }
    PathProfile profile =
        ways.computeIfAbsent(new Way(id, ClimbTally.Level.of(vertex)), way -> new PathProfile());
    if (last != null && last != profile) {
      last.rest();
    }
    last = profile;
    profile.add(vertex);
  }

  /** Trials of the store with a row. */
  long trials() {
    return trials;
  }

  /**
   * The networks as JSON, as many as fit and as many of their ways as fit beside them; the first
   * ones first.
   *
   * @param bytes that they may take
   */
  ObjectNode json(long bytes) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    names(root.putArray("fields"), TRIAL);
    names(root.putArray("depth_fields"), DEPTH);
    ArrayNode rows = root.putArray("rows");
    ArrayNode ofDepth = root.putArray("depths");
    ArrayNode ofWays = root.putArray("ways");
    long left = bytes - 2000;
    List<ArrayNode> shown = new ArrayList<>();
    List<Way> keys = new ArrayList<>();
    for (Map.Entry<String, Record> network : chosen.entrySet()) {
      ArrayNode row = cells(TRIAL, network.getValue());
      List<ArrayNode> mine = new ArrayList<>();
      List<Way> myKeys = new ArrayList<>();
      for (Record depth : depths.getOrDefault(network.getKey(), List.of())) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode().add(rows.size());
        cells.addAll(cells(DEPTH, depth));
        mine.add(cells);
        myKeys.add(new Way(network.getKey(), ClimbTally.Level.of(depth)));
      }
      long size = size(row) + mine.stream().mapToLong(Networks::size).sum();
      if (size > left) {
        break;
      }
      left -= size;
      rows.add(row);
      shown.addAll(mine);
      keys.addAll(myKeys);
    }
    long drawn = 0;
    for (int i = 0; i < shown.size(); i++) {
      ArrayNode cells = shown.get(i);
      PathProfile profile = ways.get(keys.get(i));
      ArrayNode json = profile == null ? null : profile.json();
      if (json != null && size(json) + 8 <= left) {
        left -= size(json) + 8;
        cells.add(ofWays.size());
        ofWays.add(json);
        drawn++;
      } else {
        cells.addNull();
      }
      ofDepth.add(cells);
    }
    root.put("trials", trials);
    root.put("ways_left_out", ways.size() - drawn);
    return root;
  }

  /** Bytes of a row with its comma. */
  private static long size(ArrayNode row) {
    return row.toString().length() + 1L;
  }

  private static ArrayNode cells(List<Column<?>> columns, Record row) {
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    columns.forEach(column -> cells.addPOJO(row.find(column).orElse(null)));
    return cells;
  }

  private static void names(ArrayNode names, List<Column<?>> columns) {
    columns.forEach(column -> names.add(column.name()));
  }

  private static Column<?> spectrum(String name) {
    return TrialsTable.TABLE.column(name).orElseThrow();
  }
}
