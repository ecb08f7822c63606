package io.shallows.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a table was read.
 *
 * @param inputs names of the inputs in their order; empty where the format has none
 * @param target what the label is called; empty where the format has no names
 * @param leftOut columns that are neither, each by name
 * @param indexes those of them that pandas wrote as its index
 * @param rows rows that were read, with those that were dropped
 * @param missing missing cells of inputs and target by column, for the rows that were dropped
 * @param doubts what may be a mistake, each a short sentence
 */
public record TableReading(
    List<String> inputs,
    String target,
    List<String> leftOut,
    List<String> indexes,
    int rows,
    Map<String, Integer> missing,
    List<String> doubts) {

  public TableReading {
    inputs = List.copyOf(inputs);
    Objects.requireNonNull(target, "target");
    leftOut = List.copyOf(leftOut);
    indexes = List.copyOf(indexes);
    if (rows < 0) {
      throw new IllegalArgumentException("rows: " + rows + " is below 0");
    }
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    doubts = List.copyOf(doubts);
  }

  /** Of a format without names, nothing left out and nothing dropped. */
  public static TableReading ofAll(int rows) {
    return new TableReading(List.of(), "", List.of(), List.of(), rows, Map.of(), List.of());
  }
}
