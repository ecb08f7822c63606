package io.shallows.spark.stage;

import io.shallows.spark.plan.SweepDefinition;
import io.shallows.spark.store.Stage;
import io.shallows.spark.store.StoreWriter;
import org.apache.spark.api.java.JavaSparkContext;

/** Fits, comparisons and verdicts of the whole sweep. */
final class FitsStage implements DriverStage {

  @Override
  public Stage stage() {
    return Stage.FITS;
  }

  @Override
  public void run(JavaSparkContext spark, SweepDefinition sweep, StoreWriter writer) {
    new FitRows(spark, sweep, writer).run();
  }
}
