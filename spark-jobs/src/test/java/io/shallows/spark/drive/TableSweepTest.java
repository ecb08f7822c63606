package io.shallows.spark.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.Record;
import io.shallows.record.TrialsTable;
import io.shallows.spark.cli.SweepCommandLine;
import io.shallows.spark.command.ReproduceCommand;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.store.Checksum;
import io.shallows.spark.store.Store;
import io.shallows.spark.store.StoreException;
import io.shallows.spec.SpecException;
import io.shallows.spec.SweepSpec;
import io.shallows.trial.SweepVocabulary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep over a file, from the file to the rows. */
class TableSweepTest {

  @TempDir private Path folder;

  private SweepSpec spec(String store) {
    return SweepVocabulary.reader()
        .read(
            """
            apiVersion: shallows/v1
            grid: {family: [plain], width: [2], networkDepth: [0], initialization: [he], seed: {count: 6}}
            problem: {kind: table, uri: URI, format: csv, samples: 20, count: 2}
            measurement: {depth: {enabled: false}, spectrum: false}
            output: {uri: STORE}
            """
                .replace("URI", folder.resolve("t.csv").toString())
                .replace("STORE", folder.resolve(store).toUri().toString()),
            "spec.yaml");
  }

  private List<String> run(String store, int partitions) throws InterruptedException {
    SparkConf conf = SparkSettings.of(new SparkConf(), Optional.of("local[2]"), Map.of());
    new SweepRun(new ShallowsScience(conf), conf, new SilentProgress(), true, partitions, Set.of())
        .run(spec(store), "as written");
    List<Record> rows = new ArrayList<>();
    store(store).read(TrialsTable.TABLE, rows::add);
    return rows.stream().map(row -> row.withoutTimes().toString()).sorted().toList();
  }

  private Store store(String name) {
    return Store.open(folder.resolve(name).toUri().toString(), new Configuration());
  }

  private String reproduced(String trial, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("one").toUri().toString());
    arguments.add(trial);
    arguments.addAll(List.of(options));
    StringWriter err = new StringWriter();
    int code =
        SweepCommandLine.of(new ReproduceCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return code + " " + err;
  }

  @Test
  void rowsDependOnTheContentAloneAndTheContentIsPinned() throws Exception {
    Path file = folder.resolve("t.csv");
    StringBuilder text = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 50; i++) {
      text.append(i * i % 11).append(',').append(i * i % 7).append(',').append(i % 3).append('\n');
    }
    Files.writeString(file, text.toString());
    List<String> rows = run("one", 1);
    assertEquals(12, rows.size());
    assertEquals(rows, run("several", 5));
    String digest = Checksum.of(text.toString());
    assertTrue(store("one").provenance().orElseThrow().contains("\"data\" : \"" + digest + "\""));

    // Nothing is opened because a store says so; the user's word counts, and the digest.
    String trial = rows.get(0).replaceFirst(".*trial_id=([0-9a-f]{32}).*", "$1");
    Files.move(file, folder.resolve("moved.csv"));
    assertEquals(
        "2 shallows: problem.uri: the spec of this store names "
            + file.toUri().toString().replace("///", "/")
            + ", which is not opened because a store says so",
        reproduced(trial).lines().findFirst().orElseThrow());
    assertEquals("0 ", reproduced(trial, "--data", folder.resolve("moved.csv").toString()));
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b,kind\n1,2,3\n");
    assertTrue(
        reproduced(trial, "--data", other.toString()).startsWith("2 shallows: problem.digest: "));
    Files.move(folder.resolve("moved.csv"), file);

    Files.writeString(file, text.append("1,1,1\n").toString());
    StoreException.OtherSpec changed =
        assertThrows(StoreException.OtherSpec.class, () -> run("one", 1));
    assertTrue(changed.getMessage().contains("problem.digest: "), changed.getMessage());

    Files.delete(file);
    assertThrows(SpecException.class, () -> run("one", 1));
  }
}
