package io.shallows.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.problem.Problem;
import io.shallows.problem.TableProblem;
import io.shallows.record.Record;
import io.shallows.record.ReferencesTable;
import io.shallows.spark.table.TableFiles;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's promises on HDFS, where names are taken by rename. */
class HdfsStoreTest {

  private static MiniDFSCluster hdfs;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    for (String address :
        List.of(
            "dfs.namenode.http-address",
            "dfs.datanode.address",
            "dfs.datanode.http.address",
            "dfs.datanode.ipc.address")) {
      configuration.set(address, "127.0.0.1:0");
    }
    hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs.waitActive();
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.shutdown(true);
    }
  }

  private static String uri(String name) {
    return hdfs.getURI() + "/" + name;
  }

  private static StoreWriter writer(String name) {
    return StoreWriter.open(uri(name), hdfs.getConfiguration(0), Clock.systemUTC());
  }

  private static List<Record> rows(String name) {
    List<Record> rows = new ArrayList<>();
    Store.open(uri(name), hdfs.getConfiguration(0)).read(ReferencesTable.TABLE, rows::add);
    return rows;
  }

  @Test
  void committedRowsComeBackAndOrphansDoNot() {
    Record row = StoreTest.row(4, 1, -0.0, Math.PI);
    try (StoreWriter writer = writer("rows")) {
      writer.writeSpec("name: test\n");
      writer.commit(List.of(StoreTest.group("a", StoreTest.publish(writer, "a", row))), List.of());
      StoreTest.publish(writer, "orphan", StoreTest.row(8));
    }
    assertEquals(List.of(row), rows("rows"));
    writer("rows").close();
    Store store = Store.open(uri("rows"), hdfs.getConfiguration(0));
    assertFalse(store.folder().exists("references/orphan.parquet"));
    assertEquals(List.of(), StoreVerification.problems(store));
  }

  @Test
  void aNameIsTakenOnceAndOneWriterIsAllowed() {
    try (StoreWriter writer = writer("names")) {
      StoredFile winner = StoreTest.publish(writer, "a", StoreTest.row(4));
      assertEquals(winner, StoreTest.publish(writer, "a", StoreTest.row(4)));
      assertThrows(StoreException.Locked.class, () -> writer("names"));
      CommitLog other = new CommitLog(writer.store().folder());
      other.append("other", List.of(), List.of());
      assertThrows(StoreException.Locked.class, () -> writer.commit(List.of(), List.of()));
    }
  }

  @Test
  void rowsSurviveARestartOfTheDataNodeAndAVanishedFolderIsNoticed() throws Exception {
    try (StoreWriter writer = writer("restart")) {
      writer.writeSpec("name: test\n");
      writer.commit(
          List.of(StoreTest.group("a", StoreTest.publish(writer, "a", StoreTest.row(4)))),
          List.of());
      assertTrue(hdfs.restartDataNode(0, true));
      hdfs.waitActive();
      writer.commit(
          List.of(StoreTest.group("b", StoreTest.publish(writer, "b", StoreTest.row(8)))),
          List.of());
      assertEquals(2, rows("restart").size());
      hdfs.getFileSystem().delete(new org.apache.hadoop.fs.Path(uri("restart")), true);
      assertThrows(
          StoreException.Unreachable.class, () -> StoreTest.publish(writer, "c", StoreTest.row(2)));
    }
  }

  @Test
  void tablesAreReadFromHdfs() throws Exception {
    String text = "a,b,kind\n1,2,x\n3,4,y\n";
    try (var out = hdfs.getFileSystem().create(new org.apache.hadoop.fs.Path(uri("table.csv")))) {
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
    SweepSpec resolved = TableFiles.resolve(spec, hdfs.getConfiguration(0));
    assertEquals(Checksum.of(text), resolved.problem().settings().get(TableProblem.DIGEST));
    double[] x =
        Problem.of(resolved, 0, 2)
            .dataset(settings -> TableFiles.table(settings, hdfs.getConfiguration(0)))
            .orElseThrow()
            .x();
    assertArrayEquals(new double[] {1, 2, 3, 4}, x);
  }
}
