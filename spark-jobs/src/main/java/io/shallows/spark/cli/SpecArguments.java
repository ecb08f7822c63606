package io.shallows.spark.cli;

import io.shallows.spec.SpecReader;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
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

  private String text;

  /**
   * The spec as it was written; a pipe can be read only once.
   *
   * @param settings of Spark, with which a spec at a URI is opened
   */
  public String text(Map<String, String> settings) {
    if (text == null) {
      text = SpecText.read(location, settings);
    }
    return text;
  }

  /**
   * The resolved spec, or a {@link Mistake} or {@link io.shallows.spec.SpecException}.
   *
   * @param settings of Spark, with which a spec at a URI is opened
   */
  public SweepSpec read(Map<String, String> settings) {
    return read(settings, List.of());
  }

  /**
   * The resolved spec under further overrides, which replace those of the command line.
   *
   * @param settings of Spark, with which a spec at a URI is opened
   * @param further each {@code dotted.path=value}
   */
  public SweepSpec read(Map<String, String> settings, List<String> further) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(further);
    if (output != null) {
      if (output.isBlank()) {
        throw new Mistake("--output: is blank; give a folder or URI");
      }
      all.add(SpecReader.override("output.uri", output));
    }
    SweepSpec spec = SweepVocabulary.reader().read(text(settings), name(location), all);
    requirePlace(spec.output().uri());
    List<String> beside = DataBesideSpec.overrides(location, spec, overrides);
    if (beside.isEmpty()) {
      return spec;
    }
    all.addAll(beside);
    return SweepVocabulary.reader().read(text(settings), name(location), all);
  }

  /** Refuses what would make a folder of another name than the one that is meant. */
  private static void requirePlace(String uri) {
    if (uri.startsWith("~")) {
      throw new Mistake(
          "output.uri: "
              + uri
              + " begins with ~, which only a shell replaces; write the folder out, or ./"
              + uri);
    }
    if (uri.contains(":") && !uri.startsWith("/") && !SpecText.isUri(uri)) {
      throw new Mistake(
          "output.uri: "
              + uri
              + " has a colon and is no URI with a scheme; write "
              + Path.of("").toAbsolutePath().resolve(uri));
    }
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
