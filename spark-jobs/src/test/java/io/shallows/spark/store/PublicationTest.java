package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are taken by puts, on a file system that refuses to overwrite as object stores do. */
class PublicationTest {

  @TempDir private Path folder;

  private static InputStream text(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPutTakesANameOnceAndReplacesOnDemand() throws Exception {
    try (RawLocalFileSystem files = new RawLocalFileSystem()) {
      files.initialize(URI.create("file:///"), new Configuration());
      Publication puts =
          new Publication.ByPut(
              files, new org.apache.hadoop.fs.Path(folder.toUri()), "0123456789ab");
      assertTrue(puts.publish(text("first"), "commit-1"));
      assertFalse(puts.publish(text("second"), "commit-1"));
      assertEquals("first", Files.readString(folder.resolve("commit-1")));
      puts.replace(text("third"), "commit-1");
      puts.replace(text("fourth"), "status.json");
      assertEquals("third", Files.readString(folder.resolve("commit-1")));
      assertEquals("fourth", Files.readString(folder.resolve("status.json")));
    }
  }
}
