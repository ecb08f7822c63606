package io.shallows.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The one place that loads native code: the OpenBLAS with LAPACK that ND4J brings, pinned to one
 * thread.
 *
 * <p>One thread because every task slot runs its own decompositions, and because the number of
 * threads would enter the order of summation. The pin is by API, which also works inside a JVM that
 * is shared by several tasks; an environment variable would not reach it.
 */
public final class NativeLibraries {
  private static final boolean LOADED = load();

  private NativeLibraries() {}

  /**
   * Loads LAPACK with one thread; later calls only ask for the number of threads, since ND4J sets
   * it to that of the cores when somebody uses its arrays.
   */
  static void requireLapack() {
    if (!LOADED) {
      throw new AssertionError("LAPACK is not loaded");
    }
    if (openblas.blas_get_num_threads() != 1) {
      openblas.blas_set_num_threads(1);
    }
  }

  /** The number of threads that BLAS uses in this JVM: 1. */
  public static int blasThreads() {
    requireLapack();
    return openblas.blas_get_num_threads();
  }

  private static boolean load() {
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
    return true;
  }

  /** Fails if a LAPACK routine reported that it did not converge or was called wrongly. */
  static void check(String routine, int info) {
    if (info != 0) {
      throw new ArithmeticException(
          routine
              + ": info "
              + info
              + (info < 0
                  ? ", an argument is not finite or not valid"
                  : ", the iteration did not converge"));
    }
  }
}
