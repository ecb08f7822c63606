package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import io.shallows.record.FitsTable;
import io.shallows.record.Record;
import io.shallows.record.SkipsTable;
import io.shallows.spark.drive.ShallowsScience;
import io.shallows.spark.drive.StoredSweep;
import io.shallows.spark.drive.SweepStatus;
import io.shallows.spark.execute.SparkSettings;
import io.shallows.spark.progress.TimeLeft;
import io.shallows.spark.store.Store;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report advises, and at what price. */
class NextStepTest {

  /** Four times what the spec of the store gives a trial. */
  private static final int LONGER = 2400;

  private static NextStep next(
      Store store, String uri, SweepStatus status, double seconds, List<Record> fits) {
    return next(store, uri, status, seconds, new TrialTally.Doubt(0.3, 0.3), fits);
  }

  private static NextStep next(
      Store store,
      String uri,
      SweepStatus status,
      double seconds,
      TrialTally.Doubt doubt,
      List<Record> fits) {
    ShallowsScience science = new ShallowsScience(new SparkConf(false));
    return new NextSteps(StoredSweep.of(store, science), science, uri, status, seconds, doubt)
        .next(fits, List.of(), Optional.of("0123456789abcdef0123456789abcdef"));
  }

  private static SweepStatus status(boolean complete, long finished, long failed, long timedOut) {
    return new SweepStatus(
        "s", "u", complete, 40, finished, 40L, failed, timedOut, 0, Map.of(), Map.of(), 0);
  }

  private static Store small() {
    return Store.open(SmallStore.folder().toString(), SparkSettings.hadoop(new SparkConf(false)));
  }

  @Test
  void whatIsNotDoneIsContinuedFirstAndThenWhatFailedIsDoneAgain() {
    NextStep rest = next(small(), "out/my sweep", status(false, 10, 3, 0), 60, List.of());
    assertTrue(rest.reason().startsWith("30 of 40 networks are not trained yet"), rest.reason());
    assertEquals("shallows run 'out/my sweep/spec.yaml' --output 'out/my sweep'", rest.command());
    NextStep failed = next(small(), "out/s", status(true, 40, 4, 0), 1200, List.of());
    assertEquals("shallows run out/s/spec.yaml --output out/s --retry failed", failed.command());
    assertEquals("about 2 core-minutes", failed.price(), "4 of 40 trials that took 20 minutes");
    NextStep both = next(small(), "out/s", status(true, 40, 4, 1), 1200, List.of());
    assertTrue(
        both.command()
            .endsWith(" --retry failed,timed-out --set training.deadlineSeconds=" + LONGER),
        both.command());
    NextStep slow = next(small(), "out/s", status(true, 40, 0, 1), 1200, List.of());
    assertTrue(
        slow.command().endsWith(" --retry timed-out --set training.deadlineSeconds=" + LONGER),
        slow.command());
    assertEquals("at most 40 core-minutes", slow.price(), "not the mean of all, most of them fast");
  }

  /** What report, status and a run that begins say of the time left is one estimate. */
  @Test
  void whatIsLeftIsWhatStatusAndARunSay(@TempDir Path folder) throws IOException {
    Path place = folder.resolve("store");
    try (Stream<Path> files = Files.walk(SmallStore.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, place.resolve(SmallStore.folder().relativize(file).toString()));
      }
    }
    Path spec = place.resolve("spec.yaml");
    String more = Files.readString(spec).replace("count: 2", "count: 200");
    assertTrue(more.contains("count: 200"), more);
    Files.writeString(spec, more);
    SmallStore.Answer status = SmallStore.shallows("status", place.toString());
    String said = status.out().replaceAll("\\s+", " ");
    SmallStore.Answer report = SmallStore.shallows("report", place.toString());
    assertEquals(0, report.code(), report::toString);
    String price =
        report.out().replaceAll("(?s).* Price: ([^.]*)\\..*", "$1").replaceAll("\\s+", " ");
    assertTrue(price.matches(".+ to .+ on \\d+ cores?"), report.out());
    assertTrue(said.contains(": " + price), said + " and " + price);
    ShallowsScience science = new ShallowsScience(new SparkConf(false));
    Store store = Store.open(place.toString(), SparkSettings.hadoop(new SparkConf(false)));
    assertEquals(price, TimeLeft.here(StoredSweep.of(store, science).left(science)));
  }

  /** A share of a population needs no further runs either once it is known. */
  @Test
  void seedsAreAdvisedUntilTheShareIsKnown() {
    Path population = Path.of("../notebooks-data/reference/safran-shamir");
    Store store = Store.open(population.toString(), SparkSettings.hadoop(new SparkConf(false)));
    SweepStatus whole = status(true, 40, 0, 0);
    NextStep more = next(store, "out/p", whole, 60, new TrialTally.Doubt(1, 0.02), List.of());
    assertTrue(more.reason().startsWith("Four times as many seeds"), more.reason());
    NextStep known = next(store, "out/p", whole, 60, new TrialTally.Doubt(1, 0.004), List.of());
    assertTrue(
        known.reason().endsWith(" is known within 0.4 points of 100; look at a network."),
        known.reason());
    assertEquals("shallows show out/p 01234567", known.command());
  }

  @Test
  void whereNothingIsOpenANetworkIsLookedAt() {
    NextStep look = next(small(), "out/s", status(true, 40, 0, 0), 1200, List.of());
    assertEquals("shallows show out/s 01234567", look.command());
  }

  /** A trap and a table of which all rows are used cannot be drawn again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: trap, hinges: 2}",
        "{kind: table, format: csv, uri: CSV, targets: values}"
      })
  void whereTheDataAreOneProblemOtherStartsAreAdvised(String problem, @TempDir Path folder)
      throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "a,y\n1,2\n2,3\n3,1\n4,4\n5,2\n");
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            "apiVersion: shallows/v1\n"
                + "grid: {family: [plain], width: [2, 4], networkDepth: [0], inputDimension: [1],"
                + " seed: {count: 3}}\nproblem: "
                + problem.replace("CSV", csv.toString())
                + "\n");
    String place = folder.resolve("store").toString();
    SmallStore.Answer run =
        SmallStore.shallows("run", spec.toString(), "--master", "local[2]", "--output", place);
    assertEquals(0, run.code(), run::toString);
    Store store = Store.open(place, SparkSettings.hadoop(new SparkConf(false)));
    List<Record> fits = new ArrayList<>();
    store.read(FitsTable.TABLE, fits::add);
    assertTrue(
        fits.stream().anyMatch(fit -> fit.get(FitsTable.VERDICT).equals("undecided")),
        "something is open");
    NextStep starts = next(store, "out/s", status(true, 40, 0, 0), 1200, fits);
    assertTrue(starts.reason().startsWith("The data are one problem, "), starts.reason());
    assertEquals(
        "shallows run out/s/spec.yaml --output out/s --set grid.seed.count=6", starts.command());
    assertEquals("about 20 core-minutes", starts.price());
    assertTrue(
        starts.reason().endsWith(" is known within 30 points of 100 so far."), starts.reason());
    // Not for ever: what is known well is not asked again.
    NextStep known =
        next(store, "out/s", status(true, 40, 0, 0), 1200, new TrialTally.Doubt(0.08, 0.3), fits);
    assertTrue(
        known.reason().contains(" more starts would change little: ")
            && known.reason().endsWith(" is known within 8 points of 100; look at a network."),
        known.reason());
    assertEquals("shallows show out/s 01234567", known.command());
    for (String said : List.of(run.out(), run.err())) {
      assertFalse(said.contains("ore problems"), said);
    }
    assertTrue(run.out().replaceAll("\\s+", " ").contains("twice as many starts"), run.out());
  }

  /** The shipped quickstart is undecided in places; the forecast says how many problems decide. */
  @Test
  void theProblemsThatDecideAreForecastWithTheirPrice() {
    Path quickstart = Path.of("../notebooks-data/reference/quickstart");
    Store store = Store.open(quickstart.toString(), SparkSettings.hadoop(new SparkConf(false)));
    List<Record> fits = new ArrayList<>();
    store.read(FitsTable.TABLE, fits::add);
    List<Record> skips = new ArrayList<>();
    store.read(SkipsTable.TABLE, skips::add);
    NextStep more = next(store, "out/q", status(true, 40, 0, 0), 720, fits);
    boolean open = fits.stream().anyMatch(fit -> fit.get(FitsTable.VERDICT).equals("undecided"));
    if (open && more.command().contains("--until")) {
      int there = SweepVocabulary.reader().read(store.spec(), "spec.yaml").problem().count();
      int count =
          Integer.parseInt(more.reason().replaceFirst("With up to (\\d+) problems .*", "$1"));
      assertTrue(count > there && count <= 64, more.reason());
      assertTrue(
          more.reason().startsWith("With up to " + count + " problems instead of " + there + ", "),
          more.reason());
      // A look was taken, so problems are added by the test that allows for it.
      assertEquals(
          "shallows run out/q/spec.yaml --output out/q --until decided --budget "
              + NextSteps.budget(720.0 * count / there),
          more.command());
      assertEquals(NextSteps.time(720.0 * (count - there) / there), more.price());
    } else {
      assertEquals("shallows show out/q 01234567", more.command());
    }
  }

  @Test
  void pricesAreInTheUnitThatReadsWell() {
    assertEquals("less than a core-minute", NextSteps.time(30));
    assertEquals("about a core-minute", NextSteps.time(60));
    assertEquals("about a core-minute", NextSteps.time(89.9));
    assertEquals("about 2 core-minutes", NextSteps.time(90));
    assertEquals("about 2 core-minutes", NextSteps.time(130));
    assertEquals("about 2.5 core-hours", NextSteps.time(9000));
    assertEquals("about 1,000 core-hours", NextSteps.time(3.6e6));
    assertEquals("1m", NextSteps.budget(3));
    assertEquals("24m", NextSteps.budget(24 * 60));
    assertEquals("25m", NextSteps.budget(24 * 60 + 1));
    assertEquals("2h", NextSteps.budget(5400));
    assertEquals("130h", NextSteps.budget(3600 * 123.0));
  }

  @Test
  void aStepHasAllItsParts() {
    assertThrows(IllegalArgumentException.class, () -> new NextStep("why", " ", "price"));
  }
}
