package io.shallows.depth.path;

import io.shallows.loss.LossSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what finders spend and keeps what they find, for one minimum and target. */
public final class SearchLog {

  private final List<BudgetedSurface> surfaces = new ArrayList<>();
  private final List<SearchEffort.Improvement> improvements = new ArrayList<>();
  private final List<CertifiedPath> paths = new ArrayList<>();
  private Optional<CertifiedPath> lowest = Optional.empty();
  private double proven;
  private Optional<SearchEffort.Flooding> flood = Optional.empty();

  /** A surface with a budget of its own, which counts here. */
  public BudgetedSurface counted(LossSurface surface, long budget) {
    return counted(surface, budget, 1);
  }

  /** A surface whose evaluations each count as several of the loss. */
  public BudgetedSurface counted(LossSurface surface, long budget, int passes) {
    BudgetedSurface counted = new BudgetedSurface(surface, budget, passes);
    surfaces.add(counted);
    return counted;
  }

  public long spent() {
    long spent = 0;
    for (BudgetedSurface surface : surfaces) {
      spent += surface.charged();
    }
    return spent;
  }

  /** Takes a certified path to the level. */
  public void found(CertifiedPath path) {
    paths.add(path);
    if (lowest.isEmpty() || path.isLowerThan(lowest.get())) {
      lowest = Optional.of(path);
      improvements.add(new SearchEffort.Improvement(spent(), path.barrier()));
    }
  }

  /** Takes a proof that every path to the level climbs at least as much. */
  public void proved(double lower) {
    proven = Math.max(proven, lower);
  }

  /** The same by a search over convex cells. */
  public void flooded(double lower, long cells, long programs) {
    proved(lower);
    flood = Optional.of(new SearchEffort.Flooding(cells, programs));
  }

  /** What every path to the level climbs at least, as far as that was proved. */
  public double proven() {
    return proven;
  }

  /** Takes a path that ends as one of another search, and what that search spent. */
  public void joined(SearchLog other, CertifiedPath path) {
    surfaces.addAll(other.surfaces);
    flood = other.flood.isPresent() ? other.flood : flood;
    found(path);
  }

  /** The lowest path again, with fewer vertices and no larger maximum. */
  void shortened(CertifiedPath path) {
    lowest.ifPresent(known -> paths.set(paths.indexOf(known), path));
    lowest = Optional.of(path);
  }

  /** The lowest path so far, the first among equals. */
  public Optional<CertifiedPath> lowest() {
    return lowest;
  }

  /** Every path that was found, in order. */
  public List<CertifiedPath> paths() {
    return List.copyOf(paths);
  }

  public SearchEffort effort() {
    return new SearchEffort(spent(), improvements, paths, flood);
  }
}
