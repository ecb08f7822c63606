package io.shallows.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The one place that loads native code: the OpenBLAS that ND4J brings, pinned to one thread. No
 * number of a row comes from it.
 *
 * <p>One thread because every task slot is one; ND4J would take all cores. The pin is by API, which
 * also works inside a JVM that is shared by several tasks; an environment variable would not reach
 * it.
 */
public final class NativeLibraries {
  private static final boolean LOADED = load();

  private NativeLibraries() {}

  /**
   * Loads OpenBLAS with one thread; later calls only ask for the number of threads, since ND4J sets
   * it to that of the cores when somebody uses its arrays.
   */
  static void requireOneThread() {
    if (!LOADED) {
      throw new AssertionError("OpenBLAS is not loaded");
    }
    if (openblas.blas_get_num_threads() != 1) {
      openblas.blas_set_num_threads(1);
    }
  }

  /** The number of threads that BLAS uses in this JVM: 1. */
  public static int blasThreads() {
    requireOneThread();
    return openblas.blas_get_num_threads();
  }

  private static boolean load() {
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
    return true;
  }
}
