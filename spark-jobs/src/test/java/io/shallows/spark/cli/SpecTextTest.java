package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where specs are read from. */
class SpecTextTest {

  private static final String SPEC = "name: m\u00f6we\n";

  @TempDir private Path folder;

  @Test
  void aPathAndAUriOfTheSameFileHaveTheSameText() throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    assertEquals(SPEC, SpecText.read(spec.toString()));
    assertEquals(SPEC, SpecText.read(spec.toUri().toString()));
  }

  @Test
  void whatIsNoSpecIsNamed() throws IOException {
    String absent = folder.resolve("absent.yaml").toUri().toString();
    Mistake missing = assertThrows(Mistake.class, () -> SpecText.read(absent));
    assertTrue(missing.getMessage().contains(absent), missing.getMessage());
    Path latin =
        Files.write(folder.resolve("latin.yaml"), SPEC.getBytes(StandardCharsets.ISO_8859_1));
    Mistake encoded = assertThrows(Mistake.class, () -> SpecText.read(latin.toString()));
    assertTrue(encoded.getMessage().contains("is not UTF-8 text"), encoded.getMessage());
  }
}
