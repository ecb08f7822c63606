package io.shallows.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of a log: how they are named, and the digests by which a truncated or altered one is
 * recognised. Files with other names, such as copies that a synchronising service makes, are none
 * of the log's.
 *
 * <p>A commit is a text whose first line is the SHA-256 of the rest. Parts and checkpoints are
 * compressed lines, a head, ids, groups, and as the last line the SHA-256 of those before: they are
 * written and read line by line, since a log may have more groups than fit into one text.
 */
final class LogFiles {

  static final String FOLDER = "_log";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final Pattern NAME =
      Pattern.compile("(commit-|part-|checkpoint-)([0-9]{12})(\\.json|\\.json\\.gz)");

  private static final String REMEDY =
      "; restore it from a copy, or let `shallows verify --rebuild` make a log from the data files";

  private final StoreFolder folder;

  LogFiles(StoreFolder folder) {
    this.folder = folder;
  }

  /** What a file of the log says. */
  enum Kind {
    /** All commits to its number. */
    CHECKPOINT("checkpoint-", ".json.gz"),
    /** The same, as earlier versions wrote it. */
    OLD_CHECKPOINT("checkpoint-", ".json"),
    /** The commits since the part or checkpoint before it. */
    PART("part-", ".json.gz"),
    /** One commit. */
    COMMIT("commit-", ".json");

    private final String prefix;
    private final String suffix;

    Kind(String prefix, String suffix) {
      this.prefix = prefix;
      this.suffix = suffix;
    }

    /** Whether it repeats everything before it. */
    boolean isOfAll() {
      return this == CHECKPOINT || this == OLD_CHECKPOINT;
    }
  }

  /**
   * A file that is there.
   *
   * @param number of the last commit that it tells of
   * @param bytes its length; 0 where a name was taken and nothing written
   * @param written when, by the clock of the file system
   */
  record Entry(Kind kind, long number, long bytes, Instant written) {

    /** Its name, relative to the store. */
    String name() {
      return LogFiles.name(kind, number);
    }
  }

  private record Head(
      long number,
      long after,
      String writer,
      long epoch,
      int protocol,
      int minimumReader,
      int removed,
      int added) {}

  /** The files that are there, by name. */
  List<Entry> list() {
    return folder.list(FOLDER).stream().flatMap(file -> entry(file).stream()).toList();
  }

  private static Optional<Entry> entry(FileStatus file) {
    Matcher matcher = NAME.matcher(file.getPath().getName());
    if (matcher.matches()) {
      for (Kind kind : Kind.values()) {
        if (kind.prefix.equals(matcher.group(1)) && kind.suffix.equals(matcher.group(3))) {
          return Optional.of(
              new Entry(
                  kind,
                  Long.parseLong(matcher.group(2)),
                  file.getLen(),
                  Instant.ofEpochMilli(file.getModificationTime())));
        }
      }
    }
    return Optional.empty();
  }

  /** The name of a file, relative to the store. */
  static String name(Kind kind, long number) {
    return String.format(Locale.ROOT, "%s/%s%012d%s", FOLDER, kind.prefix, number, kind.suffix);
  }

  /** A commit as it is written. */
  static String seal(Commit commit) {
    String text = json(commit);
    return Checksum.of(text) + "\n" + text;
  }

  /**
   * What a file says.
   *
   * @throws StoreException.Corrupted if it is missing or not what was written
   */
  CommitSpan open(Kind kind, long number) {
    CommitSpan span =
        switch (kind) {
          case COMMIT -> CommitSpan.of(commit(number));
          case OLD_CHECKPOINT -> {
            String name = name(kind, number);
            yield CommitSpan.ofAll(parse(name, folder.read(name).orElseThrow(missing(name))));
          }
          case PART, CHECKPOINT -> lines(name(kind, number));
        };
    requireNumber(name(kind, number), span.number(), number);
    return span;
  }

  /**
   * A commit.
   *
   * @throws StoreException.Corrupted if it is missing or not what was written
   */
  Commit commit(long number) {
    String name = name(Kind.COMMIT, number);
    Commit commit = parse(name, folder.read(name).orElseThrow(missing(name)));
    requireNumber(name, commit.number(), number);
    return commit;
  }

  private Supplier<StoreException> missing(String name) {
    return () -> new StoreException.Corrupted(folder.path(name) + " is missing" + REMEDY);
  }

  private void requireNumber(String name, long says, long number) {
    if (says != number) {
      throw new StoreException.Corrupted(
          folder.path(name) + " says that it is commit " + says + REMEDY);
    }
  }

  /**
   * The commit that a text says.
   *
   * @throws StoreException.Corrupted if it is not what was written
   */
  Commit parse(String name, String text) {
    int end = text.indexOf('\n');
    String body = text.substring(end + 1);
    if (end < 0 || !Checksum.of(body).equals(text.substring(0, end))) {
      throw damaged(name, null);
    }
    try {
      Commit commit = JSON.readValue(body, Commit.class);
      StoreMarker.requireReadable(folder, commit.minimumReader());
      return commit;
    } catch (JsonProcessingException e) {
      requireReadable(body);
      throw unclear(name, e);
    }
  }

  private void requireReadable(String body) {
    try {
      JsonNode commit = JSON.readTree(body);
      StoreMarker.requireReadable(folder, commit.path("minimumReader").asInt());
    } catch (JsonProcessingException damaged) {
      // Said by who calls.
      return;
    }
  }

  private StoreException.Corrupted damaged(String name, Throwable cause) {
    return new StoreException.Corrupted(
        folder.path(name) + " is truncated or altered" + REMEDY, cause);
  }

  private StoreException.Corrupted unclear(String name, Exception e) {
    Throwable reason = e.getCause() instanceof IllegalArgumentException c ? c : e;
    return new StoreException.Corrupted(
        folder.path(name)
            + " cannot be understood: "
            + String.valueOf(reason.getMessage()).lines().findFirst().orElse("")
            + REMEDY,
        e);
  }

  /**
   * Publishes a part or checkpoint.
   *
   * @return its length; empty if its name is taken by something else
   */
  Optional<Long> publish(Kind kind, CommitSpan span) {
    byte[] bytes = compressed(span);
    String name = name(kind, span.number());
    boolean ours = folder.publish(() -> new ByteArrayInputStream(bytes), name);
    if (!ours && !folder.readBytes(name).filter(b -> Arrays.equals(b, bytes)).isPresent()) {
      return Optional.empty();
    }
    folder.force(FOLDER);
    return Optional.of((long) bytes.length);
  }

  private static byte[] compressed(CommitSpan span) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageDigest digest = Checksum.sha256();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      Head head =
          new Head(
              span.number(),
              span.after(),
              span.writer(),
              span.epoch(),
              StoreMarker.PROTOCOL,
              StoreMarker.MINIMUM_READER,
              span.removed().size(),
              span.added().size());
      write(out, digest, json(head));
      for (String id : span.removed()) {
        write(out, digest, json(id));
      }
      for (Group group : span.added()) {
        write(out, digest, group.toJson());
      }
      out.write(Checksum.hex(digest.digest()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private static void write(OutputStream out, MessageDigest digest, String line)
      throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    digest.update(bytes);
    out.write(bytes);
  }

  private static String json(Object plain) {
    try {
      return JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a commit is plain data", e);
    }
  }

  private CommitSpan lines(String name) {
    byte[] bytes = folder.readBytes(name).orElseThrow(missing(name));
    try {
      requireDigest(name, bytes);
    } catch (IOException e) {
      throw damaged(name, e);
    }
    try (BufferedReader in = reader(bytes)) {
      String first = in.readLine();
      requireReadable(first);
      Head head = JSON.readValue(first, Head.class);
      List<String> removed = new ArrayList<>();
      for (int i = 0; i < head.removed(); i++) {
        removed.add(JSON.readValue(in.readLine(), String.class));
      }
      List<Group> added = new ArrayList<>();
      for (int i = 0; i < head.added(); i++) {
        added.add(Group.parse(in.readLine()));
      }
      return new CommitSpan(
          head.number(),
          head.after(),
          head.writer(),
          head.epoch(),
          head.minimumReader(),
          removed,
          added);
    } catch (IOException | IllegalArgumentException e) {
      throw unclear(name, e);
    }
  }

  /** Does nothing if the last line is the digest of those before it. */
  private void requireDigest(String name, byte[] bytes) throws IOException {
    MessageDigest digest = Checksum.sha256();
    try (BufferedReader in = reader(bytes)) {
      String line = in.readLine();
      for (String next = in.readLine(); next != null; next = in.readLine()) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        line = next;
      }
      if (!Checksum.hex(digest.digest()).equals(line)) {
        throw damaged(name, null);
      }
    }
  }

  private static BufferedReader reader(byte[] bytes) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8));
  }
}
