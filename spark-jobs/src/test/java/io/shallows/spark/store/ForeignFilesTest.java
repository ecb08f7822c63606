package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in a folder, and whatever a log says: files that are somebody's stay. */
class ForeignFilesTest {

  private static final long SEED = Long.getLong("campaign.seed", 20260101);
  private static final int FEW = 500;
  private static final int MANY = 10_000;

  private static final List<String> FOLDERS =
      List.of(
          "",
          "references/",
          "trials/",
          "minima/",
          "paper/",
          "references/old/",
          "_log/",
          "_specs/",
          "_pending/",
          "_staging/",
          "_quarantine/",
          "../",
          "../elsewhere/");

  private static final List<String> NAMES =
      List.of(
          "paper.pdf",
          "mine.parquet",
          "data.csv",
          "commit-000000000002 (conflicted copy).json",
          "commit-x.json",
          "commit-1.json.tmp",
          "checkpoint-latest.json",
          "spec.yaml",
          "left-over",
          "important.txt",
          "a..parquet",
          "trials.notes.parquet",
          "minima-0123456789abcdef0123.parquet",
          "references-0123456789abcdef0123-r0123456789ab.parquet",
          "0123456789ab-01234567-0123-0123-0123-0123456789ab");

  private static final List<String> HOSTILE_NAMES =
      List.of(
          "../important.txt",
          "references/../../important.txt",
          "/important.txt",
          "references/../paper.pdf",
          "references/old/mine.parquet",
          "references/",
          "_log/commit-x.json",
          "paper/mine.parquet",
          "references\\..\\important.txt",
          "file:///important.txt",
          "");

  @TempDir Path folder;

  @Test
  void nothingIsDeletedThatTheLogOrTheRunDidNotName() {
    run(FEW);
  }

  @Test
  @Tag("campaign")
  void norInTenThousandFolders() {
    System.out.println(MANY + " folders and logs, seed " + SEED + ": " + run(MANY));
  }

  private static String run(int cases) {
    int opened = 0;
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      Case one = new Case(SEED + i);
      try {
        one.run();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("case " + (SEED + i) + ": " + e.getMessage(), e);
      }
      opened += one.opened;
      refused += one.refused;
    }
    assertTrue(opened > cases / 10 && refused > cases / 10, opened + " and " + refused);
    return opened + " opened, " + refused + " refused, 0 files deleted that were not named";
  }

  /** One folder with what happens to it. */
  private static final class Case {
    private final Random random;
    private final FaultyDisk disk;
    private final String name;
    private final String uri;
    private final Configuration configuration = FaultyFileSystem.of("somebody");
    private final Map<String, byte[]> theirs = new HashMap<>();
    private int opened;
    private int refused;

    Case(long seed) {
      random = new Random(seed);
      name = "case-" + seed;
      disk = new FaultyDisk(name, seed);
      uri = "faulty://" + name + "/here/store";
    }

    void run() throws IOException {
      int kind = random.nextInt(4);
      if (kind > 0) {
        makeStore();
      }
      addFiles();
      if (kind == 2) {
        addHostileCommit();
      }
      if (kind == 3) {
        disk.nodes.remove("/here/store/_store.json");
      }
      for (int step = 0; step < 3; step++) {
        disk.pass(Duration.ofMinutes(6).toMillis());
        attempt(random.nextInt(4));
      }
      theirs.forEach(this::requirePresent);
      FaultyDisk.forget(name);
    }

    private void makeStore() {
      try (StoreWriter writer = open(true)) {
        writer.writeSpec("name: test\n");
        for (String id : List.of("a", "b")) {
          writer.commit(List.of(StoreTest.group(id, file(writer, id))), List.of());
        }
        file(writer, "uncommitted");
      }
    }

    private StoreWriter open(boolean whole) {
      return StoreWriter.open(uri, configuration, Clock.systemUTC(), whole);
    }

    private static StoredFile file(StoreWriter writer, String id) {
      String text = "rows of " + id;
      StoredFile file =
          new StoredFile(
              "references",
              "references/" + id + "-r" + writer.run().tag() + ".parquet",
              1,
              text.length(),
              Checksum.of(text));
      writer.store().folder().publish(text, StoreNames.pending(file.name()));
      return file;
    }

    private void addFiles() {
      for (int i = 0; i < random.nextInt(6); i++) {
        String path =
            Path.of("/here/store")
                .resolve(FOLDERS.get(random.nextInt(FOLDERS.size())))
                .resolve(NAMES.get(random.nextInt(NAMES.size())))
                .normalize()
                .toString();
        if (disk.nodes.containsKey(path)) {
          continue;
        }
        byte[] content = ("theirs " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
        for (Path each = Path.of(path).getParent(); each != null; each = each.getParent()) {
          disk.nodes.putIfAbsent(each.toString(), new FaultyDisk.Node(null, disk.now(), true));
        }
        disk.put(path, content);
        theirs.put(path, content);
      }
    }

    /** A commit that is whole and names a file elsewhere, once as there and once as gone. */
    private void addHostileCommit() {
      String file = HOSTILE_NAMES.get(random.nextInt(HOSTILE_NAMES.size()));
      CommitLog log = new CommitLog(StoreFolder.at(uri, configuration));
      for (int i = 0; i < 2; i++) {
        long number = log.last() + 1 + i;
        List<Group> added = i == 0 ? List.of(StoreTest.group("x")) : List.of();
        List<String> removed = i == 0 ? List.of() : List.of("x");
        String json = LogFiles.seal(new Commit(number, number - 1, "somebody", 0, added, removed));
        String body =
            json.substring(json.indexOf('\n') + 1)
                .replace(
                    "\"files\":[]",
                    "\"files\" : [ { \"table\" : \"references\", \"name\" : \""
                        + file.replace("\\", "\\\\")
                        + "\", \"rows\" : 1, \"bytes\" : 1, \"sha256\" : \"0\" } ]");
        disk.put(
            "/here/store/_log/commit-%012d.json".formatted(number),
            (Checksum.of(body) + "\n" + body).getBytes(StandardCharsets.UTF_8));
      }
    }

    private void attempt(int what) {
      try {
        if (what == 0) {
          StoreRebuild.of(uri, configuration, Clock.systemUTC());
        } else {
          try (StoreWriter writer = open(what == 1)) {
            opened++;
            List<Group> groups = writer.store().groups();
            if (!groups.isEmpty()) {
              Group gone = groups.get(random.nextInt(groups.size()));
              Set<String> aside = new HashSet<>();
              if (random.nextBoolean()) {
                gone.files().forEach(file -> aside.add(file.name()));
              }
              writer.commit(
                  List.of(StoreTest.group("next", file(writer, "next" + random.nextInt()))),
                  List.of(gone.id()),
                  aside);
            }
            if (what == 1) {
              writer.settle();
            }
          }
        }
      } catch (StoreException told) {
        refused++;
      }
    }

    private void requirePresent(String path, byte[] content) {
      FaultyDisk.Node node = disk.nodes.get(path);
      if (node == null) {
        // Names that only this program gives may be moved aside, whole.
        String file = path.substring(path.lastIndexOf('/') + 1);
        assertTrue(
            StoreNames.isMadeHere(file)
                || StoreNames.run(file).isPresent()
                || StoreNames.stager(file).isPresent(),
            path + " is gone");
        // Files of one name may have lain in two folders.
        assertTrue(
            disk.nodes.entrySet().stream()
                .filter(other -> other.getKey().startsWith("/here/store/_quarantine/"))
                .filter(other -> other.getKey().endsWith(file))
                .anyMatch(other -> Arrays.equals(content, other.getValue().content())),
            path + " is gone");
        return;
      }
      assertArrayEquals(content, node.content(), path + " is altered");
    }
  }

  private StoreWriter writer(Path store) {
    return StoreWriter.open(store.toUri().toString(), new Configuration(), Clock.systemUTC());
  }

  @Test
  void aFolderWithNothingButFoldersIsNoPlaceForANewStore() throws IOException {
    Path paper = folder.resolve("paper/references/paper.pdf");
    Files.createDirectories(paper.getParent());
    Files.writeString(paper, "a paper");
    StoreException refused =
        assertThrows(StoreException.class, () -> writer(folder.resolve("paper")));
    assertTrue(
        refused.getMessage().contains("holds references, which is not a store's"),
        refused.getMessage());
    assertEquals(List.of("paper", "paper/references", "paper/references/paper.pdf"), all());
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.skip(1).map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void filesBesideThoseOfTheStoreStayAndAreTold() throws IOException {
    Path store = folder.resolve("store");
    try (StoreWriter writer = writer(store)) {
      writer.writeSpec("name: test\n");
      writer.commit(
          List.of(StoreTest.group("a", StoreTest.publish(writer, "a", StoreTest.row(4)))),
          List.of());
    }
    Path mine = Files.writeString(store.resolve("references/mine.parquet"), "mine");
    Path paper = Files.writeString(store.resolve("references/paper.pdf"), "a paper");
    Path left =
        Files.writeString(store.resolve("references/minima-0123456789abcdef0123.parquet"), "?");
    try (StoreWriter writer = writer(store)) {
      assertEquals(1, writer.movedAside().size());
      assertTrue(writer.movedAside().get(0).contains("_quarantine"), writer.movedAside().get(0));
      List<String> foreign = new ArrayList<>(writer.foreign());
      assertEquals(2, foreign.size(), foreign.toString());
    }
    assertTrue(Files.exists(mine) && Files.exists(paper));
    assertFalse(Files.exists(left));
    assertEquals(
        List.of("references/mine.parquet", "references/paper.pdf"),
        Store.open(store.toUri().toString(), new Configuration()).unlisted());
  }

  @Test
  void tablesThatAreLinksAreNotFollowed() throws IOException {
    Path store = folder.resolve("store");
    writer(store).close();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path theirs =
        Files.writeString(elsewhere.resolve("minima-0123456789abcdef0123.parquet"), "theirs");
    Files.delete(store.resolve("minima"));
    Files.createSymbolicLink(store.resolve("minima"), elsewhere);
    StoreException refused = assertThrows(StoreException.Corrupted.class, () -> writer(store));
    assertTrue(refused.getMessage().contains("is a symbolic link"), refused.getMessage());
    assertTrue(Files.exists(theirs));
  }

  @Test
  void aFileSystemOnWhichTwoTakeOneNameIsRefused() {
    Configuration configuration = new Configuration();
    configuration.set("fs.oss.impl", OverwritingFileSystem.class.getName());
    StoreException refused =
        assertThrows(
            StoreException.class,
            () ->
                StoreWriter.open(
                    "oss:" + folder.resolve("store"), configuration, Clock.systemUTC()));
    assertTrue(refused.getMessage().contains("lets two writers take one name"));
  }

  /** Puts without a condition: the last one stays. */
  public static final class OverwritingFileSystem extends org.apache.hadoop.fs.RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("oss:///");
    }

    @Override
    public String getScheme() {
      return "oss";
    }

    @Override
    public org.apache.hadoop.fs.FSDataOutputStreamBuilder<?, ?> createFile(
        org.apache.hadoop.fs.Path path) {
      return new Builder(this, path);
    }

    private static final class Builder
        extends org.apache.hadoop.fs.FSDataOutputStreamBuilder<
            org.apache.hadoop.fs.FSDataOutputStream, Builder> {

      Builder(org.apache.hadoop.fs.FileSystem files, org.apache.hadoop.fs.Path path) {
        super(files, path);
      }

      @Override
      public Builder getThisBuilder() {
        return this;
      }

      @Override
      public org.apache.hadoop.fs.FSDataOutputStream build() throws IOException {
        if (getFS().exists(getPath())) {
          throw new org.apache.hadoop.fs.FileAlreadyExistsException(getPath().toString());
        }
        java.io.ByteArrayOutputStream bytes =
            new java.io.ByteArrayOutputStream() {
              @Override
              public void close() throws IOException {
                try (var out = getFS().create(getPath(), true)) {
                  out.write(toByteArray());
                }
              }
            };
        return new org.apache.hadoop.fs.FSDataOutputStream(bytes, null);
      }
    }
  }
}
