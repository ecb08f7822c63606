package io.shallows.linalg;

import java.util.Optional;

/**
 * Chooses the provider once per JVM: the fastest, unless the system property {@value #PROPERTY}
 * names a slower one, {@code reference} or {@code plain}, to compare with. {@code VectorKernels} is
 * loaded by name, because its class does not link where the module of the Vector API is absent.
 */
final class KernelSelection {
  static final Kernels BEST;
  static final Optional<String> WARNING;

  static final String PROPERTY = "shallows.kernels";

  private static final String MODULE = "jdk.incubator.vector";

  static {
    Kernels best = new PlainKernels();
    String warning = null;
    String named = System.getProperty(PROPERTY, "");
    if (named.equals("reference")) {
      best = new ReferenceKernels();
    } else if (named.equals("plain")) {
      best = new PlainKernels();
    } else if (!named.isEmpty()) {
      throw new IllegalStateException(
          PROPERTY + ": " + named + " is no provider; use reference or plain, or leave it out");
    } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      warning =
          "jvm flag: --add-modules "
              + MODULE
              + " is missing; the numeric core runs in plain Java, several times slower with the"
              + " same results; add the flag to the java command or to JAVA_TOOL_OPTIONS";
    } else {
      try {
        best =
            Class.forName("io.shallows.linalg.VectorKernels")
                .asSubclass(Kernels.class)
                .getDeclaredConstructor()
                .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        warning =
            "vector kernels: this JVM ("
                + Runtime.version()
                + ") cannot load them ("
                + e
                + "); the numeric core runs in plain Java, several times slower with the same"
                + " results; use a JDK from 17 to 25";
      }
    }
    BEST = best;
    WARNING = Optional.ofNullable(warning);
  }

  private KernelSelection() {}
}
