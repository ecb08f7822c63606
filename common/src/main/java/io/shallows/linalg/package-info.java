/**
 * Dense linear algebra on heap arrays, and the decompositions that the measurements need.
 *
 * <p>Terms. A <em>matrix</em> is a region of a {@code double[]}: an offset, a number of rows and
 * columns, and a <em>stride</em> (the distance between the starts of two rows, at least the number
 * of columns). All matrices are row-major. A <em>kernel</em> is a loop over such regions; {@link
 * io.shallows.linalg.Kernels} names them all, {@link io.shallows.linalg.ReferenceKernels} is the
 * readable definition, the other providers are faster and give the same bits. A <em>provider</em>
 * is one implementation of the kernels.
 *
 * <p>Why the bits agree: every element of a product accumulates over the inner index in ascending
 * order with one fused multiply-add per term, so neither the register block nor the vector width
 * enters the result, and a dot product always keeps eight partial sums that are combined in one
 * fixed order.
 *
 * <p>Decompositions are used outside the training step only: {@link
 * io.shallows.linalg.CholeskyFactor} is built on the kernels; {@link
 * io.shallows.linalg.SymmetricEigen} and {@link io.shallows.linalg.SingularValues} call the LAPACK
 * that ND4J loads, pinned to one thread by {@link io.shallows.linalg.NativeLibraries}.
 */
package io.shallows.linalg;
