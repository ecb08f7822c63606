package io.shallows.depth.question;

import io.shallows.depth.measurement.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The registry of targets; a new one is one class and one entry here. {@link TargetKind#TREE} is
 * none of them: the tree of a cell gives its levels, not the spec.
 */
public final class DepthTargets {

  private static final List<AskedTarget> ALL =
      List.of(new OwnTarget(), new ReferenceTarget(), new CellBestTarget());

  private static final String OF_TREES =
      "the level of the lower minimum of the cell that it is joined with first, with connectivity:"
          + " tree; depth_upper is then the length of the minimum's bar";

  private DepthTargets() {}

  /** All targets that specs can ask for, in the order of documentation. */
  public static List<AskedTarget> all() {
    return ALL;
  }

  /** The words that specs use. */
  public static List<String> names() {
    return ALL.stream().map(target -> target.kind().label()).toList();
  }

  /** The words that rows have: those of specs, and that of trees. */
  public static List<String> labels() {
    List<String> labels = new ArrayList<>(names());
    labels.add(TargetKind.TREE.label());
    return labels;
  }

  /** What each label means, for the descriptions of tables. */
  public static String definitions() {
    return ALL.stream()
            .map(target -> target.kind().label() + ": " + target.definition() + ". ")
            .collect(Collectors.joining())
        + TargetKind.TREE.label()
        + ": "
        + OF_TREES
        + ".";
  }

  /** The target of this name. */
  public static AskedTarget named(String name) {
    for (AskedTarget target : ALL) {
      if (target.kind().label().equals(name)) {
        return target;
      }
    }
    throw new IllegalArgumentException("target: " + name + " is not one of " + names());
  }
}
