package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store's promises on S3A, where rename is a copy and names are taken by conditional puts:
 * {@code ./mvnw -Pobject-store -pl spark-jobs -am test}.
 */
@Tag("object-store")
class ObjectStoreTest extends StorePromises {

  private static LoopbackS3 s3;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    s3 = new LoopbackS3(folder);
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Override
  String uri(String name) {
    return s3.uri() + "/" + name;
  }

  @Override
  Configuration configuration() {
    return s3.configuration();
  }

  @Test
  void ofTwoThatWriteOneNameAtTheSameTimeOneIsRefused() throws Exception {
    StoreFolder folder = StoreFolder.at(uri("race"), s3.configuration());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        String name = "commit-" + round;
        CyclicBarrier both = new CyclicBarrier(2);
        List<Future<Boolean>> published = new ArrayList<>();
        for (String content : List.of("first", "second")) {
          Callable<Boolean> put = () -> folder.publish(() -> new Meeting(content, both), name);
          published.add(threads.submit(put));
        }
        int winners = 0;
        String winner = "";
        for (int i = 0; i < 2; i++) {
          if (published.get(i).get()) {
            winners++;
            winner = List.of("first", "second").get(i);
          }
        }
        assertEquals(1, winners);
        assertEquals(winner, folder.read(name).orElseThrow());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Content that is at hand only once both writers have begun. */
  private static final class Meeting extends FilterInputStream {
    private final CyclicBarrier both;
    private boolean met;

    Meeting(String content, CyclicBarrier both) {
      super(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      this.both = both;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!met) {
        met = true;
        try {
          both.await(10, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IOException(e);
        }
      }
      return super.read(buffer, offset, length);
    }
  }
}
