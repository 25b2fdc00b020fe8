/**
 * The bpftrace process: finding it, its version, what it needs, its start, its output, its end.
 *
 * <p>The only package that starts processes. Nothing is passed through a shell, but to the fixed text of
 * {@link org.vexfs.trace.bpftrace.OutputHeir}, as arguments that it only hands on.
 */
@NullMarked
package org.vexfs.trace.bpftrace;

import org.jspecify.annotations.NullMarked;
