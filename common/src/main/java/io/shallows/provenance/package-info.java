/**
 * What decides the numbers besides the spec: the build that computed them. A <i>build</i> is a
 * version, a commit and whether the sources differed from that commit.
 */
package io.shallows.provenance;
