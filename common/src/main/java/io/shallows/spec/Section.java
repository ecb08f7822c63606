package io.shallows.spec;

/** The parts of a spec that hold keys. */
enum Section {
  TOP(""),
  GRID("grid"),
  SEED("grid.seed"),
  PROBLEM("problem"),
  TRAINING("training"),
  MEASUREMENT("measurement"),
  DEPTH("measurement.depth"),
  OUTPUT("output");

  private final String path;

  Section(String path) {
    this.path = path;
  }

  /** The dotted path, empty for the top. */
  String path() {
    return path;
  }

  /** The last step of the path. */
  String word() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** The dotted path of a name in this section. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
