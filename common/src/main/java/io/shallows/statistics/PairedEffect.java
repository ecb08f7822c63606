package io.shallows.statistics;

import io.shallows.statistics.estimate.BootstrapEstimate;

/**
 * What a skip connection changes, estimated from pairs; made by {@link PairedComparison}.
 *
 * @param pairs number of pairs
 * @param problems number of different problems among them
 * @param shareDifference P(depth above tolerance) with skip minus plain
 * @param sharePValue two-sided permutation p-value of no difference in that share
 * @param quantileDifference .9 quantile of depth with skip minus plain, in units of the loss
 * @param quantilePValue two-sided permutation p-value of no difference in that quantile
 */
public record PairedEffect(
    int pairs,
    int problems,
    BootstrapEstimate shareDifference,
    double sharePValue,
    BootstrapEstimate quantileDifference,
    double quantilePValue) {}
