/** Where the program starts and, alone, ends the process. */
package io.shallows.launch;
