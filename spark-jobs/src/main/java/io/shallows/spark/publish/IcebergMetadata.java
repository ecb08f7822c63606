package io.shallows.spark.publish;

import io.shallows.spark.store.StoreFolder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * The numbered metadata files of one table, in the folders that Iceberg's readers of plain folders
 * know: {@code metadata/v1.metadata.json} and so on, and {@code metadata/version-hint.text} with
 * the newest number. A number is taken as commits of a store are taken: by one writer only, also on
 * object stores, where Iceberg's own tables of folders would need a lock.
 */
final class IcebergMetadata implements TableOperations {

  private static final Pattern VERSION = Pattern.compile("v([0-9]{1,9})\\.metadata\\.json");

  private final StoreFolder folder;
  private final String metadata;
  private final String location;
  private final FileIO files;
  private TableMetadata current;
  private int version;

  /**
   * @param name the table's folder in the store
   */
  IcebergMetadata(StoreFolder folder, String name) {
    this.folder = folder;
    this.metadata = name + "/metadata";
    this.location = TablePublication.uri(folder.path(name));
    this.files = new FilesByGivenName(folder.configuration());
    refresh();
  }

  /** Where the table is. */
  String location() {
    return location;
  }

  /** The present metadata file; empty if there is none that was made here. */
  Optional<String> file() {
    return Optional.ofNullable(current).map(TableMetadata::metadataFileLocation);
  }

  private String name(int number) {
    return metadata + "/v" + number + ".metadata.json";
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    int newest =
        folder.childrenOf(metadata).stream()
            .map(VERSION::matcher)
            .filter(Matcher::matches)
            .mapToInt(name -> Integer.parseInt(name.group(1)))
            .max()
            .orElse(0);
    if (newest != version) {
      read(newest);
    }
    return current;
  }

  private void read(int number) {
    String text =
        folder
            .read(name(number))
            .orElseThrow(() -> new CommitFailedException("%s is gone", name(number)));
    TableMetadata found =
        TableMetadataParser.fromJson(TablePublication.uri(folder.path(name(number))), text);
    // All names in it are whole: those of a store that was copied lead back to where it came from.
    current = found.location().equals(location) ? found : null;
    version = number;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata next) {
    if (base != current) {
      throw new CommitFailedException("%s has changed meanwhile", location);
    }
    int number = version + 1;
    String text = TableMetadataParser.toJson(next);
    boolean ours =
        folder.publishBeside(text, name(number))
            // The answer of a step that was done again may be lost.
            || folder.read(name(number)).filter(text::equals).isPresent();
    if (!ours) {
      throw new CommitFailedException("version %s of %s was made by another", number, location);
    }
    read(number);
    folder.replace(metadata + "/version-hint.text", Integer.toString(number));
  }

  /** Hadoop would write local names in a form that other programs do not open. */
  private static final class FilesByGivenName extends HadoopFileIO {
    private static final long serialVersionUID = 1L;

    FilesByGivenName(Configuration configuration) {
      super(configuration);
    }

    @Override
    public OutputFile newOutputFile(String name) {
      OutputFile file = super.newOutputFile(name);
      return new OutputFile() {
        @Override
        public PositionOutputStream create() {
          return file.create();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
          return file.createOrOverwrite();
        }

        @Override
        public String location() {
          return name;
        }

        @Override
        public InputFile toInputFile() {
          return file.toInputFile();
        }
      };
    }
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return location + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(location, current.properties());
  }
}
