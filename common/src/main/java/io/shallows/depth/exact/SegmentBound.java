package io.shallows.depth.exact;

/**
 * What is known of the losses on one segment of parameters, whatever the cost of an output.
 *
 * @param upper a number that no loss on the segment exceeds
 * @param evaluated the largest loss that was evaluated on the segment, at {@code time}
 * @param time where, in [0, 1]
 * @param rounding bound of one evaluation's rounding
 * @param events switches of relus that were met
 */
public record SegmentBound(
    double upper, double evaluated, double time, double rounding, int events) {}
