package io.shallows.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The build that this code is from, as Maven wrote it into the jar.
 *
 * @param version the version of the release
 * @param commit the abbreviated commit, or {@code unknown} for a build without git history
 * @param dirty {@code true} if tracked files differed from the commit, {@code unknown} as above
 * @param jdk the Java version whose compiler made the classes, such as {@code 17}
 */
public record Build(String version, String commit, String dirty, String jdk) {
  private static final String RESOURCE = "build.properties";
  private static final String UNKNOWN = "unknown";

  /** The build of the running code. */
  public static Build current() {
    Properties facts = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + RESOURCE + "; build it with Maven");
      }
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        value(facts, "version"),
        value(facts, "commit"),
        value(facts, "dirty"),
        value(facts, "jdk"));
  }

  /** One line for people: {@code 0.1.0 (94ea70d215d9, modified)}. */
  public String describe() {
    return version + " (" + commit + (dirty.equals("true") ? ", modified" : "") + ")";
  }

  private static String value(Properties facts, String key) {
    String value = facts.getProperty(key, UNKNOWN);
    // Without a git command the build leaves the placeholder.
    return value.startsWith("${") ? UNKNOWN : value;
  }
}
