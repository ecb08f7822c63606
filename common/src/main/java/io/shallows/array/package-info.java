/**
 * ND4J's arrays at the edges: what people hand in and take out as {@code INDArray}, and NumPy's
 * files of it.
 *
 * <p>Terms. An <em>array</em> is an {@code INDArray} of ND4J, off the heap. Inside, everything runs
 * on {@code double[]}, row by row; {@link io.shallows.array.RowMajor} is the crossing. A
 * <em>file</em> of NumPy is one array with its shape (npy); an <em>archive</em> holds several by
 * name (npz). Both are byte arrays here: nothing in this package opens a file. {@link
 * io.shallows.array.SafetensorsFile} makes an archive of a file of that format.
 *
 * <p>Why not ND4J's own reading alone: it writes arrays of Fortran's order and views as if they
 * were of C's, reads Fortran's order wrongly, and ends the process on text. {@link
 * io.shallows.array.NumpyFile} checks the header first and hands over only what ND4J does rightly.
 */
package io.shallows.array;
