package io.shallows.spark.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepStagesTest {

  @Test
  void onlyWhatReadsNoRowsOfOthersBeginsBeforeTheStageBeforeItHasEnded() {
    List<List<String>> names =
        SweepStages.ALL.together().stream()
            .map(list -> list.stream().map(stage -> stage.stage().label()).toList())
            .toList();
    assertEquals(
        List.of(
            List.of("references", "minima"),
            List.of("depths", "suprema"),
            List.of("cells"),
            List.of("fits")),
        names);
  }
}
