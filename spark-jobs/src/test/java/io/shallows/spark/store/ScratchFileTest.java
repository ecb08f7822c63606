package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.ReferencesTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFileTest {

  @TempDir Path folder;

  private Configuration settings() {
    Configuration configuration = new Configuration();
    configuration.set(RecordFiles.SCRATCH, folder.resolve("scratch").toString());
    return configuration;
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("scratch"))) {
      return files.count();
    }
  }

  @Test
  void aFileHasNoNameThatAKilledProcessCouldLeave() throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    try (ScratchFile file = ScratchFile.create(settings())) {
      try (PositionOutputStream out = file.create(0)) {
        out.write("rows".getBytes(StandardCharsets.UTF_8));
        assertEquals(4, out.getPos());
      }
      assertEquals(4, file.length());
      assertEquals(posix ? 0 : 1, files());
      for (int reading = 0; reading < 2; reading++) {
        assertEquals("rows", new String(file.content().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertEquals(0, files());
  }

  @Test
  void rowsAreMadeInTheFolderThatTheSettingsNameAndNothingStaysThere() throws IOException {
    Path store = folder.resolve("store");
    try (StoreWriter writer = StoreWriter.open(store.toString(), settings(), Clock.systemUTC())) {
      StoredFile file =
          new RecordFiles(writer.store().folder())
              .publish(ReferencesTable.TABLE, List.of(StoreTest.row(4)), "a", Map.of());
      assertTrue(Files.exists(store.resolve(StoreNames.pending(file.name()))));
    }
    assertEquals(0, files());
  }
}
