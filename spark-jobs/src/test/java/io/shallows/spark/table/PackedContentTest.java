package io.shallows.spark.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.spec.SpecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedContentTest {

  private static byte[] packedZeros(int megabytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < megabytes; i++) {
        out.write(zeros);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void aFileThatUnpacksToFarMoreThanItsSizeIsRefusedBeforeItFillsTheHeap() throws IOException {
    byte[] bomb = packedZeros(300);
    SpecException refused =
        assertThrows(
            SpecException.class, () -> new Content("problem.uri", "x.csv.gz", bomb).unpacked());
    assertEquals(
        "problem.uri: x.csv.gz of "
            + bomb.length
            + " bytes holds more than "
            + Content.limit(bomb.length)
            + " when unpacked; that is no table; if it is one, unpack it first, in files below 2 GiB",
        refused.getMessage());
  }

  @Test
  void whatIsPackedTwiceIsCalledSo() throws IOException {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(twice)) {
      out.write(packedZeros(1));
    }
    SpecException refused =
        assertThrows(
            SpecException.class,
            () -> new Content("problem.uri", "x.csv.gz", twice.toByteArray()).unpacked());
    assertEquals(
        "problem.uri: x.csv.gz is packed by gzip twice; unpack it once (gunzip)",
        refused.getMessage());
  }

  @Test
  void smallFilesMayShrinkAsTheyLike() throws IOException {
    byte[] unpacked = new Content("problem.uri", "x.gz", packedZeros(8)).unpacked().bytes();
    assertArrayEquals(new byte[8 << 20], unpacked);
    assertEquals(Integer.MAX_VALUE - 16, Content.limit(Integer.MAX_VALUE - 20));
  }
}
