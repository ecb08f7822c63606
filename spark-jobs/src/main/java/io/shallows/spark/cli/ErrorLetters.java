package io.shallows.spark.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
      Optional<Charset> charset =
          Optional.ofNullable(properties.apply(name)).flatMap(ErrorLetters::known);
      if (charset.isPresent()) {
        return charset.get();
      }
    }
    return StandardCharsets.UTF_8;
  }

  /** A name that this java does not know says nothing. */
  private static Optional<Charset> known(String charset) {
    try {
      return charset.isBlank() ? Optional.empty() : Optional.of(Charset.forName(charset));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
