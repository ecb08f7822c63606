package io.shallows.spark.store;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;

/** Writes and reads rows as Parquet files of a store. */
public final class RecordFiles {

  /**
   * Bytes of a row group before compression. Readers of some trials skip the groups that have none
   * of them, so a group is not much more than what a shard needs; rows of wide networks have
   * megabytes of parameters.
   */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  /**
   * Bytes of a page and of a dictionary: many vertices of a path, which share most parameters, so
   * that they are kept once.
   */
  private static final int PAGE_BYTES = 4 << 20;

  /** Rows after which the size of a page and of a row group is looked at, at the latest. */
  private static final int ROWS_PER_CHECK = 16;

  /** Rows of a row group, which bounds its Bloom filter: 4 bytes per row. */
  private static final int ROW_GROUP_ROWS = 20_000;

  /** A reader asks for thousands of trials, and each is mistaken with this probability. */
  private static final double FALSE_POSITIVES = 1e-6;

  private final StoreFolder folder;

  public RecordFiles(StoreFolder folder) {
    this.folder = folder;
  }

  /**
   * Publishes rows as one file. The file is made on this machine's own disk first, so that what
   * travels to the store is complete and its checksum known.
   *
   * <p>If the name is taken, another attempt at the same work was faster. Where its rows are the
   * same but for times, its file is described instead; where they are not, because a trial met its
   * deadline in one attempt only, these rows get a name of their own.
   */
  public StoredFile publish(Table table, List<Record> rows, String baseName) {
    Path local = null;
    try {
      local = Files.createTempFile("shallows-", ".parquet");
      write(table, rows, local);
      for (int attempt = 1; ; attempt++) {
        String name = name(table, baseName, attempt);
        try (InputStream in = Files.newInputStream(local);
            DigestInputStream digesting = new DigestInputStream(in, Checksum.sha256())) {
          if (folder.publish(digesting, name)) {
            String sha256 = Checksum.hex(digesting.getMessageDigest().digest());
            return new StoredFile(table.name(), name, rows.size(), Files.size(local), sha256);
          }
        }
        StoredFile present = describe(table, name, rows.size());
        if (holds(present, table, rows)) {
          return present;
        }
      }
    } catch (IOException e) {
      throw new StoreException.Unreachable(
          "cannot write " + table.name() + "/" + baseName + ": " + e.getMessage(), e);
    } finally {
      delete(local);
    }
  }

  /**
   * Publishes the rows of several files, one after another, as one file.
   *
   * @throws StoreException.Corrupted if one of them is not what was committed
   */
  public StoredFile publishAll(Table table, List<StoredFile> sources, String baseName) {
    Path local = null;
    try {
      local = Files.createTempFile("shallows-", ".parquet");
      long rows = sources.stream().mapToLong(StoredFile::rows).sum();
      try (ParquetWriter<Record> writer = writer(table, local, rows)) {
        for (StoredFile source : sources) {
          // What is damaged must not get a checksum that says it is whole.
          String problem = StoreVerification.problem(folder, source);
          if (!problem.isEmpty()) {
            throw new StoreException.Corrupted(folder.path(source.name()) + " " + problem);
          }
          try (ParquetReader<Record> reader = reader(source, table, Optional.empty())) {
            for (Record row = reader.read(); row != null; row = reader.read()) {
              writer.write(row);
            }
          }
        }
      }
      StoredFile whole = described(table, "", rows, Files.size(local), Files.newInputStream(local));
      for (int attempt = 1; ; attempt++) {
        String name = name(table, baseName, attempt);
        try (InputStream in = Files.newInputStream(local)) {
          if (folder.publish(in, name)
              || describe(table, name, rows).sha256().equals(whole.sha256())) {
            return new StoredFile(table.name(), name, rows, whole.bytes(), whole.sha256());
          }
        }
      }
    } catch (IOException e) {
      throw new StoreException.Unreachable(
          "cannot write " + table.name() + "/" + baseName + ": " + e.getMessage(), e);
    } finally {
      delete(local);
    }
  }

  private static String name(Table table, String baseName, int attempt) {
    return table.name() + "/" + baseName + (attempt == 1 ? "" : "-" + attempt) + ".parquet";
  }

  private static StoredFile described(
      Table table, String name, long rows, long bytes, InputStream content) throws IOException {
    try (content) {
      return new StoredFile(table.name(), name, rows, bytes, Checksum.of(content));
    }
  }

  private StoredFile describe(Table table, String name, long rows) throws IOException {
    return described(table, name, rows, folder.length(name), folder.open(name));
  }

  private boolean holds(StoredFile file, Table table, List<Record> rows) {
    List<Record> present = new ArrayList<>();
    read(file, table, row -> present.add(row.withoutTimes()));
    return present.equals(rows.stream().map(Record::withoutTimes).toList());
  }

  private static void write(Table table, List<Record> rows, Path local) throws IOException {
    try (ParquetWriter<Record> writer = writer(table, local, rows.size())) {
      for (Record row : rows) {
        writer.write(row);
      }
    }
  }

  private static ParquetWriter<Record> writer(Table table, Path local, long rows)
      throws IOException {
    Builder builder =
        new Builder(new LocalOutputFile(local), table)
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withRowGroupRowCountLimit(ROW_GROUP_ROWS)
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(PAGE_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(ROWS_PER_CHECK);
    String id = LeadingColumns.TRIAL_ID.name();
    if (table.column(id).isPresent()) {
      builder
          .withBloomFilterEnabled(id, true)
          .withBloomFilterNDV(id, Math.min(Math.max(1, rows), ROW_GROUP_ROWS))
          .withBloomFilterFPP(id, FALSE_POSITIVES);
    }
    return builder.build();
  }

  private static void delete(Path local) {
    if (local != null) {
      try {
        Files.deleteIfExists(local);
      } catch (IOException e) {
        throw new StoreException.Unreachable("cannot delete " + local, e);
      }
    }
  }

  /** Gives every row of a file to {@code sink}, with the columns of {@code table}. */
  public void read(StoredFile file, Table table, Consumer<Record> sink) {
    read(file, table, Optional.empty(), sink);
  }

  /** Like {@link #read(StoredFile, Table, Consumer)}, of the trials with these ids only. */
  public void read(StoredFile file, Table table, Set<String> trialIds, Consumer<Record> sink) {
    read(file, table, Optional.of(trialIds), sink);
  }

  private void read(
      StoredFile file, Table table, Optional<Set<String>> trialIds, Consumer<Record> sink) {
    try (ParquetReader<Record> reader = reader(file, table, trialIds)) {
      for (Record row = reader.read(); row != null; row = reader.read()) {
        if (trialIds.isEmpty() || trialIds.get().contains(row.get(LeadingColumns.TRIAL_ID))) {
          sink.accept(row);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new StoreException.Corrupted(
          folder.path(file.name()) + " cannot be read; `shallows verify` tells more", e);
    }
  }

  private ParquetReader<Record> reader(StoredFile file, Table table, Optional<Set<String>> trialIds)
      throws IOException {
    Configuration configuration = folder.configuration();
    ReaderBuilder builder =
        new ReaderBuilder(HadoopInputFile.fromPath(folder.path(file.name()), configuration), table);
    builder.usePageChecksumVerification();
    if (trialIds.isPresent()) {
      // Chooses row groups. Row by row, Parquet would compare with one id after the other.
      return builder.withFilter(filter(trialIds.get())).useRecordFilter(false).build();
    }
    return builder.build();
  }

  /** Row groups that may hold some of these trials. */
  static FilterCompat.Filter filter(Set<String> trialIds) {
    Set<Binary> wanted = trialIds.stream().map(Binary::fromString).collect(Collectors.toSet());
    return FilterCompat.get(
        FilterApi.in(FilterApi.binaryColumn(LeadingColumns.TRIAL_ID.name()), wanted));
  }

  private static final class Builder extends ParquetWriter.Builder<Record, Builder> {
    private final Table table;

    Builder(OutputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the builder
    protected WriteSupport<Record> getWriteSupport(Configuration configuration) {
      return new RecordWriteSupport(table);
    }

    @Override
    protected WriteSupport<Record> getWriteSupport(ParquetConfiguration configuration) {
      return new RecordWriteSupport(table);
    }
  }

  private static final class ReaderBuilder extends ParquetReader.Builder<Record> {
    private final Table table;

    ReaderBuilder(org.apache.parquet.io.InputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected RecordReadSupport getReadSupport() {
      return new RecordReadSupport(table);
    }
  }
}
