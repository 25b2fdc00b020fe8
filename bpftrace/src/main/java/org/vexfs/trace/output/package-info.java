/** How what a trace leaves is written: files that nobody can turn on somebody else, and text that no terminal obeys. */
@NullMarked
package org.vexfs.trace.output;

import org.jspecify.annotations.NullMarked;
