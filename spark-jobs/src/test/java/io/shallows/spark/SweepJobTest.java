package io.shallows.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Properties;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepJobTest {

  @ParameterizedTest
  @ValueSource(strings = {"4.1.0", "4.1.1", "4.2.0", "4.2.1-SNAPSHOT", "4.2"})
  void sparkThatWorksIsUsed(String version) {
    assertEquals(Optional.empty(), SparkVersion.refusal(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.7", "4.0.1", "4.3.0", "5.0.0", "4.10.0", "14.1.0"})
  void otherSparkIsRefusedBySentence(String version) {
    String refusal = SparkVersion.refusal(version).orElseThrow();
    assertTrue(
        refusal.startsWith("this is Spark " + version + "; Shallows works with 4.1"), refusal);
  }

  @Test
  void theSparkOfThisBuildIsUsed() {
    assertEquals(Optional.empty(), SparkVersion.refusal());
  }

  /** In a process of Spark's, success must return and failure carry its code. */
  @Test
  void successReturnsAndOtherCodesAreCarriedToSparkSubmit() {
    String before = System.getProperty("spark.submit.deployMode");
    System.setProperty("spark.submit.deployMode", "client");
    try {
      assertDoesNotThrow(() -> SweepJob.main(new String[] {"--help"}));
      SparkUserAppException wrong =
          assertThrows(
              SparkUserAppException.class,
              () -> SweepJob.main(new String[] {"status", "/no/store/here"}));
      assertEquals(2, wrong.exitCode());
    } finally {
      if (before == null) {
        System.clearProperty("spark.submit.deployMode");
      } else {
        System.setProperty("spark.submit.deployMode", before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client, local[2], true",
    "client, k8s://https://h:6443, true",
    "cluster, yarn, true",
    "cluster, spark://h:7077, false",
    "'', '', false"
  })
  void codesAreCarriedWhereSparkHearsThem(String mode, String master, boolean heard) {
    Properties properties = new Properties();
    properties.setProperty("spark.submit.deployMode", mode);
    properties.setProperty("spark.master", master);
    assertEquals(heard, SweepJob.isHeard(properties));
  }
}
