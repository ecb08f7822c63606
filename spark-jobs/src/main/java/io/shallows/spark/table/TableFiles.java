package io.shallows.spark.table;

import io.shallows.problem.TableData;
import io.shallows.problem.TableProblem;
import io.shallows.problem.TableResolution;
import io.shallows.spark.store.Checksum;
import io.shallows.spec.Settings;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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

  /** The files of a table, read and digested. */
  private record Opened(
      String uri, String labelsUri, List<Content> features, List<Content> labels, String digest) {

    static Opened of(Settings settings, Configuration hadoop) {
      MessageDigest sha256 = Checksum.sha256();
      String uri = settings.get(TableProblem.URI);
      String labelsUri = settings.get(TableProblem.LABELS_URI);
      Location features = Location.of("problem.uri", uri, hadoop);
      List<Content> featureFiles = features.read(sha256);
      List<Content> labelFiles = List.of();
      String qualifiedLabels = "";
      if (!labelsUri.isEmpty()) {
        Location labels = Location.of("problem.labelsUri", labelsUri, hadoop);
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

  /** One or several files behind a name. */
  private record Location(String key, String name, FileSystem files, Path path) {

    static Location of(String key, String name, Configuration hadoop) {
      try {
        Path path = new Path(name);
        return new Location(key, name, path.getFileSystem(hadoop), path);
      } catch (IOException | IllegalArgumentException e) {
        throw unreadable(key, name, e);
      }
    }

    String qualified() {
      return files.makeQualified(path).toString();
    }

    List<Content> read(MessageDigest sha256) {
      try {
        List<Content> contents = new ArrayList<>();
        for (FileStatus file : list()) {
          if (file.getLen() > Integer.MAX_VALUE - 16) {
            throw new SpecException(
                key + ": " + file.getPath() + " is above 2 GiB; give it in several files");
          }
          byte[] bytes;
          try (InputStream in = files.open(file.getPath())) {
            bytes = in.readAllBytes();
          }
          sha256.update(bytes);
          contents.add(new Content(shown(file), bytes));
        }
        if (contents.isEmpty()) {
          throw new SpecException(
              key + ": " + name + " matches no file; give a file, a folder of files or a pattern");
        }
        return contents;
      } catch (IOException e) {
        throw unreadable(key, name, e);
      }
    }

    private String shown(FileStatus file) {
      return file.getPath().getName().equals(path.getName()) ? name : file.getPath().getName();
    }

    /** The files, in the order of their paths. */
    private List<FileStatus> list() throws IOException {
      FileStatus[] matches = files.globStatus(path);
      List<FileStatus> found = new ArrayList<>();
      for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
        if (match.isDirectory()) {
          Arrays.stream(files.listStatus(match.getPath()))
              .filter(FileStatus::isFile)
              .filter(file -> !file.getPath().getName().matches("[._].*"))
              .forEach(found::add);
        } else {
          found.add(match);
        }
      }
      found.sort(Comparator.comparing(file -> file.getPath().toString()));
      return found;
    }

    private static SpecException unreadable(String key, String name, Exception reason) {
      String message =
          reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
      return new SpecException(
          key
              + ": "
              + name
              + " cannot be read ("
              + message.lines().findFirst().orElse("")
              + "); check its path and rights");
    }
  }
}
