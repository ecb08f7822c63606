package io.shallows.spark.execute;

import io.shallows.linalg.KernelBits;
import io.shallows.linalg.Kernels;
import io.shallows.linalg.NativeLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tests, once per process and before its first shard, what rows depend on: that native code loads,
 * that the kernels compute the driver's bits, and that there is room for temporary files.
 */
final class MachineCheck {

  /** Room that a shard's files may need. */
  private static final int PROBE_BYTES = 1 << 20;

  /** What to do where native code cannot be loaded. */
  static final String UNPACKING =
      "it is unpacked to .javacpp in the home or to java.io.tmpdir, which need 100 MB and must not be"
          + " mounted noexec, or to -Dorg.bytedeco.javacpp.cachedir=FOLDER"
          + " (spark.executor.extraJavaOptions)";

  /** Whether this process has passed; one that has not is tested again. */
  private static volatile boolean passed;

  private final String kernelBits;
  private final List<Path> folders;

  /**
   * @param kernelBits {@link KernelBits} of the driver
   * @param folders where temporary files go
   */
  MachineCheck(String kernelBits, List<Path> folders) {
    this.kernelBits = kernelBits;
    this.folders = List.copyOf(folders);
  }

  /** What is wrong with this process; empty if it may compute. */
  Optional<Defect> defect() {
    if (passed) {
      return Optional.empty();
    }
    Optional<Defect> defect =
        natives()
            .or(this::bits)
            .map(sentence -> new Defect(sentence, true))
            .or(() -> space().map(sentence -> new Defect(sentence, false)));
    passed = defect.isEmpty();
    return defect;
  }

  /** Forgets that this process has passed: something has gone wrong since. */
  static void repeat() {
    passed = false;
  }

  private Optional<String> natives() {
    try {
      int threads = NativeLibraries.blasThreads();
      return threads == 1
          ? Optional.empty()
          : Optional.of("OpenBLAS runs on " + threads + " threads instead of 1");
    } catch (LinkageError | RuntimeException e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      return Optional.of(
          "native code cannot be loaded ("
              + String.valueOf(first.getMessage()).lines().findFirst().orElse("")
              + "); "
              + UNPACKING);
    }
  }

  private Optional<String> bits() {
    String bits = KernelBits.of(Kernels.best());
    return bits.equals(kernelBits)
        ? Optional.empty()
        : Optional.of(
            "kernels "
                + Kernels.best().name()
                + " compute other bits here ("
                + bits
                + ") than on the driver ("
                + kernelBits
                + "); use machines and JVMs of one kind");
  }

  private Optional<String> space() {
    for (Path folder : folders) {
      Path probe = null;
      try {
        probe = Files.createTempFile(folder, "shallows-probe", "");
        Files.write(probe, new byte[PROBE_BYTES]);
      } catch (IOException e) {
        return Optional.of(
            "temporary files cannot be written to "
                + folder
                + " ("
                + e.getMessage()
                + "); make room there, or set java.io.tmpdir or spark.local.dir");
      } finally {
        delete(probe);
      }
    }
    return Optional.empty();
  }

  private static void delete(Path probe) {
    try {
      if (probe != null) {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      // The folder is temporary.
      probe.toFile().deleteOnExit();
    }
  }
}
