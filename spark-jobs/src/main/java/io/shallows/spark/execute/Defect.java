package io.shallows.spark.execute;

/**
 * What keeps a process from computing.
 *
 * @param sentence what is wrong and what to do
 * @param lasting whether it stays as it is until somebody mends the machine; what is not lasting,
 *     like a disk that is full for a while, may be gone when the run is started again
 */
record Defect(String sentence, boolean lasting) {}
