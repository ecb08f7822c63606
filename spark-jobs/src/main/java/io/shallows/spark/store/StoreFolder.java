package io.shallows.spark.store;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder on any Hadoop file system, with the few steps that the store needs. Names are relative
 * to the folder and use forward slashes.
 */
public final class StoreFolder {

  private final FileSystem files;
  private final Path root;
  private final Publication publication;

  private StoreFolder(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.publication = Publication.on(files, root);
  }

  /**
   * The folder at {@code uri}, which need not exist.
   *
   * @throws StoreException if no file system knows the URI
   */
  public static StoreFolder at(String uri, Configuration configuration) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(withoutChecksumFiles(path, configuration));
      return new StoreFolder(files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreException(
          "output.uri: " + uri + " cannot be opened (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Our own checksums replace the .crc files that the local file system would scatter. Others, such
   * as S3A, need it as it is for their buffers.
   */
  private static Configuration withoutChecksumFiles(Path path, Configuration configuration) {
    String scheme = path.toUri().getScheme();
    if (!"file".equals(scheme == null ? defaultScheme(configuration) : scheme)) {
      return configuration;
    }
    Configuration ours = new Configuration(configuration);
    ours.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    ours.setBoolean("fs.file.impl.disable.cache", true);
    return ours;
  }

  private static String defaultScheme(Configuration configuration) {
    return FileSystem.getDefaultUri(configuration).getScheme();
  }

  /** The folder's qualified URI. */
  public String uri() {
    return root.toString();
  }

  /** The full path of {@code name}; the empty name is the folder itself. */
  public Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  /** The configuration that opens the folder's files. */
  public Configuration configuration() {
    return files.getConf();
  }

  /** Creates a folder and its parents. */
  void createFolder(String name) {
    attempt("create", name, () -> files.mkdirs(path(name)));
  }

  /** Whether a file or folder is there; the empty name is the folder itself. */
  public boolean exists(String name) {
    return attempt("look at", name, () -> files.exists(path(name)));
  }

  /** The text of a file, empty if it is not there. */
  public Optional<String> read(String name) {
    return attempt(
        "read",
        name,
        () -> {
          try (FSDataInputStream in = files.open(path(name))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          } catch (FileNotFoundException absent) {
            return Optional.empty();
          }
        });
  }

  /** Opens a file for reading. */
  InputStream open(String name) throws IOException {
    return files.open(path(name));
  }

  /** Length of a file in bytes. */
  long length(String name) throws IOException {
    return files.getFileStatus(path(name)).getLen();
  }

  /** The files in a folder, sorted by name; none if the folder is not there. */
  List<FileStatus> list(String folder) {
    return attempt(
        "list",
        folder,
        () -> {
          List<FileStatus> found = new ArrayList<>();
          try {
            var iterator = files.listStatusIterator(path(folder));
            while (iterator.hasNext()) {
              FileStatus status = iterator.next();
              if (status.isFile()) {
                found.add(status);
              }
            }
          } catch (FileNotFoundException absent) {
            return List.of();
          }
          found.sort(Comparator.comparing(status -> status.getPath().getName()));
          return found;
        });
  }

  /** Publishes a file in one atomic step; false if the name is taken. */
  boolean publish(InputStream content, String name) {
    return attempt("write", name, () -> publication.publish(content, name));
  }

  /** Publishes a text in one atomic step; false if the name is taken. */
  boolean publish(String content, String name) {
    return publish(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), name);
  }

  /** Writes a text that may be there already; readers see the old text or the new one. */
  public void replace(String name, String content) {
    attempt(
        "write",
        name,
        () -> {
          publication.replace(
              new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), name);
          return true;
        });
  }

  /** Deletes a file if it is there. */
  void delete(String name) {
    attempt("delete", name, () -> files.delete(path(name), false));
  }

  private <T> T attempt(String verb, String name, IoStep<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new StoreException.Unreachable(
          "cannot " + verb + " " + path(name) + ": " + firstLine(reason), e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return uri();
  }

  private interface IoStep<T> {
    T run() throws IOException;
  }
}
