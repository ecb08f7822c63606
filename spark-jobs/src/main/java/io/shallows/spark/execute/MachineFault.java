package io.shallows.spark.execute;

/** This process cannot carry out its shard; another may. */
final class MachineFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MachineFault(String reason, Throwable cause) {
    super(reason, cause);
  }
}
