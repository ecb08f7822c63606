package io.shallows.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreWriter;
import io.shallows.spark.store.WritingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences that are derived from a state, and where they must not appear. */
class SentencesTest {

  @TempDir private Path folder;

  private static SweepStatus status(boolean complete, long finished, long failed, long timedOut) {
    return new SweepStatus(
        "s", "uri", complete, 80, finished, null, failed, timedOut, 0, Map.of(), Map.of(), 0);
  }

  @Test
  void theLastLineHidesNoTrialThatTimedOut() {
    assertEquals(
        "80 trials, 0 failed; store: out/s", RunCommand.ending(status(true, 80, 0, 0), "out/s"));
    assertEquals(
        "80 trials, 2 failed, 3 timed out (again with --retry timed-out); store: out/s",
        RunCommand.ending(status(true, 80, 2, 3), "out/s"));
    assertEquals(
        "incomplete: 60 of 80 trials, 0 failed; store: out/s",
        RunCommand.ending(status(false, 60, 0, 0), "out/s"));
  }

  @Test
  void completeSaysHowTrialsEnded() {
    assertEquals("complete", StatusCommand.headline(status(true, 80, 0, 0)));
    assertEquals("complete, 1 failed, 2 timed out", StatusCommand.headline(status(true, 80, 1, 2)));
    assertEquals("incomplete", StatusCommand.headline(status(false, 10, 0, 0)));
  }

  @Test
  void aStoreSaysWhoWritesToItAndOnlyThen() throws Exception {
    String uri = folder.resolve("store").toString();
    try (StoreWriter writer = StoreWriter.open(uri, new Configuration(), Clock.systemUTC())) {
      writer.writeSpec("apiVersion: shallows/v1\n");
      WritingRun run = WritingRun.of(Store.open(uri, new Configuration())).orElseThrow();
      assertEquals(ProcessHandle.current().pid(), run.process());
      assertFalse(run.gone());
      assertTrue(run.text().contains(" writes to it since "), run.text());
    }
    assertTrue(WritingRun.of(Store.open(uri, new Configuration())).isEmpty());
  }

  @Test
  void aRunThatDiedDoesNotWrite() throws Exception {
    Path store = folder.resolve("store");
    try (StoreWriter writer =
        StoreWriter.open(store.toString(), new Configuration(), Clock.systemUTC())) {
      writer.writeSpec("apiVersion: shallows/v1\n");
      Path sign = store.resolve("_lock.json");
      Process gone = new ProcessBuilder("true").start();
      gone.waitFor();
      String text =
          Files.readString(sign)
              .replaceAll("\"process\":\\d+", "\"process\":" + gone.pid())
              .replaceAll("\"id\":\"[^\"]*\"", "\"id\":\"another\"");
      Files.writeString(sign, text);
      WritingRun run =
          WritingRun.of(Store.open(store.toString(), new Configuration())).orElseThrow();
      assertTrue(run.gone());
      assertTrue(run.text().endsWith(" and is gone; run again to continue"), run.text());
      Files.writeString(sign, "{\"run\"");
      assertTrue(WritingRun.of(Store.open(store.toString(), new Configuration())).isEmpty());
    }
  }
}
