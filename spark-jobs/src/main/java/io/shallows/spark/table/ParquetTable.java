package io.shallows.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shallows.problem.CellText;
import io.shallows.spec.SpecException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The rows of a Parquet file. */
final class ParquetTable implements TableRecords, AutoCloseable {
  private static final Set<CompressionCodecName> UNREADABLE =
      Set.of(CompressionCodecName.BROTLI, CompressionCodecName.LZO);

  private final Content file;
  private final MessageType schema;
  private final Set<Integer> indexes;
  private final ParquetReader<Group> reader;
  private Group row;
  private int position;

  /** Reads the footer. */
  ParquetTable(Content file) {
    this.file = file;
    if (!FileSignature.isParquet(file.bytes())) {
      FileSignature.refuse(file);
      throw file.damaged("does not start like a Parquet file", "check problem.format");
    }
    ParquetMetadata footer = footer();
    this.schema = footer.getFileMetaData().getSchema();
    this.indexes = indexes(footer.getFileMetaData().getKeyValueMetaData().get("pandas"));
    refuseCodecs(footer);
    try {
      // Pages carry checksums where their writer made some.
      this.reader = new Builder(new ContentFile(file)).usePageChecksumVerification(true).build();
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  private ParquetMetadata footer() {
    try (ParquetFileReader open = ParquetFileReader.open(new ContentFile(file))) {
      return open.getFooter();
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  private void refuseCodecs(ParquetMetadata footer) {
    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        if (UNREADABLE.contains(column.getCodec())) {
          throw file.damaged(
              "is packed by " + column.getCodec().name().toLowerCase(Locale.ROOT),
              "write it with zstd, snappy or gzip");
        }
      }
    }
  }

  /**
   * The columns that pandas says are its index; none where it does not say or is not understood.
   */
  private Set<Integer> indexes(String pandas) {
    Set<Integer> found = new TreeSet<>();
    if (pandas == null) {
      return found;
    }
    try {
      for (JsonNode name : new ObjectMapper().readTree(pandas).path("index_columns")) {
        if (name.isTextual() && schema.containsField(name.textValue())) {
          found.add(schema.getFieldIndex(name.textValue()));
        }
      }
    } catch (JsonProcessingException e) {
      throw file.damaged(
          "has metadata of pandas that are not JSON, so that its index is unknown",
          "write it again");
    }
    return found;
  }

  private SpecException broken(Throwable failure) {
    String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return file.damaged(
        "is not a whole Parquet file ("
            + reason.replaceAll("@[0-9a-f]{4,}", "").replaceAll("\\p{Cntrl}", " ")
            + ")",
        "copy or write it again, or check problem.format");
  }

  @Override
  public List<String> names() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  @Override
  public Set<Integer> indexes() {
    return indexes;
  }

  @Override
  public boolean next() {
    try {
      row = reader.read();
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    } catch (OutOfMemoryError e) {
      // A damaged length asks for an array that no machine has; nothing of it is kept.
      throw broken(e);
    }
    position++;
    return row != null;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public double number(int column) {
    if (!isSingle(column)) {
      return Double.NaN;
    }
    Type type = schema.getType(column);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.asPrimitiveType().getPrimitiveTypeName();
    if (meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      double value = decimal(column, stored, decimal.getScale()).doubleValue();
      return Double.isFinite(value) ? value + 0.0 : Double.NaN;
    }
    if (isHalf(meaning)) {
      return finite(HalfFloat.of(row.getBinary(column, 0).toByteBuffer())) + 0.0;
    }
    if (meaning == null || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation) {
      return switch (stored) {
        case INT32, INT64 -> exact(whole(column, stored, meaning));
        case FLOAT -> finite(row.getFloat(column, 0));
        case DOUBLE -> finite(row.getDouble(column, 0));
        default -> Double.NaN;
      };
    }
    return Double.NaN;
  }

  private static boolean isHalf(LogicalTypeAnnotation meaning) {
    return meaning instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
  }

  /** Whether a column of the row holds one value. */
  private boolean isSingle(int column) {
    return schema.getType(column).isPrimitive() && row.getFieldRepetitionCount(column) == 1;
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static double exact(BigInteger value) {
    double rounded = value.doubleValue();
    return new BigDecimal(rounded).compareTo(new BigDecimal(value)) == 0 ? rounded : Double.NaN;
  }

  private BigInteger whole(int column, PrimitiveTypeName stored, LogicalTypeAnnotation meaning) {
    boolean unsigned =
        meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation whole
            && !whole.isSigned();
    if (stored == PrimitiveTypeName.INT32) {
      int value = row.getInteger(column, 0);
      return BigInteger.valueOf(unsigned ? Integer.toUnsignedLong(value) : value);
    }
    long value = row.getLong(column, 0);
    return unsigned ? new BigInteger(Long.toUnsignedString(value)) : BigInteger.valueOf(value);
  }

  private BigDecimal decimal(int column, PrimitiveTypeName stored, int scale) {
    return switch (stored) {
      case INT32 -> BigDecimal.valueOf(row.getInteger(column, 0), scale);
      case INT64 -> BigDecimal.valueOf(row.getLong(column, 0), scale);
      default -> new BigDecimal(new BigInteger(row.getBinary(column, 0).getBytes()), scale);
    };
  }

  @Override
  public Kind kind(int column) {
    if (schema.getType(column).isPrimitive() && row.getFieldRepetitionCount(column) == 0) {
      return Kind.MISSING;
    }
    if (!isSingle(column)) {
      return Kind.TEXT;
    }
    if (!Double.isNaN(number(column))) {
      return Kind.NUMBER;
    }
    PrimitiveTypeName stored = schema.getType(column).asPrimitiveType().getPrimitiveTypeName();
    boolean missing =
        switch (stored) {
          case FLOAT -> Float.isNaN(row.getFloat(column, 0));
          case DOUBLE -> Double.isNaN(row.getDouble(column, 0));
          case BINARY -> isText(column) && CellText.isMissing(text(column));
          case FIXED_LEN_BYTE_ARRAY ->
              isHalf(schema.getType(column).getLogicalTypeAnnotation())
                  && Double.isNaN(HalfFloat.of(row.getBinary(column, 0).toByteBuffer()));
          default -> false;
        };
    if (missing) {
      return Kind.MISSING;
    }
    return stored == PrimitiveTypeName.BOOLEAN ? Kind.FLAG : Kind.TEXT;
  }

  private boolean isText(int column) {
    Type type = schema.getType(column);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && (meaning == null
            || meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
            || meaning instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation);
  }

  /** Null where a value of this type cannot be a label. */
  @Override
  public String text(int column) {
    if (!isSingle(column)) {
      return row.getFieldRepetitionCount(column) == 0 ? "" : null;
    }
    Type type = schema.getType(column);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.asPrimitiveType().getPrimitiveTypeName();
    if (isText(column)) {
      return utf8(row.getBinary(column, 0).toByteBuffer());
    }
    if (meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      return decimal(column, stored, decimal.getScale()).toPlainString();
    }
    if (isHalf(meaning)) {
      return Cells.label(HalfFloat.of(row.getBinary(column, 0).toByteBuffer()));
    }
    if (meaning instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(row.getInteger(column, 0)).toString();
    }
    if (meaning == null || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation) {
      return switch (stored) {
        case INT32, INT64 -> whole(column, stored, meaning).toString();
        case FLOAT -> Cells.label(row.getFloat(column, 0));
        case DOUBLE -> Cells.label(row.getDouble(column, 0));
        case BOOLEAN -> row.getBoolean(column, 0) ? "1" : "0";
        default -> null;
      };
    }
    return null;
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      return CellText.stripped(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Override
  public Optional<String> reason(int column) {
    Type type = schema.getType(column);
    if (!type.isPrimitive() || row.getFieldRepetitionCount(column) > 1) {
      return Optional.of("is nested");
    }
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.asPrimitiveType().getPrimitiveTypeName();
    if (isText(column)) {
      return Optional.of("is a text");
    }
    if (isHalf(meaning)) {
      return Optional.of("is not finite");
    }
    return switch (stored) {
      case FLOAT, DOUBLE -> Optional.of("is not finite");
      case INT32, INT64 ->
          Optional.of(
              meaning == null || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation
                  ? "is a whole number that no double holds"
                  : "is of type " + meaning);
      default -> Optional.of("is of type " + (meaning == null ? stored : meaning));
    };
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
