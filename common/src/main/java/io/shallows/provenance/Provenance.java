package io.shallows.provenance;

/**
 * Everything beside the trial's own settings that can change a recorded number.
 *
 * @param project version of this program
 * @param commit commit it was built from; ends in {@code -dirty} if the sources were changed
 * @param numericsRevision raised whenever a change of code changes recorded numbers
 * @param specSha256 SHA-256 of the resolved spec
 * @param specText SHA-256 of the spec as the user wrote it
 * @param data SHA-256 of the files that hold the problem's table; empty for problems that are drawn
 * @param java vendor and version of the Java runtime
 * @param operatingSystem name and version
 * @param architecture of the processor, which does not enter the bits of rows
 * @param processor model of the processor
 * @param kernels provider of the dense kernels
 * @param openblas version of OpenBLAS, which ND4J loads and no row is computed by
 * @param nd4j version of ND4J, which brings it
 * @param spark version of Spark
 * @param hadoop version of Hadoop's client
 */
public record Provenance(
    String project,
    String commit,
    int numericsRevision,
    String specSha256,
    String specText,
    String data,
    String java,
    String operatingSystem,
    String architecture,
    String processor,
    String kernels,
    String openblas,
    String nd4j,
    String spark,
    String hadoop) {}
