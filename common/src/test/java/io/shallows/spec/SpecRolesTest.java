package io.shallows.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.grid.SweepIdentity;
import io.shallows.grid.TrialCoordinates;
import io.shallows.trial.SweepVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every key of every kind of problem is given another value: the ids of its role change and no
 * other, and where its condition does not hold none does.
 */
class SpecRolesTest {

  private static final TrialCoordinates TRIAL = new TrialCoordinates(0, "plain", 8, 1, 2, "he", 5);

  /** Under these every key counts in one and, if it has a condition, not in another. */
  private static final List<List<String>> BASES =
      List.of(
          List.of(),
          List.of("training.optimizer=adam"),
          List.of("measurement.slowDown=adam"),
          List.of("measurement.slowDown=adam", "training.optimizer=adam"),
          List.of("measurement.spectrum=false"),
          List.of(
              "grid.networkDepth=0",
              "measurement.spectrum=false",
              "measurement.depth.targets=own",
              "measurement.depth.finders=string"),
          List.of(
              "problem.kind=classes",
              "training.loss=cross-entropy",
              "training.optimizer=adam",
              "measurement.depth.finders=string"),
          List.of("problem.kind=random-labels"),
          List.of("grid.networkDepth=0", "measurement.suprema=true"),
          List.of("problem.kind=polynomial", "grid.inputDimension=1"),
          List.of("problem.kind=trap", "grid.inputDimension=1"),
          List.of("problem.kind=points", "problem.x=[[1,2],[3,4]]", "problem.y=[[1],[2]]"),
          List.of("problem.kind=gaussian-teacher", "grid.networkDepth=0", "grid.inputDimension=9"),
          List.of(
              "problem.kind=gaussian-teacher",
              "problem.teacherAngles=[0.1]",
              "grid.networkDepth=0",
              "grid.inputDimension=2"),
          List.of("problem.kind=table", "problem.uri=a.csv", "problem.format=csv"),
          List.of(
              "problem.kind=table",
              "problem.uri=a.csv",
              "problem.format=csv",
              "problem.targets=values"),
          List.of(
              "problem.kind=table",
              "problem.uri=a.csv",
              "problem.format=idx",
              "problem.labelsUri=b.csv"));

  /** Tried one after the other until the reader accepts one that is another value. */
  private static final List<String> VALUES =
      List.of(
          "true",
          "false",
          "7",
          "3",
          "0.5",
          "[0.3]",
          "[2, 3]",
          "[a, b]",
          "other",
          "'%'",
          "[[5, 6], [7, 8]]",
          "[[3], [4]]",
          "width < 9",
          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

  private static SweepSpec read(List<String> overrides) {
    return SweepVocabulary.reader().read("apiVersion: shallows/v1\n", "spec.yaml", overrides);
  }

  /** The spec with another value of a key; empty if no value that fits was found. */
  private static Optional<SweepSpec> changed(List<String> base, Entry entry) {
    List<String> values = new ArrayList<>(entry.key().type().words(SweepVocabulary.vocabulary()));
    values.addAll(VALUES);
    for (String value : values) {
      List<String> overrides = new ArrayList<>(base);
      overrides.add(entry.key().path() + "=" + value);
      Optional<SweepSpec> read = accepted(overrides);
      boolean differs =
          read.stream()
              .flatMap(spec -> spec.entries().stream())
              .anyMatch(other -> other.key() == entry.key() && !other.text().equals(entry.text()));
      if (differs) {
        return read;
      }
    }
    return Optional.empty();
  }

  /** The spec with these overrides, if they are allowed. */
  private static Optional<SweepSpec> accepted(List<String> overrides) {
    try {
      return Optional.of(read(overrides));
    } catch (SpecException refused) {
      return Optional.empty();
    }
  }

  private static Entry entry(SweepSpec spec, Key<?> key) {
    return spec.entries().stream().filter(entry -> entry.key() == key).findFirst().orElseThrow();
  }

  /** Kinds of problems may have keys of the same name. */
  private static String name(SweepSpec spec, Key<?> key) {
    boolean own = key.section() == Section.PROBLEM && key != ProblemSpec.KIND;
    String kind = own ? spec.problem().kind() + " " : "";
    return kind + key.path();
  }

  private static Set<String> differingIds(SweepSpec a, SweepSpec b) {
    SweepIdentity one = new SweepIdentity(a);
    SweepIdentity other = new SweepIdentity(b);
    Set<String> ids = new LinkedHashSet<>();
    if (!one.problemId(0, 2).equals(other.problemId(0, 2))) {
      ids.add("problem");
    }
    if (!one.trialId(TRIAL).equals(other.trialId(TRIAL))) {
      ids.add("trial");
    }
    if (!one.measurementId().equals(other.measurementId())) {
      ids.add("measurement");
    }
    if (!one.trialScope().equals(other.trialScope())) {
      ids.add("scope");
    }
    return ids;
  }

  private static Set<String> idsOf(Role role) {
    return switch (role) {
      case DATA -> Set.of("problem", "trial", "scope");
      case TRAINING -> Set.of("trial", "scope");
      case COLUMNS -> Set.of("scope");
      case MEASURING, LEVELS -> Set.of("measurement");
      case KEPT, JUDGING, EXTENT, PLACE, LIMIT -> Set.of();
    };
  }

  @Test
  void anotherValueChangesTheIdsOfTheRoleAndNoOther() {
    Set<String> counted = new TreeSet<>();
    Set<String> idle = new TreeSet<>();
    for (List<String> base : BASES) {
      SweepSpec spec = read(base);
      for (Entry entry : spec.entries()) {
        Key<?> key = entry.key();
        Optional<SweepSpec> other = changed(base, entry);
        if (other.isEmpty()) {
          continue;
        }
        boolean counts = entry.decides(spec) || entry(other.get(), key).decides(other.get());
        String what = key.path() + " over " + base + ": " + entry.text();
        if (key == ProblemSpec.KIND) {
          assertTrue(differingIds(spec, other.get()).containsAll(idsOf(key.role())), what);
        } else {
          assertEquals(
              counts ? idsOf(key.role()) : Set.of(), differingIds(spec, other.get()), what);
        }
        assertEquals(key.role().isFixed(), idsOf(key.role()).contains("scope"), what);
        (counts ? counted : idle).add(name(spec, key));
      }
    }
    Set<String> missing = new TreeSet<>();
    Set<String> neverIdle = new TreeSet<>();
    for (List<String> base : BASES) {
      SweepSpec spec = read(base);
      for (Entry entry : spec.entries()) {
        missing.add(name(spec, entry.key()));
        if (entry.key().use().condition().isPresent()) {
          neverIdle.add(name(spec, entry.key()));
        }
      }
    }
    missing.removeAll(counted);
    missing.remove(SweepSpec.VERSION.path());
    for (String one : List.of("points", "trap", "gaussian-teacher")) {
      missing.remove(one + " problem.count"); // all of them are the same
    }
    neverIdle.removeAll(idle);
    assertEquals(
        Set.of(), missing, "keys for which no other value is tried: add a base or a value");
    assertEquals(Set.of(), neverIdle, "keys whose condition is never false here: add a base");
  }

  /** The page for users says of every key what the program does with it. */
  @Test
  void theDocumentedTableOfRolesIsThatOfTheKeys() throws IOException {
    SweepSpec spec = read(List.of());
    List<Key<?>> keys = new ArrayList<>();
    for (Entry entry : spec.entries()) {
      if (!spec.problem().settings().keys().contains(entry.key())) {
        keys.add(entry.key());
      }
    }
    for (ProblemDeclaration kind : SweepVocabulary.vocabulary().problems()) {
      for (Key<?> key : kind.keys()) {
        if (key.role() != Role.DATA && !keys.contains(key)) {
          keys.add(key);
        }
      }
    }
    List<String> lines = new ArrayList<>(List.of("| Role | Keys | In | Over a store |"));
    lines.add("|---|---|---|---|");
    for (Role role : Role.values()) {
      String names =
          keys.stream()
              .filter(key -> key.role() == role)
              .map(
                  key ->
                      "`"
                          + key.path()
                          + "`"
                          + (key.condition().isEmpty() ? "" : " (" + key.condition() + ")"))
              .collect(Collectors.joining(", "));
      lines.add(
          "| "
              + role.word()
              + " | "
              + names
              + (role == Role.DATA ? ", and the keys of the problem's kind" : "")
              + " | "
              + role.id()
              + " | "
              + (role.isFixed() ? "refused, exit code 5" : "may change")
              + " |");
    }
    String page = Files.readString(Path.of("../docs/operations.md"));
    String table = String.join("\n", lines);
    assertTrue(page.contains(table), () -> "docs/operations.md has not this table:\n" + table);
  }

  @Test
  void theCommentedSpecSaysTheRoleOfEveryKey() {
    SweepSpec spec = read(List.of());
    List<String> lines =
        SpecWriter.commented(spec, SweepVocabulary.vocabulary())
            .lines()
            .map(String::strip)
            .toList();
    for (Entry entry : spec.entries()) {
      int at = lines.indexOf(entry.key().name() + ": " + entry.text());
      StringBuilder comment = new StringBuilder();
      for (int k = at - 1; k >= 0 && lines.get(k).startsWith("#"); k--) {
        comment.insert(0, lines.get(k).substring(1));
      }
      String role = "[" + entry.key().role().word();
      assertTrue(comment.toString().contains(role), entry.key().path() + ": " + comment);
    }
    assertTrue(lines.get(0).contains("data, training and columns"), lines.get(0));
  }

  /** Ids of rows from before a key was there must not change by its being there. */
  @Test
  void aKeyThatCountsOnlyWhereSetLeavesIdsAloneAtItsDefault() {
    Key<String> late = Key.text("late", "as before", "a key that was added").onlyWhereSet();
    SweepSpec spec = read(List.of());
    Settings.Builder own = Settings.builder(with(spec.problem().settings().keys(), late));
    copy(spec.problem().settings(), own);
    assertEquals(Set.of(), differingIds(spec, with(spec, own.build())));
    assertEquals(
        Set.of("problem", "trial", "scope"),
        differingIds(spec, with(spec, own.set(late, "otherwise").build())));
  }

  private static List<Key<?>> with(List<Key<?>> keys, Key<?> more) {
    List<Key<?>> all = new ArrayList<>(keys);
    all.add(more);
    return all;
  }

  private static void copy(Settings from, Settings.Builder to) {
    from.keys().forEach(key -> copy(from, key, to));
  }

  private static <T> void copy(Settings from, Key<T> key, Settings.Builder to) {
    to.set(key, from.get(key));
  }

  private static SweepSpec with(SweepSpec spec, Settings own) {
    return new SweepSpec(
        spec.apiVersion(),
        spec.name(),
        spec.grid(),
        new ProblemSpec(spec.problem().kind(), spec.problem().count(), own),
        spec.training(),
        spec.measurement(),
        spec.output());
  }
}
