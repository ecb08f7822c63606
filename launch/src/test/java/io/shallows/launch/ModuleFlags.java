package io.shallows.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** The flags that Spark needs of java. */
final class ModuleFlags {
  private ModuleFlags() {}

  static List<String> ofSpark() {
    return new ArrayList<>(
        Arrays.asList(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+", -1)));
  }
}
