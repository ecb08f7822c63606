/**
 * What a user asks for.
 *
 * <p>A <em>spec</em> describes one sweep: its grid, problem, training, measurement and output. A
 * <em>key</em> is one entry of it, declared once with its type, range, default and the reason for
 * the default; the reader, the JSON Schema, the commented example and the stored text all derive
 * from the declarations. A <em>resolved</em> spec has every default filled in. An <em>axis</em> is
 * the list of values one grid coordinate takes, kept as arithmetic where it was given so.
 */
package io.shallows.spec;
