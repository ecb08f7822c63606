package io.shallows.spark.plan;

import io.shallows.suprema.SupremumPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Of which landscapes of a problem a shard finds the deepest minima; its text is {@code
 * problem:inputDimension:family=m,family=m,...}.
 *
 * @param places of one problem and input dimension, at least one
 */
public record SupremaKey(List<SupremumPlace> places) {

  public SupremaKey {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("suprema of no landscape");
    }
    if (places.stream().map(SupremaKey::problem).distinct().count() > 1) {
      throw new IllegalArgumentException("suprema of several problems: " + places);
    }
  }

  /** The key written as {@code text}. */
  public static SupremaKey parse(String text) {
    String[] parts = text.split(":", -1);
    List<SupremumPlace> places = new ArrayList<>();
    for (String one : parts[2].split(",", -1)) {
      int at = one.lastIndexOf('=');
      places.add(
          new SupremumPlace(
              Integer.parseInt(parts[0]),
              Integer.parseInt(parts[1]),
              one.substring(0, at),
              Integer.parseInt(one.substring(at + 1))));
    }
    return new SupremaKey(places);
  }

  private static String problem(SupremumPlace place) {
    return place.problem() + ":" + place.inputDimension() + ":";
  }

  @Override
  public String toString() {
    return problem(places.get(0))
        + places.stream()
            .map(place -> place.family() + "=" + place.width())
            .collect(Collectors.joining(","));
  }
}
