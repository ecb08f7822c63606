package io.shallows.spark.store;

import io.shallows.record.LeadingColumns;
import io.shallows.record.Record;
import io.shallows.record.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
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

  /**
   * Row groups of a file of many shards, about: damage costs the rows of the row groups that it
   * hits.
   */
  private static final int ROW_GROUPS = 64;

  /** Rows below which a row group is not worth its footer. */
  private static final int LEAST_ROWS = 32;

  /** A reader asks for thousands of trials, and each is mistaken with this probability. */
  private static final double FALSE_POSITIVES = 1e-6;

  /** Setting of Hadoop's: the folder on this machine where files are made. */
  public static final String SCRATCH = ScratchFile.FOLDER;

  private final StoreFolder folder;

  public RecordFiles(StoreFolder folder) {
    this.folder = folder;
  }

  /**
   * Publishes the rows of a group, one file for each table that has any; the group is not yet
   * committed. Its footers say what group they belong to.
   *
   * <p>If a name is taken, another attempt of this run at the same work was faster. Where its rows
   * are the same but for times, its file is described instead; where they are not, because a trial
   * met its deadline in one attempt only, these rows get a name of their own.
   *
   * @param group the group without files
   * @param baseName what names of the files begin with
   */
  public Group publish(Group group, Map<Table, List<Record>> rows, String baseName) {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(
        (table, ofTable) -> {
          if (!ofTable.isEmpty()) {
            counts.put(table.name(), (long) ofTable.size());
          }
        });
    Map<String, String> footer = footer(group, counts);
    List<StoredFile> published = new ArrayList<>();
    rows.forEach(
        (table, ofTable) -> {
          if (!ofTable.isEmpty()) {
            published.add(publish(table, ofTable, baseName, footer));
          }
        });
    return group.withFiles(published);
  }

  private Map<String, String> footer(Group group, Map<String, Long> counts) {
    return Map.of(
        GroupFooter.KEY, new GroupFooter(run(), group.withFiles(List.of()), counts).toJson());
  }

  private RunIdentity run() {
    return folder
        .run()
        .orElseThrow(() -> new IllegalStateException("only a run writes files: " + folder));
  }

  /**
   * Publishes rows as one file. The file is made on this machine's own disk first, so that what
   * travels to the store is complete and its checksum known.
   */
  StoredFile publish(Table table, List<Record> rows, String baseName, Map<String, String> footer) {
    try (ScratchFile local = ScratchFile.create(folder.configuration())) {
      try (ParquetWriter<Record> writer =
          writer(table, local, rows.size(), ROW_GROUP_ROWS, footer)) {
        for (Record row : rows) {
          writer.write(row);
        }
      }
      for (int attempt = 1; ; attempt++) {
        String name = StoreNames.tableFile(table, baseName, run(), attempt);
        StoredFile made = described(table, name, rows.size(), local.length(), local.content());
        if (isPublished(local, made)) {
          return made;
        }
        StoredFile present = describe(table, name, rows.size());
        if (present.sha256().equals(made.sha256()) || holds(present, table, rows)) {
          return present;
        }
      }
    } catch (IOException e) {
      throw unwritten(table, baseName, e);
    }
  }

  /** False if the name is taken. Where the answer was lost, the file is there or it is not. */
  private boolean isPublished(ScratchFile local, StoredFile file) throws IOException {
    String pending = StoreNames.pending(file.name());
    try {
      return folder.publish(local::content, pending);
    } catch (StoreException.Unreachable e) {
      try (InputStream there = folder.open(pending)) {
        if (Checksum.of(there).equals(file.sha256())) {
          return true;
        }
      } catch (IOException absent) {
        e.addSuppressed(absent);
      }
      throw e;
    }
  }

  private static StoreException unwritten(Table table, String baseName, IOException e) {
    return new StoreException.Unreachable(
        "cannot write " + table.name() + "/" + baseName + ": " + FileReason.ofWriting(e), e);
  }

  /**
   * Publishes the rows of several groups as one group, one file after another; it is not yet
   * committed.
   *
   * @param group the new group without files
   * @throws StoreException.Corrupted if a file is not what was committed
   */
  public Group publishAll(Group group, Map<Table, List<StoredFile>> sources, String baseName) {
    Map<String, Long> counts = new TreeMap<>();
    sources.forEach(
        (table, files) ->
            counts.put(table.name(), files.stream().mapToLong(StoredFile::rows).sum()));
    Map<String, String> footer = footer(group, counts);
    List<StoredFile> published = new ArrayList<>();
    sources.forEach((table, files) -> published.add(publishAll(table, files, baseName, footer)));
    return group.withFiles(published);
  }

  StoredFile publishAll(
      Table table, List<StoredFile> sources, String baseName, Map<String, String> footer) {
    try (ScratchFile local = ScratchFile.create(folder.configuration())) {
      long rows = sources.stream().mapToLong(StoredFile::rows).sum();
      int ofGroup = (int) Math.min(ROW_GROUP_ROWS, Math.max(LEAST_ROWS, rows / ROW_GROUPS + 1));
      try (ParquetWriter<Record> writer = writer(table, local, ofGroup, ofGroup, footer)) {
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
      for (int attempt = 1; ; attempt++) {
        String name = StoreNames.tableFile(table, baseName, run(), attempt);
        StoredFile whole = described(table, name, rows, local.length(), local.content());
        if (isPublished(local, whole)
            || describe(table, name, rows).sha256().equals(whole.sha256())) {
          return whole;
        }
      }
    } catch (IOException e) {
      throw unwritten(table, baseName, e);
    }
  }

  private static StoredFile described(
      Table table, String name, long rows, long bytes, InputStream content) throws IOException {
    try (content) {
      return new StoredFile(table.name(), name, rows, bytes, Checksum.of(content));
    }
  }

  private StoredFile describe(Table table, String name, long rows) throws IOException {
    String pending = StoreNames.pending(name);
    return described(table, name, rows, folder.length(pending), folder.open(pending));
  }

  private boolean holds(StoredFile file, Table table, List<Record> rows) {
    List<Record> present = new ArrayList<>();
    read(file, table, row -> present.add(row.withoutTimes()));
    return present.equals(rows.stream().map(Record::withoutTimes).toList());
  }

  private static ParquetWriter<Record> writer(
      Table table, OutputFile local, long rows, int ofGroup, Map<String, String> footer)
      throws IOException {
    Builder builder =
        new Builder(local, table, footer)
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withRowGroupRowCountLimit(ofGroup)
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(PAGE_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(ROWS_PER_CHECK);
    String id = LeadingColumns.TRIAL_ID.name();
    if (table.column(id).isPresent()) {
      builder
          .withBloomFilterEnabled(id, true)
          .withBloomFilterNDV(id, Math.min(Math.max(1, rows), ofGroup))
          .withBloomFilterFPP(id, FALSE_POSITIVES);
    }
    return builder.build();
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
    String complaint = " cannot be read; `shallows verify` tells more";
    Predicate<Record> asked =
        row -> trialIds.isEmpty() || trialIds.get().contains(row.get(LeadingColumns.TRIAL_ID));
    give(file, complaint, () -> reader(file, table, trialIds), asked, sink);
  }

  /** Opens a file. */
  private interface Opening {
    ParquetReader<Record> open() throws IOException;
  }

  /** What goes wrong in the sink is no fault of the file, and is thrown as it is. */
  private void give(
      StoredFile file,
      String complaint,
      Opening opening,
      Predicate<Record> asked,
      Consumer<Record> sink) {
    ParquetReader<Record> open;
    try {
      open = opening.open();
    } catch (IOException | RuntimeException e) {
      throw damaged(file, complaint, e);
    }
    try (ParquetReader<Record> reader = open) {
      for (Record row = next(reader, file, complaint);
          row != null;
          row = next(reader, file, complaint)) {
        if (asked.test(row)) {
          sink.accept(row);
        }
      }
    } catch (IOException e) { // of closing: the rows have their own
      throw damaged(file, complaint, e);
    }
  }

  private Record next(ParquetReader<Record> reader, StoredFile file, String complaint) {
    try {
      return reader.read();
    } catch (IOException | RuntimeException e) {
      throw damaged(file, complaint, e);
    }
  }

  private StoreException damaged(StoredFile file, String complaint, Exception e) {
    return e instanceof RecordReadSupport.OutdatedException
        ? new StoreException(folder.path(file.name()) + " " + e.getMessage(), e)
        : new StoreException.Corrupted(folder.path(file.name()) + complaint, e);
  }

  /** Like {@link #read(StoredFile, Table, Consumer)}, of row groups in a range of bytes only. */
  void read(StoredFile file, Table table, long from, long to, Consumer<Record> sink) {
    give(
        file,
        " cannot be read",
        () -> builder(file, table).withFileRange(from, to).build(),
        row -> true,
        sink);
  }

  /**
   * What a file says of itself.
   *
   * @param group its group
   * @param rows its rows
   */
  record Footer(GroupFooter group, long rows) {}

  /** What a file says of itself; empty if it does not say what group it belongs to. */
  static Optional<Footer> footer(StoreFolder folder, String name) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(folder.path(name), folder.configuration()))) {
      return Optional.ofNullable(
              reader.getFileMetaData().getKeyValueMetaData().get(GroupFooter.KEY))
          .flatMap(GroupFooter::parse)
          .map(group -> new Footer(group, reader.getRecordCount()));
    }
  }

  private ParquetReader<Record> reader(StoredFile file, Table table, Optional<Set<String>> trialIds)
      throws IOException {
    if (trialIds.isPresent()) {
      // Chooses row groups. Row by row, Parquet would compare with one id after the other.
      return builder(file, table).withFilter(filter(trialIds.get())).useRecordFilter(false).build();
    }
    return builder(file, table).build();
  }

  private ParquetReader.Builder<Record> builder(StoredFile file, Table table) throws IOException {
    return new ReaderBuilder(
            HadoopInputFile.fromPath(folder.path(folder.place(file)), folder.configuration()),
            table)
        .usePageChecksumVerification();
  }

  /** Row groups that may hold some of these trials. */
  static FilterCompat.Filter filter(Set<String> trialIds) {
    Set<Binary> wanted = trialIds.stream().map(Binary::fromString).collect(Collectors.toSet());
    return FilterCompat.get(
        FilterApi.in(FilterApi.binaryColumn(LeadingColumns.TRIAL_ID.name()), wanted));
  }

  private static final class Builder extends ParquetWriter.Builder<Record, Builder> {
    private final Table table;
    private final Map<String, String> footer;

    Builder(OutputFile file, Table table, Map<String, String> footer) {
      super(file);
      this.table = table;
      this.footer = footer;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the builder
    protected WriteSupport<Record> getWriteSupport(Configuration configuration) {
      return new RecordWriteSupport(table, footer);
    }

    @Override
    protected WriteSupport<Record> getWriteSupport(ParquetConfiguration configuration) {
      return new RecordWriteSupport(table, footer);
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
