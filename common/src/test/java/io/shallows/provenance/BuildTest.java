package io.shallows.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

  @Test
  void anythingThatMayChangeANumberMakesAnotherProvenance() {
    assertEquals(provenance("17"), provenance("17"));
    assertNotEquals(provenance("17"), provenance("21"));
    assertEquals("vector-512", provenance("17").kernels());
  }

  private static Provenance provenance(String java) {
    return new Provenance(
        "0.1.0",
        "abc",
        1,
        "s",
        "t",
        "",
        java,
        "Linux",
        "amd64",
        "EPYC",
        "vector-512",
        "0.3",
        "1.0",
        "4.2.0",
        "3.5.0");
  }
}
