package io.shallows.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MavenWrapperTest {

  /** The wrapper runs what it has downloaded: only the one that was meant. */
  @Test
  void theDownloadHasAChecksum() throws Exception {
    Properties wrapper = new Properties();
    try (InputStream in =
        Files.newInputStream(Path.of("../.mvn/wrapper/maven-wrapper.properties"))) {
      wrapper.load(in);
    }
    String sum = wrapper.getProperty("distributionSha256Sum", "");
    assertTrue(sum.matches("[0-9a-f]{64}"), sum);
  }
}
