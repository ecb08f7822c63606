package io.shallows.spec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
  private static final Constraint.Point POINT = new Cell(2, "long-skip", 32, 1, 4, "he");

  private record Cell(
      int problemIndex,
      String family,
      int width,
      int networkDepth,
      int inputDimension,
      String initialization)
      implements Constraint.Point {}

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "width <= 32; true",
        "width < 32; false",
        "width >= 33; false",
        "width > 31.5; true",
        "width == 32 && problem == 2; true",
        "width != 32 || networkDepth != 1; false",
        "!(width == 32); false",
        "! width == 32 || networkDepth == 1; ERROR",
        "family == 'long-skip'; true",
        "'plain' != family; true",
        "initialization == \"he\" && family == \"plain\"; false",
        "width == 4 * inputDimension + 16; true",
        "width - 2 - 2 == 28; true",
        "width / 4 / 2 == 4; true",
        "-width < -31; true",
        "width == 2 + 3 * 10; true",
        "(width == 2 + 3) * 10 == 5; ERROR",
        "true; ERROR",
        "width; ERROR",
        "family < 'z'; ERROR",
        "family == 3; ERROR",
        "seed == 3; ERROR",
        "width == 4 4; ERROR",
        "width == 'a; ERROR",
        "width == 1.2.3; ERROR",
        "(width == 32; ERROR",
        "width = 32; ERROR",
        "width == System.exit(1); ERROR"
      })
  void evaluatesAsWritten(String text, String outcome) {
    if (outcome.equals("ERROR")) {
      assertThrows(IllegalArgumentException.class, () -> Constraint.parse(text));
    } else {
      assertEquals(Boolean.parseBoolean(outcome), Constraint.parse(text).admits(POINT));
    }
  }

  @Test
  void refusesDeepNestingAndLongTexts() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Constraint.parse("(".repeat(1000) + "width == 1" + ")".repeat(1000)));
    assertThrows(IllegalArgumentException.class, () -> Constraint.parse("width == 1".repeat(1000)));
  }

  @Test
  void namesTheWrongWordAndThePosition() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Constraint.parse("width > 3 && m < 4"));
    assertEquals(
        "'m' is no coordinate; use width, networkDepth, inputDimension, problem, family, initialization at character 15",
        refused.getMessage());
  }
}
