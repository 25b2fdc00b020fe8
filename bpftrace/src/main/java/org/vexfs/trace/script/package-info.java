/**
 * The {@code .bt} files, the probes they ask for, the symbols this kernel has, and the program text that results.
 */
package org.vexfs.trace.script;
