package io.shallows.spark.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.grid.SweepIdentity;
import io.shallows.linalg.Kernels;
import io.shallows.problem.TableProblem;
import io.shallows.provenance.Provenance;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.SweepSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.apache.hadoop.util.VersionInfo;

/** Finds out what this process is made of. */
final class ProvenanceProbe {

  private static final String UNKNOWN = "unknown";

  private ProvenanceProbe() {}

  static Provenance of(SweepSpec spec, String resolvedSpec, String specText) {
    return new Provenance(
        build("Implementation-Version"),
        build("Git-Commit") + ("true".equals(build("Git-Dirty")) ? "-dirty" : ""),
        SweepIdentity.NUMERICS_REVISION,
        Checksum.of(resolvedSpec),
        Checksum.of(specText),
        TableFiles.isTable(spec) ? spec.problem().settings().get(TableProblem.DIGEST) : "",
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        processor(),
        Kernels.best().name(),
        mavenVersion("org.bytedeco", "openblas"),
        mavenVersion("org.nd4j", "nd4j-native"),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        VersionInfo.getVersion());
  }

  static String json(Provenance provenance) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(provenance)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance is plain data", e);
    }
  }

  /** An entry of the manifest that the build writes into this project's jars. */
  private static String build(String attribute) {
    try {
      Enumeration<URL> manifests =
          ProvenanceProbe.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
      while (manifests.hasMoreElements()) {
        try (InputStream in = manifests.nextElement().openStream()) {
          Attributes attributes = new Manifest(in).getMainAttributes();
          String title = attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
          if (title != null
              && title.startsWith("Shallows")
              && attributes.getValue(attribute) != null) {
            return attributes.getValue(attribute);
          }
        }
      }
    } catch (IOException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }

  private static String mavenVersion(String group, String artifact) {
    String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = ProvenanceProbe.class.getResourceAsStream(name)) {
      if (in == null) {
        return UNKNOWN;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException | java.io.UncheckedIOException e) {
      return UNKNOWN;
    }
  }
}
