package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.linalg.KernelBits;
import io.shallows.linalg.Kernels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {

  private static final String BITS = KernelBits.of(Kernels.best());

  @TempDir Path folder;

  @BeforeEach
  void nothingIsKnownOfThisProcess() {
    MachineCheck.repeat();
  }

  @Test
  void aSoundMachineHasNoDefectAndKeepsNoFile() throws Exception {
    assertEquals(Optional.empty(), new MachineCheck(BITS, List.of(folder)).defect());
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void otherBitsThanTheDriversAreADefect() {
    String defect =
        new MachineCheck("0123456789abcdef", List.of(folder)).defect().orElseThrow().sentence();
    assertTrue(defect.contains(BITS) && defect.contains("0123456789abcdef"), defect);
    // A process that has failed is tested again.
    assertEquals(Optional.empty(), new MachineCheck(BITS, List.of(folder)).defect());
  }

  @Test
  void aFolderThatTakesNoFileIsADefect() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    String defect = new MachineCheck(BITS, List.of(folder, file)).defect().orElseThrow().sentence();
    assertTrue(defect.startsWith("temporary files cannot be written to " + file + " ("), defect);
  }
}
