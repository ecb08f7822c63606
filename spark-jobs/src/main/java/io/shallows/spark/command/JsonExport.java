package io.shallows.spark.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shallows.record.Column;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A table as JSON, one object per line. */
final class JsonExport implements ExportFormat {

  @Override
  public String label() {
    return "json";
  }

  @Override
  public void write(ExportRequest request) {
    Table table = request.table();
    try {
      JsonGenerator json = new JsonFactory().createGenerator(request.out());
      json.setRootValueSeparator(null);
      request
          .filter()
          .rows(
              request.open(),
              table,
              row -> {
                try {
                  writeObject(json, row);
                  json.writeRaw('\n');
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    request.out().flush();
  }

  private static void writeObject(JsonGenerator json, Record row) throws IOException {
    json.writeStartObject();
    for (Column<?> column : row.table().columns()) {
      Object value = row.find(column).orElse(null);
      json.writeFieldName(column.name());
      if (value instanceof double[] reals) {
        json.writeArray(reals, 0, reals.length);
      } else if (value instanceof Double real && Double.isInfinite(real)) {
        json.writeNull();
      } else {
        writeScalar(json, value);
      }
    }
    json.writeEndObject();
  }

  private static void writeScalar(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long integer) {
      json.writeNumber(integer);
    } else if (value instanceof Double real) {
      json.writeNumber(real);
    } else {
      json.writeString(value.toString());
    }
  }
}
