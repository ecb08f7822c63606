package io.shallows.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoredFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactionPlanTest {

  private static Group group(int number, String grid, long bytes) {
    return new Group(
        "group-" + number,
        Stage.MINIMA,
        "",
        grid,
        2 * number + "-" + (2 * number + 1),
        Map.of(),
        Map.of(),
        Map.of(),
        1,
        1,
        List.of(new StoredFile("trials", "trials/" + number + ".parquet", 2, bytes, "")));
  }

  @Test
  void fewGroupsAreLeftAlone() {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < CompactionPlan.LEAST_GROUPS - 1; i++) {
      groups.add(group(i, "g", 1000));
      groups.add(group(100 + i, "other", 1000));
    }
    assertEquals(List.of(), CompactionPlan.of(groups));
  }

  @Test
  void neighboursOfOneGridArePutTogetherUpToTheTarget() {
    long bytes = CompactionPlan.TARGET_BYTES / 10;
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      groups.add(group(i, "g", bytes));
    }
    Collections.shuffle(groups, new Random(1));
    List<List<Group>> plan = CompactionPlan.of(groups);
    assertEquals(2, plan.size());
    for (List<Group> bin : plan) {
      assertEquals(10, bin.size());
      assertTrue(bin.stream().mapToLong(Group::bytes).sum() <= CompactionPlan.TARGET_BYTES);
    }
    assertEquals("group-0", plan.get(0).get(0).id());
    assertEquals("group-10", plan.get(1).get(0).id());
  }

  @Test
  void theContentOfGroupsIsThatOfTheirSum() {
    Group first = group(1, "g", 1);
    Group second = group(2, "g", 1);
    Group together =
        new Group(
            "both",
            Stage.MINIMA,
            "",
            "g",
            "2-5",
            Map.of(),
            Map.of(),
            Map.of(),
            2,
            2,
            List.of(),
            Group.content(List.of(first, second)));
    Group third = group(3, "g", 1);
    assertEquals(
        Group.content(List.of(third, second, first)), Group.content(List.of(together, third)));
  }
}
