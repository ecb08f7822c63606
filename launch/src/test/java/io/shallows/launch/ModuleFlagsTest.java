package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain java command needs the flags that Spark's own launcher would have added. */
class ModuleFlagsTest {
  private static final List<String> SPARK =
      Arrays.asList(JavaModuleOptions.defaultModuleOptionArray());

  @ParameterizedTest
  @ValueSource(strings = {"bin/shallows", "../pom.xml"})
  void holdsEveryFlagOfSpark(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    for (String flag : SPARK) {
      assertTrue(text.contains(flag), flag);
    }
  }

  @Test
  void manifestOfTheAllJarOpensTheSamePackages() throws IOException {
    String pom = Files.readString(Path.of("../spark-jobs/pom.xml"));
    var opens = Pattern.compile("<manifest.opens>(.*)</manifest.opens>").matcher(pom);
    assertTrue(opens.find());
    var expected = new TreeSet<String>();
    for (String flag : SPARK) {
      if (flag.startsWith("--add-opens=")) {
        expected.add(flag.substring("--add-opens=".length(), flag.indexOf("=ALL-UNNAMED")));
      }
    }
    assertEquals(expected, new TreeSet<>(Arrays.asList(opens.group(1).split(" ", -1))));
  }
}
