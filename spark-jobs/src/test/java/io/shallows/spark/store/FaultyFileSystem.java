package io.shallows.spark.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Hadoop's view of a {@link FaultyDisk}, as one process has it. Under the scheme {@code s3} it is
 * an object store: a file is there once it is closed, if its name is free then. Under any other a
 * name is there as soon as it is begun, without bytes, and renaming refuses names that are taken.
 */
public final class FaultyFileSystem extends FileSystem {

  /** Setting: which process this is. */
  static final String ACTOR = "faulty.actor";

  private URI uri;
  private FaultyDisk disk;
  private String actor;

  /** Settings that open a disk as a process. */
  static Configuration of(String actor) {
    Configuration configuration = new Configuration(false);
    for (String scheme : List.of("faulty", "s3")) {
      configuration.set("fs." + scheme + ".impl", FaultyFileSystem.class.getName());
      configuration.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    }
    configuration.set(ACTOR, actor);
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration conf) {
    setConf(conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    disk = FaultyDisk.named(name.getAuthority());
    actor = conf.get(ACTOR);
  }

  private boolean isObjectStore() {
    return uri.getScheme().equals("s3");
  }

  private static String key(Path path) {
    return path.toUri().getPath();
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    disk.look(actor);
    FaultyDisk.Node node = disk.nodes.get(key(path));
    if (node == null || node.isFolder()) {
      throw new FileNotFoundException(path.toString());
    }
    return new FSDataInputStream(new Bytes(node.content()));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    String key = key(path);
    disk.look(actor);
    if (!overwrite && disk.nodes.containsKey(key)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (!isObjectStore()) {
      disk.put(key, new byte[0]);
    }
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          private boolean closed;

          @Override
          public void close() throws IOException {
            if (closed) {
              return;
            }
            closed = true;
            byte[] content = toByteArray();
            disk.change(
                actor,
                () -> {
                  if (isObjectStore() && !overwrite && disk.nodes.containsKey(key)) {
                    throw new FileAlreadyExistsException("412 " + path);
                  }
                  if (!isObjectStore() && !disk.nodes.containsKey(key)) {
                    throw new FileNotFoundException(path + " was deleted while it was written");
                  }
                  return disk.put(key, content);
                });
          }
        };
    return new FSDataOutputStream(bytes, null);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    boolean overwrite = flags.contains(CreateFlag.OVERWRITE);
    return create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return disk.change(
        actor,
        () -> {
          FaultyDisk.Node node = disk.nodes.get(key(from));
          if (node == null || disk.nodes.containsKey(key(to))) {
            return false;
          }
          disk.nodes.remove(key(from));
          disk.nodes.put(key(to), node);
          return true;
        });
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return disk.change(
        actor,
        () -> {
          FaultyDisk.Node node = disk.nodes.get(key(path));
          if (node != null && node.isFolder()) {
            throw new IOException(path + " is a folder");
          }
          return disk.nodes.remove(key(path)) != null;
        });
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    disk.look(actor);
    String prefix = key(path).endsWith("/") ? key(path) : key(path) + "/";
    List<FileStatus> found = new ArrayList<>();
    for (Map.Entry<String, FaultyDisk.Node> node :
        disk.nodes.subMap(prefix, true, prefix + '\uffff', false).entrySet()) {
      if (node.getKey().length() > prefix.length()
          && node.getKey().indexOf('/', prefix.length()) < 0) {
        found.add(status(node.getKey(), node.getValue()));
      }
    }
    if (found.isEmpty() && !disk.nodes.containsKey(key(path))) {
      throw new FileNotFoundException(path.toString());
    }
    return found.toArray(FileStatus[]::new);
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return disk.change(
        actor,
        () -> {
          for (Path each = path; each != null && !each.isRoot(); each = each.getParent()) {
            disk.nodes.putIfAbsent(key(each), new FaultyDisk.Node(null, disk.now(), true));
          }
          return true;
        });
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    disk.look(actor);
    FaultyDisk.Node node = disk.nodes.get(key(path));
    if (node == null) {
      throw new FileNotFoundException(path.toString());
    }
    return status(key(path), node);
  }

  private FileStatus status(String key, FaultyDisk.Node node) {
    long length = node.isFolder() ? 0 : node.content().length;
    return new FileStatus(
        length, node.isFolder(), 1, 1, node.written(), new Path(uri.toString(), key));
  }

  private static final class Bytes extends ByteArrayInputStream
      implements Seekable, PositionedReadable {

    Bytes(byte[] content) {
      super(content);
    }

    @Override
    public void seek(long position) {
      pos = Math.toIntExact(position);
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
      if (position >= count) {
        return -1;
      }
      int read = Math.min(length, count - Math.toIntExact(position));
      System.arraycopy(buf, Math.toIntExact(position), buffer, offset, read);
      return read;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) {
      System.arraycopy(buf, Math.toIntExact(position), buffer, offset, length);
    }

    @Override
    public void readFully(long position, byte[] buffer) {
      readFully(position, buffer, 0, buffer.length);
    }
  }
}
