package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.problem.TableResolution;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import java.security.MessageDigest;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads the table of a spec, once in every process. */
public final class TableFiles {

  private static final Object LOCK = new Object();
  private static Settings read;
  private static TableData table;

  private TableFiles() {}

  /** Whether a spec's problem is a table. */
  public static boolean isTable(SweepSpec spec) {
    return spec.problem().kind().equals(TableProblem.NAME);
  }

  /**
   * The table of resolved settings; read at the first call of this process and kept until another
   * one is asked for.
   *
   * @throws SpecException if the file cannot be read, is damaged, or is not the one that was
   *     resolved
   */
  public static TableData table(Settings settings, Configuration hadoop) {
    synchronized (LOCK) {
      if (!settings.equals(read)) {
        table = Opened.of(settings, hadoop).parsed(settings);
        read = settings;
      }
      return table;
    }
  }

  /**
   * The spec with what only the file knows: its digest, qualified place, classes and rows.
   *
   * @throws SpecException if the file cannot be read, is damaged, or does not fit the spec
   */
  public static SweepSpec resolve(SweepSpec spec, Configuration hadoop) {
    Settings settings = spec.problem().settings();
    Opened opened = Opened.of(settings, hadoop);
    return TableResolution.resolve(
        spec, opened.parsed(settings), opened.uri, opened.labelsUri, opened.digest);
  }

  /**
   * Settings that fit a table: how it is written, its columns, its target, what to leave out.
   *
   * @param uri one file
   * @throws SpecException if it cannot be read, or no sweep over it makes sense
   */
  public static Settings guess(String uri, Configuration hadoop) {
    Settings start =
        Settings.builder(new TableProblem().keys())
            .set(TableProblem.URI, uri)
            .set(TableProblem.FORMAT, "csv")
            .build();
    List<Content> files = TableLocation.of("problem.uri", uri, hadoop).read(Checksum.sha256());
    return TableGuess.of(files.get(0).unpacked(), start);
  }

  /** The files of a table, read and digested. */
  private record Opened(
      String uri, String labelsUri, List<Content> features, List<Content> labels, String digest) {

    static Opened of(Settings settings, Configuration hadoop) {
      MessageDigest sha256 = Checksum.sha256();
      String uri = settings.get(TableProblem.URI);
      String labelsUri = settings.get(TableProblem.LABELS_URI);
      TableLocation features = TableLocation.of("problem.uri", uri, hadoop);
      List<Content> featureFiles = features.read(sha256);
      List<Content> labelFiles = List.of();
      String qualifiedLabels = "";
      if (!labelsUri.isEmpty()) {
        TableLocation labels = TableLocation.of("problem.labelsUri", labelsUri, hadoop);
        labelFiles = labels.read(sha256);
        qualifiedLabels = labels.qualified();
      }
      String digest = Checksum.hex(sha256.digest());
      String expected = settings.get(TableProblem.DIGEST);
      if (!expected.isEmpty() && !expected.equals(digest)) {
        throw new SpecException(
            "problem.digest: "
                + uri
                + " has SHA-256 "
                + digest
                + ", not "
                + expected
                + "\nit is another file than the spec means; bring that one back, or leave the"
                + " digest out and give another --output");
      }
      return new Opened(features.qualified(), qualifiedLabels, featureFiles, labelFiles, digest);
    }

    TableData parsed(Settings settings) {
      return TableFormats.named(settings.get(TableProblem.FORMAT))
          .parse(unpacked(features), unpacked(labels), settings);
    }

    private static List<Content> unpacked(List<Content> files) {
      return files.stream().map(Content::unpacked).toList();
    }
  }
}
