package io.shallows.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files as the format's definition says, and what is not one. */
class SafetensorsFileTest {

  /** The header as it is written, and 8 bytes for every value. */
  private static byte[] file(String header, double... values) {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  @Test
  void arraysComeByNameWithNumbersInTheirOrder() {
    double[] values = {1, -0.0, Double.MIN_VALUE, 4, 5, 6, 7, 8, 9};
    NumpyArchive read =
        SafetensorsFile.read(
            "net.safetensors",
            file(
                "{'__metadata__':{'format':'pt','family':'plain'},"
                    + "'10.weight':{'dtype':'F64','shape':[2,3],'data_offsets':[0,48]},"
                    + "'2.weight':{'dtype':'F64','shape':[1,2],'data_offsets':[48,64]},"
                    + "'2.bias':{'dtype':'F64','shape':[1],'data_offsets':[64,72]}}   ",
                values));
    assertEquals(List.of("family", "2.bias", "2.weight", "10.weight"), read.names());
    assertEquals("plain", read.text("family"));
    INDArray matrix = read.array("10.weight");
    assertArrayEquals(new long[] {2, 3}, matrix.shape());
    double[] six = RowMajor.values(matrix);
    for (int i = 0; i < six.length; i++) {
      assertEquals(Double.doubleToRawLongBits(values[i]), Double.doubleToRawLongBits(six[i]));
    }
    assertArrayEquals(new double[] {9}, RowMajor.values(read.array("2.bias")));
  }

  @Test
  void floatsAreWidened() {
    byte[] bytes = file("{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 0);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, 0.1f);
    NumpyArchive read = SafetensorsFile.read("a", bytes);
    assertArrayEquals(new double[] {0.1f, 0}, RowMajor.values(read.array("a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'BF16','shape':[4],'data_offsets':[0,8]}} | a: elements of type BF16",
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | a: elements of type I64",
        "{'a':{'shape':[1],'data_offsets':[0,8]}} | a: elements of type that",
        "{'a':{'dtype':'F64','data_offsets':[0,8]}} | no shape or place for a",
        "{'a':{'dtype':'F64','shape':[1]}} | no shape or place for a",
        "{'a':{'dtype':'F64','shape':[-1],'data_offsets':[0,8]}} | -1 in the shape or place of a",
        "{'a':{'dtype':'F64','shape':[1.5],'data_offsets':[0,8]}} | 1.5 in the shape or place",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}} | has 8 bytes for a",
        "{'a':{'dtype':'F64','shape':[0],'data_offsets':[0,0]}} | a: has no elements",
        "{'a':{'dtype':'F64','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | too large",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,16]}} | 8 bytes of values, not 16",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 bytes of values, not 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | a at byte 4, not at 0",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]},'b':{'dtype':'F64','shape':[1],"
            + "'data_offsets':[0,8]}} | at byte 0, not at 8",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]},'a':{'dtype':'F64','shape':[1],"
            + "'data_offsets':[0,8]}} | no JSON",
        "{'a':7} | a: elements of type that",
        "{} | has no arrays in it",
        "[1] | no JSON object",
        "{'a': | no JSON",
        "{} {} | no JSON",
      })
  void whatIsNoSuchFileIsRefused(String header, String why) {
    refused(why, file(header, 1));
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    byte[] whole = file("{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}", 1);
    assertEquals(1, SafetensorsFile.read("a", whole).names().size());
    refused("has 5 bytes", new byte[5]);
    for (long length : new long[] {-1, 0, 1, whole.length, Long.MAX_VALUE}) {
      byte[] wrong = whole.clone();
      ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      refused("says that its header has", wrong);
    }
    for (int cut = 8; cut < whole.length; cut++) {
      byte[] part = java.util.Arrays.copyOf(whole, cut);
      assertThrows(IllegalArgumentException.class, () -> SafetensorsFile.read("a", part));
    }
  }

  private static void refused(String why, byte[] file) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> SafetensorsFile.read("net.safetensors", file));
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }
}
