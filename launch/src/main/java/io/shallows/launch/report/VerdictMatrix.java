package io.shallows.launch.report;

import io.shallows.statistics.Verdict;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The verdicts of a page: a sign for every setting, which leads to its reason when pressed. */
final class VerdictMatrix {

  private final ReportTable fits;

  /**
   * @param fits table fits of the report
   */
  VerdictMatrix(ReportTable fits) {
    this.fits = fits;
  }

  /** A verdict per setting: family and layers by input dimension and eta. */
  String html() {
    List<String> names = fits.names();
    Map<List<Object>, Map<List<Object>, Integer>> matrix = new LinkedHashMap<>();
    Set<List<Object>> columns =
        new TreeSet<>(
            Comparator.comparing((List<Object> column) -> (Long) column.get(0))
                .thenComparing(column -> (Double) column.get(1)));
    for (int i = 0; i < fits.rows().size(); i++) {
      List<Object> row = fits.rows().get(i);
      if (row.get(names.indexOf("quantile")).equals(Headline.MAIN_QUANTILE)) {
        List<Object> column =
            List.of(row.get(names.indexOf("input_dimension")), row.get(names.indexOf("eta")));
        columns.add(column);
        matrix
            .computeIfAbsent(
                List.of(row.get(names.indexOf("family")), row.get(names.indexOf("network_depth"))),
                setting -> new HashMap<>())
            .put(column, i);
      }
    }
    if (matrix.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<section id=\"verdicts\"><h2>Does depth fall at least as fast as the bound's rate"
                + " m^((eta-1)/n)?</h2>\n<p class=\"soft\">A verdict for each setting, on the .9 quantile of"
                + " depth to the reference: \u25a0 proved, \u2713 consistent, \u2717 contradicted, ?"
                + " undecided. Press one for its reason.</p>\n<div class=\"matrix\" role=\"region\""
                + " aria-label=\"Verdicts\" tabindex=\"0\"><table><caption class=\"skip\">Verdicts by"
                + " setting</caption><thead><tr><th scope=\"col\">family, layers</th>");
    for (List<Object> column : columns) {
      html.append("<th scope=\"col\">n = ").append(column.get(0)).append("<br>eta ");
      html.append(column.get(1)).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>");
    matrix.forEach(
        (setting, cells) -> {
          String name = setting.get(0) + ", L = " + setting.get(1);
          html.append("<tr><th scope=\"row\">").append(PageText.escape(name)).append("</th>");
          for (List<Object> column : columns) {
            Integer row = cells.get(column);
            html.append(row == null ? "<td></td>" : verdict(row, name, column));
          }
          html.append("</tr>\n");
        });
    return html.append("</tbody></table></div>\n<p id=\"why\" aria-live=\"polite\"></p></section>")
        .toString();
  }

  private String verdict(int row, String name, List<Object> column) {
    String verdict = (String) fits.rows().get(row).get(fits.names().indexOf("verdict"));
    String sign =
        switch (Arrays.stream(Verdict.values())
            .filter(one -> one.label().equals(verdict))
            .findFirst()
            .orElse(Verdict.UNDECIDED)) {
          case PROVED -> "\u25a0";
          case CONSISTENT -> "\u2713";
          case CONTRADICTED -> "\u2717";
          case UNDECIDED -> "?";
        };
    return "<td class=\"v-"
        + PageText.escape(verdict)
        + "\"><button type=\"button\" aria-pressed=\"false\" data-row=\""
        + row
        + "\" aria-label=\""
        + PageText.escape(
            name + ", n = " + column.get(0) + ", eta = " + column.get(1) + ": " + verdict)
        + "\">"
        + sign
        + "</button></td>";
  }
}
