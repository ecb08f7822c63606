package io.shallows.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where specs are read from. */
class SpecTextTest {

  private static final String SPEC = "name: m\u00f6we\n";

  @TempDir private Path folder;

  @Test
  void aPathAndAUriOfTheSameFileHaveTheSameText() throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    assertEquals(SPEC, SpecText.read(spec.toString(), Map.of()));
    assertEquals(SPEC, SpecText.read(spec.toUri().toString(), Map.of()));
  }

  /** A scheme that only the settings of the job make known, as keys and endpoints are. */
  @Test
  void aUriIsOpenedWithTheJobsSettings() throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.yaml"), SPEC);
    String uri = "mine://" + spec;
    assertThrows(Mistake.class, () -> SpecText.read(uri, Map.of()));
    Map<String, String> settings =
        Map.of("spark.hadoop.fs.mine.impl", MyFileSystem.class.getName());
    assertEquals(SPEC, SpecText.read(uri, settings));
  }

  /** The local disk under another name. */
  public static final class MyFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("mine:///");
    }
  }

  @Test
  void whatIsNoSpecIsNamed() throws IOException {
    String absent = folder.resolve("absent.yaml").toUri().toString();
    Mistake missing = assertThrows(Mistake.class, () -> SpecText.read(absent, Map.of()));
    assertTrue(missing.getMessage().contains(absent), missing.getMessage());
    Path latin =
        Files.write(folder.resolve("latin.yaml"), SPEC.getBytes(StandardCharsets.ISO_8859_1));
    Mistake encoded = assertThrows(Mistake.class, () -> SpecText.read(latin.toString(), Map.of()));
    assertTrue(encoded.getMessage().contains("is not UTF-8 text"), encoded.getMessage());
  }
}
