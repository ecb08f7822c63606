package io.shallows.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.spark.SweepJob;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The manifests name what exists, and try again only what may succeed. */
class KubernetesManifestsTest {

  private static final Path FOLDER = Path.of("profiles/kubernetes");

  /** The age at which the lock of a driver that is gone lapses, as docs/operations.md says. */
  private static final Duration LOCK = Duration.ofMinutes(5);

  private static JsonNode manifest(String name) throws IOException {
    Object yaml = new Yaml().load(Files.readString(FOLDER.resolve(name)));
    return new ObjectMapper().valueToTree(yaml);
  }

  @Test
  void theSpecOfTheConfigMapIsRead() throws IOException {
    JsonNode map = manifest("spec.yaml");
    assertEquals("shallows-spec", map.at("/metadata/name").asText());
    String spec = map.get("data").get("sweep.yaml").asText();
    assertEquals("first", SweepVocabulary.reader().read(spec, "sweep.yaml").name());
  }

  @ParameterizedTest
  @CsvSource({
    "apache-operator.yaml, spark.apache.org/v1, /spec/driverArgs",
    "spark-application.yaml, sparkoperator.k8s.io/v1beta2, /spec/arguments"
  })
  void operatorsStartTheCommandAndRepeatNoWrongSpec(String file, String api, String arguments)
      throws Exception {
    JsonNode manifest = manifest(file);
    assertEquals(api, manifest.get("apiVersion").asText());
    assertNotNull(Class.forName(manifest.at("/spec/mainClass").asText()));
    assertParses(texts(manifest.at(arguments)));
    JsonNode restart = manifest.at("/spec/applicationTolerations/restartConfig");
    if (restart.isMissingNode()) {
      assertEquals("Never", manifest.at("/spec/restartPolicy/type").asText());
    } else {
      assertEquals("OnInfrastructureFailure", restart.get("restartPolicy").asText());
      assertTrue(restart.get("restartBackoffMillis").asLong() > LOCK.toMillis());
    }
  }

  @Test
  void theJobRepeatsWhatMaySucceedForLongerThanALockHolds() throws Exception {
    JsonNode job = manifest("job.yaml");
    JsonNode container = job.at("/spec/template/spec/containers/0");
    List<String> arguments = texts(container.get("args"));
    int jar = arguments.indexOf("/opt/shallows/shallows-all.jar");
    assertNotNull(Class.forName(arguments.get(arguments.indexOf("--class") + 1)));
    assertParses(arguments.subList(jar + 1, arguments.size()));
    JsonNode codes = job.at("/spec/podFailurePolicy/rules/0/onExitCodes");
    assertEquals(List.of("2", "3", "5", "6"), texts(codes.get("values")));
    assertEquals(container.get("name"), codes.get("containerName"));
    // Kubernetes waits 10 s, then twice as long each time, six minutes at most.
    long waited = 0;
    for (int retry = 0; retry < job.at("/spec/backoffLimit").asInt(); retry++) {
      waited += Math.min(360, 10L << retry);
    }
    assertTrue(waited > LOCK.toSeconds(), "" + waited);
  }

  private static void assertParses(List<String> arguments) {
    assertEquals(
        "run",
        SweepCommandLine.of(new SweepJob())
            .parseArgs(arguments.toArray(String[]::new))
            .subcommand()
            .commandSpec()
            .name());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
