package io.shallows.spark.cli;

import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The spec on the command line with its overrides. */
public final class SpecArguments {
  @Parameters(
      paramLabel = "SPEC",
      index = "0",
      arity = "1",
      description = "the sweep's YAML file, a local path or any URI that Hadoop knows")
  private String location;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description =
          "replaces a value of the spec, such as grid.width=[4,8] or grid.seed.count=1000; may be"
              + " repeated")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "URI",
      description = "the store's folder; replaces output.uri of the spec")
  private String output;

  /**
   * The spec as it was written.
   *
   * @param settings of Spark, with which a spec at a URI is opened
   */
  public String text(Map<String, String> settings) {
    return SpecText.read(location, settings);
  }

  /**
   * The resolved spec, or a {@link Mistake} or {@link io.shallows.spec.SpecException}.
   *
   * @param settings of Spark, with which a spec at a URI is opened
   */
  public SweepSpec read(Map<String, String> settings) {
    String text = SpecText.read(location, settings);
    List<String> all = new ArrayList<>(overrides);
    if (output != null) {
      if (output.isBlank()) {
        throw new Mistake("--output: is blank; give a folder or URI");
      }
      all.add("output.uri='" + output.replace("'", "''") + "'");
    }
    return SweepVocabulary.reader().read(text, name(location), all);
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
