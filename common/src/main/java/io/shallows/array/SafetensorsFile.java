package io.shallows.array;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named arrays as the format <a href="https://github.com/huggingface/safetensors">safetensors</a>
 * keeps them: 8 bytes with the length of the header, little-endian; the header, a JSON object of
 * {@code dtype}, {@code shape} and {@code data_offsets} by name; and the values, which the offsets
 * cover without gap or overlap.
 *
 * <p>Read: {@code F64} and {@code F32}. Names come in their order with numbers compared as numbers,
 * since the format keeps none of its own. Of the texts under {@code __metadata__} those in {@link
 * #TEXTS} are kept.
 */
public final class SafetensorsFile {

  /** How the names of such files end. */
  public static final String ENDING = ".safetensors";

  /** The texts that readers of networks ask for. */
  public static final List<String> TEXTS = List.of("family", "output_loss");

  private static final String METADATA = "__metadata__";
  private static final int LENGTH = Long.BYTES;
  private static final Map<String, Integer> TYPES = Map.of("F64", 8, "F32", 4);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int MOST_AXES = 8;

  private final String name;
  private final byte[] file;
  private final int values;
  private final JsonNode header;

  private SafetensorsFile(String name, byte[] file) {
    this.name = name;
    this.file = file;
    if (file.length < LENGTH) {
      throw damaged("has " + file.length + " bytes, which is no header");
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > file.length - LENGTH) {
      throw damaged(
          "says that its header has "
              + Long.toUnsignedString(length)
              + " bytes, of "
              + file.length);
    }
    this.values = LENGTH + (int) length;
    this.header = header(length);
  }

  /**
   * The arrays of a file.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it is none, is damaged, has nothing in it, or has an array
   *     of another type
   */
  public static NumpyArchive read(String name, byte[] file) {
    return new SafetensorsFile(name, file).archive();
  }

  private IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException(
        name + ": " + what + "; save it again with safetensors' save_file");
  }

  private JsonNode header(long length) {
    ObjectMapper json =
        new ObjectMapper(
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      JsonNode read = json.readTree(file, LENGTH, (int) length);
      if (read == null || !read.isObject() || file[LENGTH] != '{') {
        throw damaged("has a header that is no JSON object");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw damaged("has a header that is no JSON (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** Where an array lies. */
  @SuppressWarnings("ArrayRecordComponent") // made here alone, and never changed
  private record Place(String name, String type, long[] shape, long begin, long end) {}

  private NumpyArchive archive() {
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        places.add(place(entry.getKey(), entry.getValue()));
      }
    }
    if (places.isEmpty()) {
      throw damaged("has no arrays in it");
    }
    requireCovered(places);
    places.sort(Comparator.comparing(place -> sorted(place.name())));
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String text : TEXTS) {
      JsonNode kept = header.path(METADATA).path(text);
      if (kept.isTextual()) {
        files.put(text, NumpyFile.bytes(kept.asText()));
      }
    }
    for (Place place : places) {
      files.put(place.name(), NumpyFile.bytes(array(place)));
    }
    return new NumpyArchive(files);
  }

  private Place place(String array, JsonNode fields) {
    String type = fields.path("dtype").asText();
    Integer width = TYPES.get(type);
    if (width == null) {
      throw new IllegalArgumentException(
          array
              + ": elements of type "
              + (type.isEmpty() ? "that " + name + " does not say" : type)
              + " are not read; save them as F64 or F32");
    }
    JsonNode axes = fields.path("shape");
    JsonNode offsets = fields.path("data_offsets");
    if (!axes.isArray() || axes.size() > MOST_AXES || offsets.size() != 2) {
      throw damaged("has no shape or place for " + array);
    }
    long[] shape = new long[axes.size()];
    BigInteger asked = BigInteger.valueOf(width);
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = whole(array, axes.get(axis));
      asked = asked.multiply(BigInteger.valueOf(shape[axis]));
    }
    if (asked.compareTo(BigInteger.valueOf(file.length)) > 0) {
      throw damaged("has a shape that is too large, that of " + array);
    }
    long bytes = asked.longValueExact();
    Place place =
        new Place(array, type, shape, whole(array, offsets.get(0)), whole(array, offsets.get(1)));
    if (place.end() - place.begin() != bytes) {
      throw damaged(
          "has "
              + (place.end() - place.begin())
              + " bytes for "
              + array
              + ", whose shape "
              + NumpyHeader.shape(shape)
              + " asks for "
              + bytes);
    }
    if (bytes == 0) {
      throw new IllegalArgumentException(
          array + ": has no elements, its shape is " + NumpyHeader.shape(shape));
    }
    return place;
  }

  private long whole(String array, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
      throw damaged("has " + number + " in the shape or place of " + array);
    }
    return number.asLong();
  }

  /** Arrays neither overlap nor leave bytes that belong to none. */
  private void requireCovered(List<Place> places) {
    List<Place> inOrder = new ArrayList<>(places);
    inOrder.sort(Comparator.comparingLong(Place::begin));
    long at = 0;
    for (Place place : inOrder) {
      if (place.begin() != at) {
        throw damaged("has " + place.name() + " at byte " + place.begin() + ", not at " + at);
      }
      at = place.end();
    }
    if (at != file.length - values) {
      throw damaged("has " + (file.length - values) + " bytes of values, not " + at);
    }
  }

  private INDArray array(Place place) {
    ByteBuffer bytes =
        ByteBuffer.wrap(file, values + (int) place.begin(), (int) (place.end() - place.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int width = TYPES.get(place.type());
    double[] elements = new double[bytes.remaining() / width];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = width == Float.BYTES ? bytes.getFloat() : bytes.getDouble();
    }
    return place.shape().length == 0
        ? RowMajor.number(elements[0])
        : Nd4j.create(elements, place.shape(), 'c');
  }

  /** A text whose order is that of names with their numbers as numbers. */
  private static String sorted(String name) {
    return NUMBER
        .matcher(name)
        .replaceAll(
            digits -> "0".repeat(Math.max(0, 20 - digits.group().length())) + digits.group());
  }
}
