package io.shallows.spark.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How letters are written to standard error: as the terminal reads them, which is what the locale
 * says. What is printed on standard output is for other programs too, and is UTF-8 everywhere.
 */
public final class ErrorLetters {

  /** What java knows of it: of standard error itself, where that is a terminal; of the locale. */
  private static final List<String> PROPERTIES =
      List.of("stderr.encoding", "sun.stderr.encoding", "native.encoding");

  private ErrorLetters() {}

  /** Those of this process. */
  public static Charset ofProcess() {
    return of(System::getProperty);
  }

  static Charset of(UnaryOperator<String> properties) {
    for (String name : PROPERTIES) {
      String charset = properties.apply(name);
      if (charset != null && !charset.isBlank()) {
        try {
          return Charset.forName(charset);
        } catch (IllegalArgumentException e) {
          continue; // a name that this java does not know says nothing
        }
      }
    }
    return StandardCharsets.UTF_8;
  }
}
