package io.shallows.spark.store;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.io.IOUtils;

/**
 * Makes a file appear under its final name, whole and at once, unless the name is taken.
 *
 * <p>Three ways, because file systems promise different things: a hard link on a local disk (it
 * fails if the name exists, where rename would replace the file), rename on HDFS and its relatives
 * (refused if the name exists), and a single conditional put on object stores, where rename is a
 * copy and an object is visible only once it is complete.
 */
interface Publication {

  /** Folder for files that are not published yet; no reader's glob reaches it. */
  String STAGING = "_staging";

  /** Schemes of object stores: what is put is visible at once and whole. */
  Set<String> OBJECT_STORES = Set.of("s3a", "s3", "gs", "oss", "cosn", "obs");

  /** Publishes {@code source}; false if the name was taken. */
  boolean publish(InputStream source, String name) throws IOException;

  /**
   * Writes {@code source} over a file that may be there, in a folder that may not; readers see the
   * old file or the new one.
   */
  void replace(InputStream source, String name) throws IOException;

  /** A new name in the staging folder. */
  String staged();

  /** Has the names of a folder on the disk, where a file system does not see to that itself. */
  default void force(String folder) throws IOException {}

  /**
   * Whether, of two that publish at the same time, the second is refused and the first's content
   * stays. Leaves nothing behind.
   */
  boolean refusesTheSecond(String name) throws IOException;

  /**
   * The way that fits a file system.
   *
   * @param tag what names of staged files begin with
   */
  static Publication on(FileSystem files, org.apache.hadoop.fs.Path root, String tag) {
    String scheme = files.getUri().getScheme();
    if (scheme.equals("file")) {
      return new ByLink(Path.of(root.toUri().getPath()), tag);
    }
    return OBJECT_STORES.contains(scheme)
        ? new ByPut(files, root, tag)
        : new ByRename(files, root, tag);
  }

  private static InputStream probe(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Local disks. */
  record ByLink(Path root, String tag) implements Publication {
    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      Path staged = root.resolve(staged());
      try {
        stage(source, staged);
        Files.createLink(root.resolve(name), staged);
        return true;
      } catch (FileAlreadyExistsException taken) {
        return false;
      } finally {
        Files.deleteIfExists(staged);
      }
    }

    @Override
    public void replace(InputStream source, String name) throws IOException {
      requireStaging();
      Path staged = root.resolve(staged());
      try {
        stage(source, staged);
        Path replaced = root.resolve(name);
        Files.createDirectories(replaced.getParent());
        Files.move(staged, replaced, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    }

    /**
     * A copy of a store, such as one from git, lacks empty folders; a store that is gone stays so.
     */
    private void requireStaging() throws IOException {
      Path folder = root.resolve(STAGING);
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
    }

    @Override
    public String staged() {
      return StoreNames.staged(tag);
    }

    @Override
    public void force(String folder) throws IOException {
      try (FileChannel channel = FileChannel.open(root.resolve(folder), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public boolean refusesTheSecond(String name) throws IOException {
      try {
        return publish(probe("first"), name)
            && !publish(probe("second"), name)
            && Files.readString(root.resolve(name)).equals("first");
      } finally {
        Files.deleteIfExists(root.resolve(name));
      }
    }

    private static void stage(InputStream source, Path staged) throws IOException {
      Files.copy(source, staged);
      try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** HDFS and other file systems whose rename is atomic. */
  record ByRename(FileSystem files, org.apache.hadoop.fs.Path root, String tag)
      implements Publication {
    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path staged = stagedPath();
      org.apache.hadoop.fs.Path published = new org.apache.hadoop.fs.Path(root, name);
      try {
        stage(source, staged);
        if (files.rename(staged, published)) {
          return true;
        }
        if (files.exists(published)) {
          return false;
        }
        throw new IOException("cannot rename " + staged + " to " + published);
      } finally {
        files.delete(staged, false);
      }
    }

    @Override
    public void replace(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path staged = stagedPath();
      try {
        stage(source, staged);
        org.apache.hadoop.fs.Path replaced = new org.apache.hadoop.fs.Path(root, name);
        files.mkdirs(replaced.getParent());
        rename(staged, replaced);
      } finally {
        files.delete(staged, false);
      }
    }

    /** FileSystem's own rename refuses a name that is taken; FileContext's need not. */
    private void rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      FileContext context;
      try {
        context = FileContext.getFileContext(files.getUri(), files.getConf());
      } catch (UnsupportedFileSystemException onlyTheOlderInterface) {
        files.delete(to, false);
        if (!files.rename(from, to)) {
          throw new IOException("cannot rename " + from + " to " + to);
        }
        return;
      }
      context.rename(from, to, Options.Rename.OVERWRITE);
    }

    @Override
    public String staged() {
      return StoreNames.staged(tag);
    }

    private org.apache.hadoop.fs.Path stagedPath() throws IOException {
      org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(root, STAGING);
      if (!files.exists(folder)) {
        throw new FileNotFoundException(folder + " has vanished");
      }
      return new org.apache.hadoop.fs.Path(root, staged());
    }

    @Override
    public boolean refusesTheSecond(String name) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root, name);
      try {
        if (!publish(probe("first"), name) || publish(probe("second"), name)) {
          return false;
        }
        try (InputStream in = files.open(path)) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8).equals("first");
        }
      } finally {
        files.delete(path, false);
      }
    }

    private void stage(InputStream source, org.apache.hadoop.fs.Path staged) throws IOException {
      try (FSDataOutputStream out = files.create(staged, false)) {
        IOUtils.copyBytes(source, out, 1 << 16, false);
        out.hsync();
      }
    }
  }

  /** Object stores. */
  record ByPut(FileSystem files, org.apache.hadoop.fs.Path root, String tag)
      implements Publication {

    /**
     * Asks S3A for the condition in the put itself; without it S3A looks whether the name is free
     * when a file is begun, and two writers that both found it free would both end. Other stores
     * put the condition there anyway, and do not know the key.
     */
    private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";

    @Override
    public String staged() {
      return StoreNames.staged(tag);
    }

    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root, name);
      try {
        put(source, begin(path), path);
        return true;
      } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
        return false;
      } catch (IOException refused) {
        // The name may have been taken since the file was begun; stores say so in words of their
        // own.
        if (files.exists(path)) {
          return false;
        }
        throw refused;
      }
    }

    private FSDataOutputStream begin(org.apache.hadoop.fs.Path path) throws IOException {
      FSDataOutputStreamBuilder<?, ?> file = files.createFile(path);
      file.overwrite(false);
      file.opt(ONLY_IF_ABSENT, true);
      return file.build();
    }

    @Override
    public void replace(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root, name);
      put(source, files.create(path, true), path);
    }

    /** Both find the name free when they begin; what counts is what is said when they end. */
    @Override
    public boolean refusesTheSecond(String name) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root, name);
      try {
        FSDataOutputStream first = begin(path);
        FSDataOutputStream second;
        try {
          second = begin(path);
        } catch (IOException refusedAtOnce) {
          first.close();
          return true;
        }
        put(probe("first"), first, path);
        try {
          put(probe("second"), second, path);
          return false;
        } catch (IOException refused) {
          try (InputStream in = files.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).equals("first");
          }
        }
      } finally {
        files.delete(path, false);
      }
    }

    private void put(InputStream source, FSDataOutputStream out, org.apache.hadoop.fs.Path path)
        throws IOException {
      try {
        IOUtils.copyBytes(source, out, 1 << 16, false);
      } catch (IOException | RuntimeException e) {
        abandon(out, path, e);
        throw e;
      }
      out.close();
    }

    /** Closing publishes what was written so far, so what was begun is given up, or deleted. */
    private void abandon(FSDataOutputStream out, org.apache.hadoop.fs.Path path, Exception why) {
      try {
        if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
          out.abort();
        } else {
          out.close();
          files.delete(path, false);
        }
      } catch (IOException | RuntimeException e) {
        why.addSuppressed(e);
      }
    }
  }
}
