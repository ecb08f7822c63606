package io.shallows.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuildTest {
  @Test
  void knowsTheVersionAndTheCommit() {
    Build build = Build.current();
    assertTrue(build.version().matches("\\d+\\.\\d+\\.\\d+.*"), build.version());
    assertTrue(build.commit().matches("[0-9a-f]{12}|unknown"), build.commit());
    assertTrue(build.jdk().matches("\\d+"), build.jdk());
    assertTrue(build.dirty().matches("true|false|unknown"), build.dirty());
  }

  @Test
  void describesItselfInOneLine() {
    assertEquals("1.2.3 (abc, modified)", new Build("1.2.3", "abc", "true", "17").describe());
    assertEquals("1.2.3 (abc)", new Build("1.2.3", "abc", "false", "17").describe());
  }
}
