package io.shallows.minimum.finish;

import java.util.List;

/** The registry of finishes; a new one is one class and one entry here. */
public final class Finishes {

  /** The one that is meant where none is named. */
  public static final Finish DEFAULT = new DescendFinish();

  private static final List<Finish> ALL = List.of(DEFAULT, new DecayFinish());

  private Finishes() {}

  /** All finishes, in the order of documentation. */
  public static List<Finish> all() {
    return ALL;
  }

  /** The names that specs use. */
  public static List<String> names() {
    return ALL.stream().map(Finish::name).toList();
  }

  /** The finish of this name. */
  public static Finish named(String name) {
    for (Finish finish : ALL) {
      if (finish.name().equals(name)) {
        return finish;
      }
    }
    throw new IllegalArgumentException("finish: " + name + " is not one of " + names());
  }
}
