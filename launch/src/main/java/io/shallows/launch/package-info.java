/**
 * Where the program starts and, alone, ends the process: the <em>exit code</em> of a command
 * becomes that of the process here.
 */
package io.shallows.launch;
