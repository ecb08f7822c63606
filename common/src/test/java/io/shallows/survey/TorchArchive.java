package io.shallows.survey;

import io.shallows.array.NumpyArchive;
import io.shallows.array.NumpyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An archive whose names have points, as numpy.savez writes them. */
final class TorchArchive {

  private TorchArchive() {}

  static NumpyArchive of(Map<String, INDArray> arrays) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(NumpyFile.bytes(array.getValue()));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return NumpyArchive.of("torch.npz", bytes.toByteArray(), 1 << 20);
  }
}
