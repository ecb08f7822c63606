package io.shallows.spark.command;

import io.shallows.spark.store.Store;

/** What a program shows of a run beside its progress. */
public interface RunPage extends AutoCloseable {

  /** Nothing: what spark-submit starts has nobody to show it to. */
  RunPage NONE =
      new RunPage() {
        @Override
        public void ended(Store store) {}

        @Override
        public void close() {}
      };

  /** The run is over and its results are printed; not called where it did not come to its end. */
  void ended(Store store);

  /** Lets go of everything, after a last look where there was an end. */
  @Override
  void close();
}
