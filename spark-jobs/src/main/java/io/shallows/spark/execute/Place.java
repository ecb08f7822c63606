package io.shallows.spark.execute;

/**
 * Where something was computed.
 *
 * @param host name or address, as Spark knows it
 * @param executor Spark's number of the process; {@code driver} in local mode
 */
public record Place(String host, String executor) {

  /** Where nobody knows. */
  public static final Place UNKNOWN = new Place("", "");

  @Override
  public String toString() {
    return executor.equals("driver") ? "this machine" : "executor " + executor + " on " + host;
  }
}
