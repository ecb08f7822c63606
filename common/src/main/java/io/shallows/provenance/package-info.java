/**
 * What decides the numbers of a sweep beside its spec: <em>provenance</em> is the record of
 * program, platform and libraries that is stored with the rows, so that a number can be made again.
 */
package io.shallows.provenance;
