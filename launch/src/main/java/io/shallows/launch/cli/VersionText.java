package io.shallows.launch.cli;

import io.shallows.grid.SweepIdentity;
import io.shallows.provenance.Build;
import io.shallows.spec.SweepSpec;
import picocli.CommandLine.IVersionProvider;

/** What decides the numbers besides the spec. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Build build = Build.current();
    return new String[] {
      "shallows " + build.describe() + ", built by JDK " + build.jdk(),
      "spec " + SweepSpec.API_VERSION + ", numerics revision " + SweepIdentity.NUMERICS_REVISION,
      "java "
          + System.getProperty("java.version")
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }
}
