package io.shallows.spark.table;

import io.shallows.spark.store.FileSystems;
import io.shallows.spec.SpecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One or several files behind a name: a file or folder of just this name, whatever signs are in it,
 * or else a pattern.
 */
record TableLocation(String key, String name, FileSystem files, Path path) {

  private static final Pattern HIDDEN = Pattern.compile("[._].*");

  /** A folder of Hive's partitions. */
  private static final Pattern PARTITION = Pattern.compile("([A-Za-z_][\\w.-]*)=.*");

  static TableLocation of(String key, String name, Configuration hadoop) {
    try {
      Path path = new Path(name);
      return new TableLocation(key, name, FileSystems.of(path, hadoop), path);
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
        if (file.getLen() > Content.MOST_BYTES) {
          throw new SpecException(
              key + ": " + file.getPath() + " is above 2 GiB; give it in several files");
        }
        requireFile(file);
        byte[] bytes;
        try (InputStream in = files.open(file.getPath())) {
          bytes = in.readAllBytes();
        }
        sha256.update(bytes);
        contents.add(new Content(key, shown(file), bytes));
      }
      if (contents.isEmpty()) {
        throw new SpecException(
            key
                + ": "
                + name
                + " matches no file; "
                + (name.startsWith("~")
                    ? "~ is not your home here: write its path"
                    : "give a file, a folder of files or a pattern"));
      }
      return contents;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(key, name, e);
    }
  }

  /** Refuses what can be read once only, or never ends. */
  private void requireFile(FileStatus file) {
    if (files.getUri().getScheme().equals("file")
        && !Files.isRegularFile(java.nio.file.Path.of(file.getPath().toUri().getPath()))) {
      throw new SpecException(
          key
              + ": "
              + name
              + " is a pipe or a device, which cannot be read again; write the table to a file");
    }
  }

  private String shown(FileStatus file) {
    return file.getPath().getName().equals(path.getName()) ? name : file.getPath().getName();
  }

  /** The files, in the order of their paths. */
  private List<FileStatus> list() throws IOException {
    FileStatus[] matches =
        files.exists(path) ? new FileStatus[] {files.getFileStatus(path)} : files.globStatus(path);
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      if (match.isDirectory()) {
        List<FileStatus> inside =
            Arrays.stream(files.listStatus(match.getPath()))
                .filter(file -> !HIDDEN.matcher(file.getPath().getName()).matches())
                .sorted(Comparator.comparing(file -> file.getPath().toString()))
                .toList();
        inside.stream().filter(FileStatus::isDirectory).forEach(this::refusePartition);
        inside.stream().filter(FileStatus::isFile).forEach(found::add);
        if (found.isEmpty() && !inside.isEmpty()) {
          throw new SpecException(
              key + ": " + name + " has folders and no files; give " + name + "/*");
        }
      } else {
        found.add(match);
      }
    }
    if (found.size() > 1) {
      requireNoPartitions(found);
    }
    found.sort(Comparator.comparing(file -> file.getPath().toString()));
    return found;
  }

  private void refusePartition(FileStatus folder) {
    Matcher partition = PARTITION.matcher(folder.getPath().getName());
    if (partition.matches()) {
      throw new SpecException(
          key
              + ": "
              + name
              + " has partition folders ("
              + folder.getPath().getName()
              + "), so that the column "
              + partition.group(1)
              + " is in no file; write the table without partitions, or give one folder");
    }
  }

  /** Refuses files that lie in partitions of different values. */
  private void requireNoPartitions(List<FileStatus> found) {
    TreeSet<String> values = new TreeSet<>();
    for (FileStatus file : found) {
      for (Path at = file.getPath().getParent(); at != null; at = at.getParent()) {
        if (PARTITION.matcher(at.getName()).matches()) {
          values.add(at.getName());
        }
      }
    }
    if (values.size() > 1) {
      Matcher partition = PARTITION.matcher(values.first());
      boolean matches = partition.matches();
      throw new SpecException(
          key
              + ": "
              + name
              + " matches files in partition folders ("
              + String.join(", ", values.stream().limit(3).toList())
              + "), so that the column "
              + (matches ? partition.group(1) : "")
              + " is in no file; write the table without partitions, or give one folder");
    }
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
            + "); "
            + (name.indexOf(':', name.indexOf(":/") + 1) > 0
                ? "a colon in a name does not do here: rename the file"
                : "check its path and rights"));
  }
}
