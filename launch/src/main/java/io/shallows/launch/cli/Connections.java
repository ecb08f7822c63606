package io.shallows.launch.cli;

import io.shallows.depth.CellTree;
import io.shallows.depth.path.CertifiedPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known between several networks: a table for people and, of the same facts, a list for
 * programs.
 *
 * @param names of the networks
 * @param links between all pairs
 */
record Connections(List<String> names, List<CellTree.Link> links) {

  /** A line per pair below a head. */
  List<String> lines() {
    int wide = names.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add("climb above the higher of two networks, on the lowest known way between them:");
    for (CellTree.Link link : links) {
      lines.add(
          "  "
              + padded(names.get(link.from()), wide)
              + "  "
              + padded(names.get(link.to()), wide)
              + "  "
              + (Double.isInfinite(link.climb())
                  ? "no way was found"
                  : "at most " + SurveyAnswer.number(link.climb()) + how(link)));
    }
    return lines;
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private static boolean isDirect(CellTree.Link link) {
    return link.direct()
        .map(CertifiedPath::barrier)
        .filter(climb -> climb <= link.climb())
        .isPresent();
  }

  private static String how(CellTree.Link link) {
    if (link.direct().isEmpty() && link.climb() == 0) {
      return " (the same network)";
    }
    return isDirect(link)
        ? " ("
            + link.direct().get().method()
            + ", "
            + link.direct().get().certificate().kind().label()
            + ")"
        : " (over other networks)";
  }

  /** An object per pair. */
  List<Map<String, Object>> facts() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (CellTree.Link link : links) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("from", names.get(link.from()));
      row.put("to", names.get(link.to()));
      if (!Double.isInfinite(link.climb())) {
        row.put("climb", link.climb());
        row.put("direct", isDirect(link));
      }
      if (isDirect(link)) {
        row.put("method", link.direct().get().method());
        row.put("certificate", link.direct().get().certificate().kind().label());
      }
      rows.add(row);
    }
    return rows;
  }
}
