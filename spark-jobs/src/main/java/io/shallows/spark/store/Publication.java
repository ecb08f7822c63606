package io.shallows.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
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
  Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "gs", "oss", "cosn", "obs", "abfs", "abfss", "wasb", "wasbs");

  /** Publishes {@code source}; false if the name was taken. */
  boolean publish(InputStream source, String name) throws IOException;

  /**
   * Writes {@code source} over a file that may be there, in a folder that may not; readers see the
   * old file or the new one.
   */
  void replace(InputStream source, String name) throws IOException;

  /** The way that fits a file system. */
  static Publication on(FileSystem files, org.apache.hadoop.fs.Path root) {
    String scheme = files.getUri().getScheme();
    if (scheme.equals("file")) {
      return new ByLink(Path.of(root.toUri().getPath()));
    }
    return OBJECT_STORES.contains(scheme) ? new ByPut(files, root) : new ByRename(files, root);
  }

  /** Local disks. */
  record ByLink(Path root) implements Publication {
    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      Path staged = root.resolve(STAGING).resolve(UUID.randomUUID().toString());
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
      Path staged = staging().resolve(UUID.randomUUID().toString());
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
    private Path staging() throws IOException {
      Path folder = root.resolve(STAGING);
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
      return folder;
    }

    private static void stage(InputStream source, Path staged) throws IOException {
      Files.copy(source, staged);
      try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** HDFS and other file systems whose rename is atomic. */
  record ByRename(FileSystem files, org.apache.hadoop.fs.Path root) implements Publication {
    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path staged = staged();
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
      org.apache.hadoop.fs.Path staged = staged();
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

    private org.apache.hadoop.fs.Path staged() throws IOException {
      org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(root, STAGING);
      if (!files.exists(folder)) {
        throw new FileNotFoundException(folder + " has vanished");
      }
      return new org.apache.hadoop.fs.Path(folder, UUID.randomUUID().toString());
    }

    private void stage(InputStream source, org.apache.hadoop.fs.Path staged) throws IOException {
      try (FSDataOutputStream out = files.create(staged, false)) {
        IOUtils.copyBytes(source, out, 1 << 16, false);
        out.hsync();
      }
    }
  }

  /** Object stores. */
  record ByPut(FileSystem files, org.apache.hadoop.fs.Path root) implements Publication {

    /**
     * Asks S3A for the condition in the put itself; without it S3A looks whether the name is free
     * when a file is begun, and two writers that both found it free would both end. Other stores
     * put the condition there anyway, and do not know the key.
     */
    private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";

    @Override
    public boolean publish(InputStream source, String name) throws IOException {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(root, name);
      try {
        FSDataOutputStreamBuilder<?, ?> file = files.createFile(path);
        file.overwrite(false);
        file.opt(ONLY_IF_ABSENT, true);
        put(source, file.build());
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

    @Override
    public void replace(InputStream source, String name) throws IOException {
      put(source, files.create(new org.apache.hadoop.fs.Path(root, name), true));
    }

    private static void put(InputStream source, FSDataOutputStream out) throws IOException {
      try {
        IOUtils.copyBytes(source, out, 1 << 16, false);
      } catch (IOException | RuntimeException e) {
        // Closing would publish what was written so far.
        out.abort();
        throw e;
      }
      out.close();
    }
  }
}
