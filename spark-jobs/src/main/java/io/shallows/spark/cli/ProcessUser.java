package io.shallows.spark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Gives a process a name where the system has none for its number, as in containers that run under
 * an arbitrary uid: Hadoop's login asks the system alone and fails. Its own variable {@code
 * HADOOP_USER_NAME} is asked first, then Spark's {@code SPARK_USER}.
 */
final class ProcessUser {

  private static final String NAME = "user.name";
  private static final String HOME = "user.home";

  private ProcessUser() {}

  /** Does nothing where the system knows the user. */
  static void require() {
    if (isNamed(System.getProperty(NAME, ""))) {
      return;
    }
    String name = name();
    System.setProperty(NAME, name);
    Path home = Path.of(System.getProperty(HOME, ""));
    if (!home.isAbsolute() || !Files.isWritable(home)) {
      // Libraries keep caches there; a folder named "?" in the user's own would be odd.
      System.setProperty(HOME, System.getProperty("java.io.tmpdir"));
    }
    if (!UserGroupInformation.isSecurityEnabled()) {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }

  /** Whether a name is one; java says ? where there is none, or gives the number. */
  static boolean isNamed(String name) {
    return !name.isEmpty() && !name.equals("?");
  }

  private static String name() {
    for (String variable : new String[] {"HADOOP_USER_NAME", "SPARK_USER"}) {
      String given = System.getenv(variable);
      if (given != null && !given.isBlank()) {
        return given;
      }
    }
    try {
      return "uid" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "unnamed";
    }
  }
}
