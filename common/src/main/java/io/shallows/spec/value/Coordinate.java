package io.shallows.spec.value;

import java.util.List;
import java.util.Optional;

/** A coordinate of a cell as it is named in a constraint. */
record Coordinate(String name, Expression expression) {
  private static final List<Coordinate> ALL =
      List.of(
          new Coordinate("width", new Expression.Numeric(Constraint.Point::width)),
          new Coordinate("networkDepth", new Expression.Numeric(Constraint.Point::networkDepth)),
          new Coordinate(
              "inputDimension", new Expression.Numeric(Constraint.Point::inputDimension)),
          new Coordinate("problem", new Expression.Numeric(Constraint.Point::problemIndex)),
          new Coordinate("family", new Expression.Text(Constraint.Point::family)),
          new Coordinate("initialization", new Expression.Text(Constraint.Point::initialization)));

  static List<String> names() {
    return ALL.stream().map(Coordinate::name).toList();
  }

  static Optional<Coordinate> named(String name) {
    return ALL.stream().filter(coordinate -> coordinate.name.equals(name)).findFirst();
  }
}
