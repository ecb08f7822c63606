package io.shallows.depth.finder;

import io.shallows.depth.measurement.DepthSettings;
import java.util.List;

/** The registry of path finders; a new one is one class and one entry here. */
public final class PathFinders {

  private static final List<PathFinder> ALL =
      List.of(
          new ConstructiveFinder(),
          new LinearFinder(false),
          new LinearFinder(true),
          new StringFinder(),
          new BezierFinder(),
          new AutoNebFinder(),
          new DynamicStringFinder(),
          new SaddleFinder(),
          new CellFloodFinder(),
          new SettleFinder(),
          new DescentFinder(),
          new PullDownFinder());

  private PathFinders() {}

  /** All finders, in the order of documentation. */
  public static List<PathFinder> all() {
    return ALL;
  }

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(PathFinder::name).toList();
  }

  /** The finders that settings name, in their order. */
  public static List<PathFinder> of(DepthSettings settings) {
    return settings.finders().stream().map(PathFinders::named).toList();
  }

  /** Convex programs that the search over cells may solve with a budget of evaluations. */
  public static long programs(long budget) {
    return CellFloodFinder.programs(budget);
  }

  /** The finder of this name. */
  public static PathFinder named(String name) {
    for (PathFinder finder : ALL) {
      if (finder.name().equals(name)) {
        return finder;
      }
    }
    throw new IllegalArgumentException("finder: " + name + " is not one of " + names());
  }
}
