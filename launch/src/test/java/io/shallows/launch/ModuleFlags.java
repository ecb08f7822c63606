package io.shallows.launch;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** The flags that Spark needs of the java that runs this test, as the launcher gives them. */
final class ModuleFlags {

  private static final int JDK = Runtime.version().feature();

  private ModuleFlags() {}

  static List<String> ofSpark() {
    return Arrays.stream(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+", -1))
        .filter(flag -> JDK < 24 || !flag.contains("sun.security.action"))
        .toList();
  }
}
