package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's promises on HDFS, where names are taken by rename. */
class HdfsStoreTest extends StorePromises {

  private static LoopbackHdfs hdfs;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    hdfs = new LoopbackHdfs(folder);
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Override
  String uri(String name) {
    return hdfs.uri() + "/" + name;
  }

  @Override
  Configuration configuration() {
    return hdfs.configuration();
  }

  private static FileSystem files() throws IOException {
    return FileSystem.get(URI.create(hdfs.uri()), hdfs.configuration());
  }

  @Test
  void rowsSurviveARestartOfTheDataNodeAndAVanishedFolderIsNoticed() throws Exception {
    try (StoreWriter writer = writer("restart")) {
      writer.writeSpec("name: test\n");
      writer.commit(
          List.of(StoreTest.group("a", StoreTest.publish(writer, "a", StoreTest.row(4)))),
          List.of());
      hdfs.restartDataNode();
      writer.commit(
          List.of(StoreTest.group("b", StoreTest.publish(writer, "b", StoreTest.row(8)))),
          List.of());
      assertEquals(2, rows("restart").size());
      files().delete(new org.apache.hadoop.fs.Path(uri("restart")), true);
      assertThrows(
          StoreException.Unreachable.class, () -> StoreTest.publish(writer, "c", StoreTest.row(2)));
    }
  }

  @Test
  void tablesAreReadFromHdfs() throws Exception {
    String text = "a,b,kind\n1,2,x\n3,4,y\n";
    try (var out = files().create(new org.apache.hadoop.fs.Path(uri("table.csv")))) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    SweepSpec spec =
        SweepVocabulary.reader()
            .read(
                "apiVersion: shallows/v1\nproblem: {kind: table, format: csv, normalization: none,"
                    + " bias: false, uri: '"
                    + uri("table.csv")
                    + "'}\n",
                "spec.yaml");
    SweepSpec resolved = TableFiles.resolve(spec, hdfs.configuration());
    assertEquals(Checksum.of(text), resolved.problem().settings().get(TableProblem.DIGEST));
    double[] x =
        Problem.of(resolved, 0, 2)
            .dataset(settings -> TableFiles.table(settings, hdfs.configuration()))
            .orElseThrow()
            .x();
    assertArrayEquals(new double[] {1, 2, 3, 4}, x);
  }
}
