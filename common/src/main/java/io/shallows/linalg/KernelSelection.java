package io.shallows.linalg;

import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the provider once per JVM: the fastest, unless the system property {@value #PROPERTY}
 * names another one to compare with. {@code VectorKernels} is loaded by name, because its class
 * does not link where the module of the Vector API is absent.
 */
final class KernelSelection {
  static final Kernels BEST;
  static final Optional<String> WARNING;

  static final String PROPERTY = "shallows.kernels";

  /** Providers of vectors are named by this and the number of bits. */
  static final String VECTOR = "vector-";

  private static final List<String> NAMES =
      List.of("reference", "plain", VECTOR + 128, VECTOR + 256, VECTOR + 512);

  private static final String MODULE = "jdk.incubator.vector";

  static {
    Kernels best = new PlainKernels();
    String warning = null;
    String named = System.getProperty(PROPERTY, "");
    if (named.equals("reference")) {
      best = new ReferenceKernels();
    } else if (named.startsWith(VECTOR) && NAMES.contains(named)) {
      best = load();
    } else if (!named.isEmpty() && !NAMES.contains(named)) {
      throw new IllegalStateException(
          PROPERTY
              + ": "
              + named
              + " is no provider; use one of "
              + String.join(", ", NAMES)
              + ", or leave it out");
    } else if (named.isEmpty()) {
      if (ModuleFinder.ofSystem().find(MODULE).isEmpty()) {
        warning =
            "java runtime: it has no module "
                + MODULE
                + "; the numeric core runs in plain Java, several times slower with the same"
                + " results; use a whole JDK from 17 to 25";
      } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        warning =
            "jvm flag: --add-modules "
                + MODULE
                + " is missing; the numeric core runs in plain Java, several times slower with the"
                + " same results; add the flag to the java command or to JAVA_TOOL_OPTIONS";
      } else if (!Fma.IN_HARDWARE) {
        warning =
            "processor: no fused multiply-add that this JVM uses (its flag UseFMA is false); the"
                + " numeric core computes it in plain Java, hundreds of times slower with the same"
                + " results; use a processor with FMA, as x86 ones since 2013 and all 64-bit ARM"
                + " ones have";
      } else {
        try {
          Kernels vectors = load();
          // In vectors of two lanes a step takes twice as long as in plain loops (JDK 17).
          best = vectors.name().equals(VECTOR + 128) ? best : vectors;
        } catch (IllegalStateException e) {
          warning =
              e.getMessage()
                  + "; the numeric core runs in plain Java, several times slower with the same"
                  + " results; use a JDK from 17 to 25";
        }
      }
    }
    BEST = best;
    WARNING = Optional.ofNullable(warning);
  }

  private KernelSelection() {}

  private static Kernels load() {
    try {
      return Class.forName("io.shallows.linalg.VectorKernels")
          .asSubclass(Kernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "vector kernels: this JVM (" + Runtime.version() + ") cannot load them (" + e + ")", e);
    }
  }
}
