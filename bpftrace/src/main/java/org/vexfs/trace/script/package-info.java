/**
 * The {@code .bt} files, the probes they ask for, the symbols this kernel has, and the program text that results.
 */
@NullMarked
package org.vexfs.trace.script;

import org.jspecify.annotations.NullMarked;
