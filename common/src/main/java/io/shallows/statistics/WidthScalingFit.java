package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;
import io.shallows.statistics.law.LawSelection;
import java.util.List;
import java.util.Optional;

/**
 * How an upper quantile of the positive depths changes with the width; made by {@link
 * WidthScaling}.
 *
 * @param quantile tau, the level of the quantile
 * @param problems number of different problems among the positive depths of the used widths
 * @param widths every width, in ascending order
 * @param slope d log Q / d log m over the used widths; empty with fewer than two of them
 * @param law the law that predicts the largest widths; empty with too few widths
 */
public record WidthScalingFit(
    double quantile,
    int problems,
    List<WidthQuantile> widths,
    Optional<BootstrapEstimate> slope,
    Optional<LawSelection> law) {

  public WidthScalingFit {
    widths = List.copyOf(widths);
  }

  /** Number of widths that entered the fit. */
  public int usedWidths() {
    return count(WidthQuantile.Use.USED);
  }

  /** Number of widths with the given use. */
  public int count(WidthQuantile.Use use) {
    return (int) widths.stream().filter(width -> width.use() == use).count();
  }
}
