/** Tests of what lies in this folder: reference stores, their descriptions, and notebooks. */
package io.shallows.notebooks;
