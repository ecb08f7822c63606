package io.shallows.spark.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * Which process holds a lock. Names of hosts and numbers of processes repeat: containers share a
 * name, and the first process of each has the number 1. Only within one name space of process
 * numbers, of one start of one kernel, does the absence of a process mean that it has ended.
 *
 * @param id the process's UUID
 * @param host its machine, for people
 * @param space name space of process numbers and kernel start; empty where neither is known
 * @param number its process id in that
 * @param started when it started
 * @param user its user, for people
 */
record ProcessIdentity(
    String id, String host, String space, long number, String started, String user) {

  ProcessIdentity {
    id = id == null ? "" : id;
    host = host == null ? "an unknown host" : host;
    space = space == null ? "" : space;
    started = started == null ? "" : started;
    user = user == null ? "an unknown user" : user;
  }

  static final ProcessIdentity OF_THIS_PROCESS = current();

  /** The kernel's time of start is known to a second. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  /** Whether a process has certainly ended, as far as can be seen from this one. */
  boolean knowsTheEndOf(ProcessIdentity other) {
    if (space.isEmpty() || !space.equals(other.space) || id.equals(other.id) || other.number <= 0) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(other.number);
    if (process.isEmpty()) {
      return true;
    }
    // A number that a later process has got.
    Optional<Instant> start = process.get().info().startInstant();
    try {
      Instant known = Instant.parse(other.started);
      return start.filter(at -> Duration.between(known, at).compareTo(SAME_START) > 0).isPresent();
    } catch (DateTimeParseException unknown) {
      return false;
    }
  }

  private static ProcessIdentity current() {
    ProcessHandle process = ProcessHandle.current();
    return new ProcessIdentity(
        UUID.randomUUID().toString(),
        hostName(),
        currentSpace(),
        process.pid(),
        process.info().startInstant().map(Instant::toString).orElse(""),
        System.getProperty("user.name", ""));
  }

  private static String currentSpace() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
