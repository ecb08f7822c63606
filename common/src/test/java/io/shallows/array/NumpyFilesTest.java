package io.shallows.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Files made by NumPy 2.4.6 with make.py beside numpy.npz, and files of ours. */
class NumpyFilesTest {

  private static final long LIMIT = 1 << 20;

  private static NumpyArchive numpy() throws IOException {
    try (InputStream in = NumpyFilesTest.class.getResourceAsStream("numpy.npz")) {
      return NumpyArchive.of("numpy.npz", in.readAllBytes(), LIMIT);
    }
  }

  private static double[] thirds(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i / 3.0;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "fortran"})
  void eitherOrderOfNumpyIsTheSameMatrix(String name) throws IOException {
    INDArray array = numpy().array(name);
    assertArrayEquals(new long[] {2, 3}, array.shape());
    assertArrayEquals(thirds(6), RowMajor.values(array));
  }

  @Test
  void threeAxesInFortransOrder() throws IOException {
    INDArray cube = numpy().array("cube");
    assertArrayEquals(new long[] {2, 3, 4}, cube.shape());
    double[] counted = new double[24];
    Arrays.setAll(counted, i -> i);
    assertArrayEquals(counted, RowMajor.values(cube));
    assertEquals(2 + 4 * 1 + 12 * 1, cube.getDouble(1, 1, 2));
  }

  @Test
  void floatsAndWholeNumbersAreWidened() throws IOException {
    NumpyArchive archive = numpy();
    assertArrayEquals(new double[] {0.1f, 1e-40f}, RowMajor.values(archive.array("single")));
    assertArrayEquals(new double[] {1, -2}, RowMajor.values(archive.array("whole")));
    assertArrayEquals(new double[] {7}, RowMajor.values(archive.array("short")));
    assertArrayEquals(new double[] {2.5}, RowMajor.values(archive.array("number")));
    assertEquals(0, archive.array("number").rank());
    String message =
        assertThrows(IllegalArgumentException.class, () -> archive.array("nothing")).getMessage();
    assertEquals("nothing: has no elements, its shape is (0, 3)", message);
    assertEquals("long-skip", archive.text("text"));
  }

  /** ND4J's reader ends the process on some of these. */
  @ParameterizedTest
  @CsvSource({"text, <U9", "big, >f8", "flags, |b1", "half, <f2", "several, <U1"})
  void otherTypesAreRefusedByName(String name, String type) throws IOException {
    NumpyArchive archive = numpy();
    String message =
        assertThrows(IllegalArgumentException.class, () -> archive.array(name)).getMessage();
    assertTrue(message.startsWith(name + ": elements of type " + type), message);
  }

  @Test
  void arraysComeBackWithTheirBits() {
    double[] values = {0.0, -0.0, Double.MIN_VALUE, 1 / 3.0, Double.MAX_VALUE, Double.NaN};
    INDArray array = RowMajor.matrix(3, 2, values);
    NumpyArchive archive =
        NumpyArchive.empty().with("x", array).with("kind", "kink-strict").with("none", "");
    NumpyArchive read = NumpyArchive.of("ours.npz", archive.bytes(), LIMIT);
    assertEquals(List.of("x", "kind", "none"), read.names());
    assertArrayEquals(new long[] {3, 2}, read.array("x").shape());
    double[] again = RowMajor.values(read.array("x"));
    for (int i = 0; i < values.length; i++) {
      assertEquals(Double.doubleToRawLongBits(values[i]), Double.doubleToRawLongBits(again[i]));
    }
    assertEquals("kink-strict", read.text("kind"));
    assertEquals("", read.text("none"));
    assertArrayEquals(archive.bytes(), read.bytes());
  }

  @Test
  void viewsAndFortransOrderAreWrittenAsWhatTheyShow() {
    INDArray whole = RowMajor.matrix(4, 3, thirds(12));
    List<INDArray> arrays = new ArrayList<>();
    arrays.add(whole.dup('f'));
    arrays.add(whole.transpose());
    arrays.add(whole.getColumn(1));
    arrays.add(whole.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 3)));
    arrays.add(whole.castTo(DataType.FLOAT));
    arrays.add(Nd4j.createFromArray(5L, 6L));
    for (INDArray array : arrays) {
      INDArray again = NumpyFile.array("a", NumpyFile.bytes(array));
      assertArrayEquals(array.shape(), again.shape());
      assertArrayEquals(RowMajor.values(array), RowMajor.values(again));
      for (long row = 0; array.rank() == 2 && row < array.size(0); row++) {
        for (long column = 0; column < array.size(1); column++) {
          assertEquals(array.getDouble(row, column), again.getDouble(row, column));
        }
      }
    }
  }

  @Test
  void aHeaderThatLiesAboutItsValuesIsRefused() {
    byte[] file = NumpyFile.bytes(RowMajor.vector(thirds(8)));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(IllegalArgumentException.class, () -> NumpyFile.array("cut", cut));
    }
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> NumpyFile.array("a.npy", longer))
            .getMessage();
    assertEquals("a.npy: has 65 bytes of values, its shape (8,) asks for 64", message);
    byte[] huge =
        new String(file, StandardCharsets.ISO_8859_1)
            .replace("(8,), }             ", "(9999999999, 999999),")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThrows(IllegalArgumentException.class, () -> NumpyFile.array("huge", huge));
  }

  @Test
  void damagedBytesAreRefusedOrReadButNeverEndTheProcess() {
    byte[] file = NumpyFile.bytes(RowMajor.matrix(2, 3, thirds(6)));
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = file.clone();
      for (int flip = 0; flip < 1 + round % 4; flip++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertEquals(6, NumpyFile.array("damaged", damaged).length());
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  @Test
  void archivesThatAreNoneAreRefused() {
    NumpyArchive archive = NumpyArchive.empty().with("x", RowMajor.vector(thirds(100)));
    byte[] bytes = archive.bytes();
    for (byte[] wrong : List.of(new byte[0], new byte[50], Arrays.copyOf(bytes, 300))) {
      assertThrows(IllegalArgumentException.class, () -> NumpyArchive.of("w.npz", wrong, LIMIT));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> NumpyArchive.of("w.npz", bytes, 900))
            .getMessage();
    assertEquals("w.npz: its arrays take more than 900 bytes", message);
    message = assertThrows(IllegalArgumentException.class, () -> archive.array("y")).getMessage();
    assertEquals("y: is not in the archive, which has x", message);
    assertThrows(IllegalArgumentException.class, () -> archive.with("x", "again"));
    assertThrows(IllegalArgumentException.class, () -> archive.with("../x", "out"));
  }
}
