package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleSimulationTest {
  @Test
  void dearestFirstFillsTheCores() {
    assertEquals(new ScheduleSimulation(4, 1, 0), ScheduleSimulation.of(List.of(4.0, 2.0, 2.0), 2));
    assertEquals(new ScheduleSimulation(4, 0.75, 2), ScheduleSimulation.of(List.of(4.0, 2.0), 2));
  }

  @Test
  void coresWithoutAShardAreIdleFromTheStart() {
    assertEquals(new ScheduleSimulation(4, 0.25, 4), ScheduleSimulation.of(List.of(4.0), 4));
  }

  @Test
  void nothingToDoTakesNoTime() {
    assertEquals(0, ScheduleSimulation.of(List.of(), 3).makespan());
  }
}
