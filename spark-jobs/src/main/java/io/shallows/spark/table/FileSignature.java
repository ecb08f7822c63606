package io.shallows.spark.table;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Kinds of files that are no table as they are, by their first bytes, with what to do. */
enum FileSignature {
  BZIP2("425a68", "is packed by bzip2", "unpack it (bunzip2), or pack it with gzip"),
  XZ("fd377a585a00", "is packed by xz", "unpack it (unxz), or pack it with gzip"),
  ZSTD("28b52ffd", "is packed by zstd", "unpack it (unzstd), or pack it with gzip"),
  SEVEN_ZIP("377abcaf271c", "is a 7z archive", "unpack it and give the file in it"),
  RAR("526172211a07", "is a rar archive", "unpack it and give the file in it"),
  ZIP("504b0304", "is a zip archive", "unpack it (unzip) and give the file in it"),
  EMPTY_ZIP("504b0506", "is an empty zip archive", "download it again"),
  COMPRESS("1f9d", "is packed by compress", "unpack it (uncompress), or pack it with gzip"),
  LZIP("4c5a4950", "is packed by lzip", "unpack it (lzip -d), or pack it with gzip"),
  ORC("4f5243", "is an ORC file", "write it as Parquet or CSV"),
  ARROW("4152524f5731", "is an Arrow or Feather file", "write it as Parquet or CSV"),
  FEATHER("46454131", "is a Feather file", "write it as Parquet or CSV"),
  AVRO("4f626a01", "is an Avro file", "write it as Parquet or CSV"),
  HDF("894844460d0a1a0a", "is an HDF5 file", "write it as Parquet or CSV"),
  NUMPY("934e554d5059", "is a NumPy file", "write it as CSV (numpy.savetxt) or Parquet"),
  EXCEL("d0cf11e0a1b11ae1", "is an old Excel workbook", "save its sheet as CSV"),
  SQLITE("53514c69746520666f726d6174203300", "is an SQLite database", "export a table as CSV"),
  PDF("255044462d", "is a PDF document", "give the table as CSV"),
  PNG("89504e470d0a1a0a", "is a PNG image", "give the images as IDX, CIFAR or CSV"),
  JPEG("ffd8ff", "is a JPEG image", "give the images as IDX, CIFAR or CSV"),
  PROGRAM("7f454c46", "is a program", "give the table itself"),
  R_DATA("52445832", "is R's own format", "write it with write.csv(..., row.names = FALSE)"),
  R_DATA_3("52445833", "is R's own format", "write it with write.csv(..., row.names = FALSE)"),
  SEALED_PARQUET("50415245", "is an encrypted Parquet file", "write it without encryption"),
  UTF_32_LITTLE("fffe0000", "is UTF-32 text", "write it as UTF-8 (iconv -f UTF-32 -t UTF-8)"),
  UTF_32_BIG("0000feff", "is UTF-32 text", "write it as UTF-8 (iconv -f UTF-32 -t UTF-8)"),
  UTF_16_LITTLE("fffe", "is UTF-16 text", "write it as UTF-8 (iconv -f UTF-16 -t UTF-8)"),
  UTF_16_BIG("feff", "is UTF-16 text", "write it as UTF-8 (iconv -f UTF-16 -t UTF-8)");

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WORKBOOK = "xl/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LZ4 = HexFormat.of().parseHex("04224d18");
  private static final int TAR_AT = 257;
  private static final int LOOKED_AT = 4096;

  @SuppressWarnings("ImmutableEnumChecker") // never written
  private final byte[] bytes;

  private final String complaint;
  private final String advice;

  FileSignature(String hex, String complaint, String advice) {
    this.bytes = HexFormat.of().parseHex(hex);
    this.complaint = complaint;
    this.advice = advice;
  }

  static boolean isGzip(byte[] file) {
    return startsWith(file, GZIP, 0);
  }

  static boolean isParquet(byte[] file) {
    return startsWith(file, PARQUET, 0);
  }

  /** Refuses a file that is none of the formats. */
  static void refuse(Content file) {
    byte[] start = file.bytes();
    if (startsWith(start, TAR, TAR_AT)) {
      throw file.damaged("is a tar archive", "unpack it (tar -x) and give the file in it");
    }
    for (FileSignature known : values()) {
      if (startsWith(start, known.bytes, 0)) {
        if (known == ZIP && contains(start, WORKBOOK)) {
          throw file.damaged("is an Excel workbook", "save its sheet as CSV");
        }
        throw file.damaged(known.complaint, known.advice);
      }
    }
  }

  /** Refuses a file that is not text, although its format is. */
  static void refuseAsText(Content file) {
    byte[] start = file.bytes();
    refuse(file);
    if (isParquet(start)) {
      throw file.damaged("is a Parquet file", "use problem.format: parquet");
    }
    if (startsWith(start, LZ4, 0)) {
      throw file.damaged("is packed by lz4", "unpack it (unlz4), or pack it with gzip");
    }
    if (start.length > 3 && start[0] == 0 && start[1] == 0 && start[2] != 0) {
      throw file.damaged(
          "starts like an idx file, which is not text", "check problem.format: idx is MNIST's");
    }
    String name = file.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".br")) {
      throw file.damaged(
          "is packed by brotli, to go by its name", "unpack it (brotli -d), or pack it with gzip");
    }
    textThatIsNoTable(start)
        .ifPresent(
            what -> {
              throw file.damaged(
                  "is " + what + (what.contains(",") ? "" : ", not a table"),
                  what.contains(",") ? "write it as CSV or Parquet" : "give the table itself");
            });
  }

  private static Optional<String> textThatIsNoTable(byte[] file) {
    int length = Math.min(file.length, LOOKED_AT);
    String text =
        new String(file, 0, length, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
    if (text.matches("(?s)<(!doctype|html|head|body|table|div|script|meta)\\b.*")) {
      return Optional.of("a web page");
    }
    if (text.matches("(?s)<([?]xml|!--|svg|rss)\\b.*")) {
      return Optional.of("XML");
    }
    if (text.startsWith("@relation") || text.startsWith("%%matrixmarket")) {
      return Optional.of((text.startsWith("@") ? "ARFF" : "Matrix Market") + ", which is not CSV");
    }
    if (text.matches("(?s)[\\[{]\\s*[\\[{\"].*")) {
      return Optional.of("JSON");
    }
    return text.startsWith("version https://git-lfs.github.com")
        ? Optional.of("a Git LFS pointer")
        : Optional.empty();
  }

  private static boolean startsWith(byte[] file, byte[] prefix, int at) {
    if (file.length < at + prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (file[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] file, byte[] part) {
    for (int at = 0; at < Math.min(file.length, LOOKED_AT); at++) {
      if (startsWith(file, part, at)) {
        return true;
      }
    }
    return false;
  }
}
