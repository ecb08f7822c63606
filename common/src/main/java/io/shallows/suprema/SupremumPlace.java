package io.shallows.suprema;

/**
 * One landscape of a spec: a problem and the two-layer networks on it.
 *
 * @param problem index of the problem
 * @param inputDimension n, without the constant input
 * @param family the family, at depth 0
 * @param width m
 */
public record SupremumPlace(int problem, int inputDimension, String family, int width) {}
