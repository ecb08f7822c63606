package io.shallows.spark.store;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * What can still be read of a damaged file: its row groups whose pages have the checksums that they
 * carry.
 *
 * @param rows the rows of these, in their order
 * @param lost trials that have rows in the other row groups, as far as that can be read
 * @param unknown whether rows were lost of which not even the trial is known
 */
public record Salvage(List<Record> rows, Set<String> lost, boolean unknown) {

  private static final String ID = LeadingColumns.TRIAL_ID.name();

  public Salvage {
    rows = List.copyOf(rows);
    lost = Set.copyOf(lost);
  }

  /** Reads what can be read of a file whose rows have trials. */
  public static Salvage of(StoreFolder folder, StoredFile file, Table table) {
    List<Record> rows = new ArrayList<>();
    Set<String> lost = new HashSet<>();
    boolean unknown = false;
    ParquetReadOptions options =
        HadoopReadOptions.builder(folder.configuration()).usePageChecksumVerification().build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(folder.path(folder.place(file)), folder.configuration()),
            options)) {
      long counted = 0;
      boolean afterUnknown = false;
      for (int i = 0; i < reader.getRowGroups().size(); i++) {
        BlockMetaData block = reader.getRowGroups().get(i);
        counted += block.getRowCount();
        Optional<List<Record>> read = rows(folder, file, table, block);
        if (read.isPresent()) {
          if (afterUnknown && !read.get().isEmpty()) {
            lost.add(read.get().get(0).get(LeadingColumns.TRIAL_ID));
          }
          rows.addAll(read.get());
          afterUnknown = false;
          continue;
        }
        Optional<Set<String>> ids = ids(reader, i);
        ids.ifPresent(lost::addAll);
        if (ids.isEmpty()) {
          // Rows of one trial stand together and may begin before or end after the row group.
          unknown = true;
          afterUnknown = true;
          if (!rows.isEmpty()) {
            lost.add(rows.get(rows.size() - 1).get(LeadingColumns.TRIAL_ID));
          }
        }
      }
      return new Salvage(rows, lost, unknown || counted != file.rows());
    } catch (IOException | RuntimeException unreadable) {
      return new Salvage(List.of(), Set.of(), true);
    }
  }

  private static Optional<List<Record>> rows(
      StoreFolder folder, StoredFile file, Table table, BlockMetaData block) {
    List<Record> rows = new ArrayList<>();
    long start = block.getStartingPos();
    try {
      new RecordFiles(folder)
          .read(file, table, start, start + Math.max(1, block.getCompressedSize()), rows::add);
    } catch (StoreException damaged) {
      return Optional.empty();
    }
    return rows.size() == block.getRowCount() ? Optional.of(rows) : Optional.empty();
  }

  /** The trials of a row group, if their column is whole. */
  private static Optional<Set<String>> ids(ParquetFileReader reader, int rowGroup) {
    MessageType schema = reader.getFileMetaData().getSchema();
    MessageType ids = new MessageType(schema.getName(), schema.getType(ID));
    try {
      reader.setRequestedSchema(ids);
      PageReadStore pages = reader.readRowGroup(rowGroup);
      RecordReader<Group> column =
          new ColumnIOFactory()
              .getColumnIO(ids)
              .getRecordReader(pages, new GroupRecordConverter(ids));
      Set<String> found = new HashSet<>();
      for (long row = 0; row < pages.getRowCount(); row++) {
        found.add(column.read().getString(ID, 0));
      }
      return Optional.of(found);
    } catch (IOException | RuntimeException damaged) {
      return Optional.empty();
    }
  }
}
