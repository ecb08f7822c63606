package io.shallows.depth.construction;

import io.shallows.depth.path.NodeValues;
import java.util.List;
import java.util.Optional;

/**
 * A way to free channels whose climb is bounded before the first step: one class and one entry in
 * {@link Freeings}.
 *
 * <p>A channel is free when nothing reads it. Free channels are made the units of a two-layer
 * network at constant loss, and the heads then slide to its head, 0 elsewhere: convex, from the
 * height where the channels came free down to the level. So the depth to that network is at most
 * the climb of the freeing.
 */
interface Freeing {

  /** The name that tables use. */
  String name();

  /**
   * The bound and the moves that keep it.
   *
   * @param units how many channels are to be free
   * @return empty where the proof does not cover the network, or there are not as many channels
   */
  Optional<Freed> free(NodeValues start, ChannelLayout layout, int units);

  /**
   * Channels that came free.
   *
   * @param bound what the path up to here does not climb above
   * @param path the moves
   * @param channels per channel, its unit in each stage
   */
  record Freed(DepthBound bound, Construction path, List<int[]> channels) {
    public Freed {
      channels = List.copyOf(channels);
    }
  }
}
