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
 * <p>Decompositions ({@link io.shallows.linalg.CholeskyFactor}, {@link
 * io.shallows.linalg.SymmetricEigen}, {@link io.shallows.linalg.SingularValues}, {@link
 * io.shallows.linalg.LeastSquares}) are built on the kernels too, so their bits are the same on
 * every processor. Nothing here is computed by the BLAS that ND4J brings, which has kernels for
 * each; {@link io.shallows.linalg.NativeLibraries} only pins it to one thread.
 */
package io.shallows.linalg;
