package io.shallows.spark.store;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A folder on any Hadoop file system, with the few steps that the store needs. Names are relative
 * to the folder, use forward slashes and lead neither out of it nor through symbolic links.
 */
public final class StoreFolder {

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final FileSystem files;
  private final Path root;
  private final Publication publication;
  private final Optional<RunIdentity> run;

  private StoreFolder(FileSystem files, Path root, Optional<RunIdentity> run) {
    this.files = files;
    this.root = root;
    this.run = run;
    this.publication =
        Publication.on(
            files,
            root,
            run.map(RunIdentity::tag).orElseGet(() -> RunIdentity.begin("reader").tag()));
  }

  /**
   * The folder at {@code uri}, which need not exist.
   *
   * @throws StoreException if no file system knows the URI
   */
  public static StoreFolder at(String uri, Configuration configuration) {
    return at("output.uri", uri, configuration);
  }

  /**
   * Like {@link #at(String, Configuration)}.
   *
   * @param source the key or argument that the URI came from, for messages
   */
  static StoreFolder at(String source, String uri, Configuration configuration) {
    try {
      Path path = new Path(uri);
      FileSystem files = FileSystems.of(path, withoutChecksumFiles(path, configuration));
      return new StoreFolder(files, files.makeQualified(path), Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreException(
          source + ": " + uri + " cannot be opened (" + FileReason.of(e) + ")", e);
    }
  }

  /** This folder as a run writes to it. */
  public StoreFolder as(RunIdentity writer) {
    return new StoreFolder(files, root, Optional.of(writer));
  }

  /** The run that writes through this folder. */
  Optional<RunIdentity> run() {
    return run;
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
    if (name.isEmpty()) {
      return root;
    }
    StoreNames.requireBelow(name);
    return new Path(root, name);
  }

  /** The path of something that no symbolic link leads to. */
  private Path own(String name) {
    Path path = path(name);
    if (publication instanceof Publication.ByLink local && !name.isEmpty()) {
      java.nio.file.Path step = local.root();
      for (String part : name.split("/", -1)) {
        step = step.resolve(part);
        if (Files.isSymbolicLink(step)) {
          throw new StoreException.Corrupted(
              step + " is a symbolic link; a store has its files in its own folders");
        }
      }
    }
    return path;
  }

  /** The configuration that opens the folder's files. */
  public Configuration configuration() {
    return files.getConf();
  }

  /** Whether what is put there is visible at once and renaming copies. */
  boolean isObjectStore() {
    return publication instanceof Publication.ByPut;
  }

  /** Creates a folder and its parents. */
  void createFolder(String name) {
    attempt(
        "create",
        name,
        () -> {
          Path folder = own(name);
          if (!files.mkdirs(folder) && publication instanceof Publication.ByLink local) {
            Optional<IOException> why = FileReason.ofFolder(local.root().resolve(name));
            if (why.isPresent()) {
              throw why.get();
            }
          }
          return true;
        });
  }

  /** Whether a file or folder is there; the empty name is the folder itself. */
  public boolean exists(String name) {
    return attempt("look at", name, () -> files.exists(path(name)));
  }

  /** The text of a file, empty if it is not there. */
  public Optional<String> read(String name) {
    return readBytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The bytes of a file, empty if it is not there. */
  Optional<byte[]> readBytes(String name) {
    return attempt(
        "read",
        name,
        () -> {
          try (FSDataInputStream in = files.open(own(name))) {
            return Optional.of(in.readAllBytes());
          } catch (FileNotFoundException absent) {
            return Optional.empty();
          }
        });
  }

  /** Opens a file for reading. */
  InputStream open(String name) throws IOException {
    return files.open(own(name));
  }

  /** Length of a file in bytes. */
  long length(String name) throws IOException {
    return files.getFileStatus(own(name)).getLen();
  }

  /**
   * Where a committed file is: in its table, or, for the moment after a commit, still where it was
   * published.
   */
  public String place(StoredFile file) throws IOException {
    if (files.exists(own(file.name()))) {
      return file.name();
    }
    String pending = StoreNames.pending(file.name());
    return files.exists(path(pending)) ? pending : file.name();
  }

  /** When a file was last written, by the clock of the file system; empty if it is not there. */
  Optional<Instant> written(String name) {
    return attempt(
        "look at",
        name,
        () -> {
          try {
            return Optional.of(
                Instant.ofEpochMilli(files.getFileStatus(own(name)).getModificationTime()));
          } catch (FileNotFoundException absent) {
            return Optional.empty();
          }
        });
  }

  /** What the clock of the file system says: the time of a file that is written now. */
  Instant now() {
    return attempt(
        "write",
        Publication.STAGING,
        () -> {
          Path probe = path(publication.staged());
          files.create(probe, false).close();
          Instant now = Instant.ofEpochMilli(files.getFileStatus(probe).getModificationTime());
          files.delete(probe, false);
          return now;
        });
  }

  /** The files in a folder, sorted by name; none if the folder is not there. */
  public List<FileStatus> list(String folder) {
    return attempt(
        "list", folder, () -> entries(folder).stream().filter(FileStatus::isFile).toList());
  }

  /** The names of all that is in the folder itself, sorted. */
  List<String> children() {
    return childrenOf("");
  }

  /** The names of all that is in a folder, sorted. */
  public List<String> childrenOf(String folder) {
    return attempt(
        "list",
        folder,
        () -> entries(folder).stream().map(status -> status.getPath().getName()).toList());
  }

  private List<FileStatus> entries(String folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    try {
      var iterator = files.listStatusIterator(own(folder));
      while (iterator.hasNext()) {
        found.add(iterator.next());
      }
    } catch (FileNotFoundException absent) {
      return List.of();
    }
    found.sort(Comparator.comparing(status -> status.getPath().getName()));
    return found;
  }

  /**
   * Publishes a file in one atomic step; false if the name is taken. Where an answer was lost, it
   * may be taken by this very content: who has to know looks.
   */
  boolean publish(Content content, String name) {
    return attempt(
        "write",
        name,
        () -> {
          own(name);
          try (InputStream in = content.open()) {
            return publication.publish(in, name);
          }
        });
  }

  /** Publishes a text in one atomic step; false if the name is taken. */
  boolean publish(String content, String name) {
    return publish(() -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), name);
  }

  /**
   * Like {@link #publish(String, String)}, for those that are no run of the store: folders need not
   * be there.
   */
  public boolean publishBeside(String content, String name) {
    createFolder(Publication.STAGING);
    createFolder(name.substring(0, name.lastIndexOf('/')));
    return publish(content, name);
  }

  /** Writes a text that may be there already; readers see the old text or the new one. */
  public void replace(String name, String content) {
    attempt(
        "write",
        name,
        () -> {
          own(name);
          publication.replace(
              new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), name);
          return true;
        });
  }

  /**
   * Gives a file another name; false if there is none.
   *
   * @throws StoreException.Corrupted if the other name is taken
   */
  boolean move(String from, String to) {
    return attempt(
        "move",
        from,
        () -> {
          Path source = own(from);
          Path target = own(to);
          if (files.exists(target)) {
            if (!files.exists(source)) {
              return false;
            }
            throw new StoreException.Corrupted(target + " is taken by another file");
          }
          try {
            if (files.rename(source, target)) {
              return true;
            }
          } catch (FileNotFoundException | java.nio.file.NoSuchFileException gone) {
            if (!files.exists(source)) {
              return false;
            }
            throw gone;
          } catch (FileAlreadyExistsException taken) {
            throw new StoreException.Corrupted(target + " is taken by another file", taken);
          }
          if (!files.exists(source)) {
            return false;
          }
          throw new IOException("it cannot be renamed to " + target);
        });
  }

  /** Deletes a file if it is there. */
  void delete(String name) {
    attempt(
        "delete",
        name,
        () -> {
          try {
            return files.delete(own(name), false);
          } catch (FileNotFoundException gone) {
            return false;
          }
        });
  }

  /**
   * Has a folder's names on the disk, where the file system does not do that by itself. What they
   * replace may be deleted after that and not before.
   */
  void force(String folder) {
    attempt(
        "write",
        folder,
        () -> {
          publication.force(folder);
          return true;
        });
  }

  /**
   * Does nothing if one of two writers of a name is refused here.
   *
   * @throws StoreException if both believe that they wrote it
   */
  void requireOneWriterPerName() {
    boolean holds = false;
    // Another run may clear the staging folder under the first try.
    for (int attempt = 1; attempt < TRIES && !holds; attempt++) {
      holds =
          attempt(
              "write",
              Publication.STAGING,
              () -> publication.refusesTheSecond(publication.staged()));
    }
    if (!holds) {
      throw new StoreException(
          "output.uri: "
              + this
              + " lets two writers take one name, so a store there is not safe; put it on a local"
              + " disk,\nHDFS, ABFS, or an object store with conditional writes (S3 has them, if"
              + " fs.s3a.create.conditional.enabled is not off)");
    }
  }

  /** All steps may be done twice: one whose answer was lost has been done. */
  private <T> T attempt(String verb, String name, IoStep<T> step) {
    for (int attempt = 1; ; attempt++) {
      try {
        return step.run();
      } catch (IOException e) {
        if (attempt == TRIES || isCertain(e)) {
          boolean writes = !verb.equals("read") && !verb.equals("list") && !verb.equals("look at");
          throw new StoreException.Unreachable(
              "cannot "
                  + verb
                  + " "
                  + path(name)
                  + ": "
                  + (writes ? FileReason.ofWriting(e) : FileReason.of(e)),
              e);
        }
        LockSupport.parkNanos(BETWEEN_TRIES.multipliedBy(attempt).toNanos());
      }
    }
  }

  /** Errors that would come again. */
  private static boolean isCertain(IOException e) {
    return e instanceof FileNotFoundException
        || e instanceof FileSystemException
        || e instanceof AccessControlException
        || FileReason.isFull(FileReason.of(e));
  }

  @Override
  public String toString() {
    return uri();
  }

  /** Something that can be read again from its beginning. */
  interface Content {
    InputStream open() throws IOException;
  }

  private interface IoStep<T> {
    T run() throws IOException;
  }
}
