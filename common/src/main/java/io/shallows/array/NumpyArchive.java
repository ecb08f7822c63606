package io.shallows.array;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays and texts as NumPy keeps them together ({@code .npz}), in the order in which they
 * were put.
 *
 * <p>Equal contents give equal bytes: entries are stored as they are, and carry no time.
 */
public final class NumpyArchive {

  private static final String ENDING = ".npy";

  /** The time that a zip file holds for "none". */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, byte[]> files;

  NumpyArchive(Map<String, byte[]> files) {
    this.files = files;
  }

  /** An archive with nothing in it. */
  public static NumpyArchive empty() {
    return new NumpyArchive(new LinkedHashMap<>());
  }

  /**
   * Reads an archive, packed or not.
   *
   * @param name of the archive, for messages
   * @param limit bytes that its arrays may take unpacked
   * @throws IllegalArgumentException if it is none, holds a name twice, or is larger
   */
  public static NumpyArchive of(String name, byte[] zip, long limit) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    long left = limit;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] file = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
        left -= file.length;
        if (left < 0 || file.length == Integer.MAX_VALUE - 8) {
          throw new IllegalArgumentException(
              name + ": its arrays take more than " + limit + " bytes");
        }
        String array = entry.getName();
        if (!array.endsWith(ENDING)) {
          throw new IllegalArgumentException(
              name + ": " + array + " is no array of NumPy; save with numpy.savez");
        }
        array = array.substring(0, array.length() - ENDING.length());
        if (files.put(array, file) != null) {
          throw new IllegalArgumentException(name + ": holds " + array + " twice");
        }
      }
    } catch (ZipException | java.io.EOFException e) {
      throw new IllegalArgumentException(
          name + ": is damaged (" + e.getMessage() + "); save it again with numpy.savez", e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": is no archive of NumPy, or has nothing in it; save it with numpy.savez");
    }
    return new NumpyArchive(files);
  }

  /** This archive with one array more. */
  public NumpyArchive with(String name, INDArray array) {
    return with(name, NumpyFile.bytes(array));
  }

  /** This archive with one text more. */
  public NumpyArchive with(String name, String text) {
    return with(name, NumpyFile.bytes(text));
  }

  private NumpyArchive with(String name, byte[] file) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "array: " + name + " is no name; use letters, digits and underscores");
    }
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    if (more.put(name, file) != null) {
      throw new IllegalArgumentException("array: " + name + " is there twice");
    }
    return new NumpyArchive(more);
  }

  /** The names, in their order. */
  public List<String> names() {
    return new ArrayList<>(files.keySet());
  }

  /** Whether there is an array or text of this name. */
  public boolean has(String name) {
    return files.containsKey(name);
  }

  /**
   * An array.
   *
   * @throws IllegalArgumentException if there is none of this name, or it holds no numbers
   */
  public INDArray array(String name) {
    return NumpyFile.array(name, file(name));
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public String text(String name) {
    return NumpyFile.text(name, file(name));
  }

  private byte[] file(String name) {
    byte[] file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          name + ": is not in the archive, which has " + String.join(", ", files.keySet()));
    }
    return file;
  }

  /** The archive's file. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey() + ENDING);
        CRC32 sum = new CRC32();
        sum.update(file.getValue());
        entry.setTimeLocal(NO_TIME);
        entry.setSize(file.getValue().length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
