package io.shallows.launch;

import io.shallows.launch.cli.ShallowsCommand;
import io.shallows.spark.cli.SweepCommandLine;

/** The program {@code shallows}. */
public final class Shallows {
  private Shallows() {}

  public static void main(String[] arguments) {
    OwnErrors.use();
    System.exit(SweepCommandLine.execute(new ShallowsCommand(), arguments));
  }
}
