package io.shallows.spark.drive;

import io.shallows.spark.store.Group;
import io.shallows.spark.store.Stage;

/** Says nothing. */
class SilentProgress implements SweepProgress {
  @Override
  public void stageStarted(Stage stage, int slots) {}

  @Override
  public void slots(int slots) {}

  @Override
  public void planned(int shards, double seconds) {}

  @Override
  public void committed(Group group, double trialSeconds) {}

  @Override
  public void stageEnded(Stage stage) {}

  @Override
  public void message(String line) {}
}
